"""Forms of plain fields in Chromium: saved at each pause, two people at once, nothing lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from screening.store import definition_drafts, definition_texts
from tests.web.conftest import PASSWORD, Clinic
from tests.web.serving import page_of
from tests.web.translating import ES

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TEXT = "[name='w.pages.end.items.tired.text']"
TITLE = "[name='t.title']"


@pytest.fixture
def page(clinic: Clinic, chromium: Any) -> Iterator[Any]:
    """Moss on the words of a fresh draft. An error of a script fails the test."""
    with page_of(clinic, chromium) as page:
        wrong: list[str] = []
        page.on("request", lambda sent: "csp" in sent.url and wrong.append(sent.post_data))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto("/sign-in")
        page.get_by_label("Name").fill("moss")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("button", name="Edit second").click()
        page.get_by_role("link", name="Words").click()
        page.locator(TEXT).wait_for()
        yield page
        assert wrong == []


def newest(clinic: Clinic, name: str = "second") -> tuple[int, str]:
    with clinic.parts.database.read() as session:
        draft = definition_drafts.find_open(session, name)
        assert draft is not None
        held = definition_texts.newest(session, draft.id)
    return held.number, held.data.decode()


def wait_saved(page: Any) -> None:
    page.get_by_text("Saved 09:30", exact=True).wait_for()


def test_a_pause_saves_the_words_and_the_next_one_goes_on(clinic: Clinic, page: Any) -> None:
    for number, words in ((2, "Mine"), (3, "Mine again")):
        page.locator(TEXT).fill(words)
        page.get_by_text("Not yet saved", exact=True).wait_for()
        wait_saved(page)
        assert newest(clinic)[0] == number
        assert f"text: {words}\n" in newest(clinic)[1]

    page.get_by_role("button", name="Save").click()

    page.wait_for_load_state()
    assert newest(clinic)[0] == 3
    assert page.locator(TEXT).input_value() == "Mine again"


def test_saving_by_the_button_waits_for_the_pause_that_is_under_way(
    clinic: Clinic, page: Any
) -> None:
    page.route("**/words", lambda route: (page.wait_for_timeout(600), route.continue_()))
    page.locator(TEXT).fill("Mine")
    with page.expect_request(lambda sent: sent.method == "POST"):
        pass
    page.locator(TEXT).press_sequentially("!")

    with page.expect_navigation():
        page.get_by_role("button", name="Save").click()

    assert page.locator("#stale").count() == 0
    assert "text: Mine!\n" in newest(clinic)[1]


def test_what_is_wrong_is_saved_once_it_is_put_right(clinic: Clinic, page: Any) -> None:
    page.locator(TEXT).fill("")
    page.get_by_text("a field has to be put right first").wait_for()
    assert newest(clinic)[0] == 1

    page.locator(TEXT).fill("Mine")

    wait_saved(page)
    assert "text: Mine\n" in newest(clinic)[1]


def test_who_was_second_is_told_and_sees_both_texts(clinic: Clinic, page: Any) -> None:
    with clinic.parts.database.write() as session:
        (held,) = definition_drafts.list_open(session)
        theirs = held.text.data.replace(b"I am tired", b"Theirs")
        definition_drafts.save(
            session, held.id, theirs, shown=1, by=clinic.ada.id, now=clinic.clock()
        )
    page.locator(TEXT).fill("Mine")
    page.get_by_text("somebody else saved this draft meanwhile").wait_for()

    page.get_by_role("button", name="Save").click()

    page.get_by_text("Saved meanwhile by Dr Ada Byron: Theirs").wait_for()
    assert page.locator(TEXT).input_value() == "Mine"


def test_a_translation_is_saved_at_pauses_from_its_first_word_on(clinic: Clinic, page: Any) -> None:
    page.goto(ES)
    for words in ("Segunda", "Segunda parte"):
        page.locator(TITLE).fill(words)
        wait_saved(page)
        page.wait_for_timeout(200)
        assert f"title: {words}\n" in newest(clinic, "second.es")[1]

    page.get_by_role("button", name="Save").click()

    page.get_by_role("button", name="Undo the last save").wait_for()
    assert newest(clinic, "second.es")[0] == 2
