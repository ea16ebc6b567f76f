"""The editor of a draft in Chromium: saved at pauses, faults at their lines, left by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from screening.store import definition_drafts, definition_texts
from screening.store.definition_texts import DefinitionText
from tests.web.conftest import PASSWORD, Clinic
from tests.web.serving import page_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]

INSIDE = "document.querySelector('[data-editor]').shadowRoot"


@pytest.fixture
def page(clinic: Clinic, chromium: Any) -> Iterator[Any]:
    """Moss on a fresh draft. What the browser reports of the content policy fails the test."""
    with page_of(clinic, chromium) as page:
        reports: list[str] = []
        page.on("request", lambda sent: "csp" in sent.url and reports.append(sent.post_data))
        # Replies that are no 200 are told of as well; they are meant to be.
        told_of = "Failed to load resource"
        page.on(
            "console",
            lambda told: (
                told.type == "error" and told_of not in told.text and reports.append(told.text)
            ),
        )
        page.on("pageerror", lambda error: reports.append(str(error)))
        page.goto("/sign-in")
        page.get_by_label("Name").fill("moss")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("button", name="Edit second").click()
        page.locator(".cm-content").wait_for()
        yield page
        assert reports == []


def texts(clinic: Clinic) -> tuple[DefinitionText, ...]:
    with clinic.parts.database.read() as session:
        (held,) = definition_drafts.list_open(session)
        return definition_texts.history(session, held.id)


def type_first(page: Any, words: str) -> None:
    """At the very beginning of the text."""
    page.locator(".cm-content").click()
    page.keyboard.press("Control+Home")
    page.keyboard.type(words)


def wait_saved(page: Any) -> None:
    page.get_by_text("Saved 09:30", exact=True).wait_for()


def test_a_pause_saves_and_shows_the_faults_at_their_lines(clinic: Clinic, page: Any) -> None:
    type_first(page, "titel: x\n")
    page.get_by_text("Not yet saved", exact=True).wait_for()
    wait_saved(page)

    assert texts(clinic)[-1].data.startswith(b"titel: x\nid: second\n")
    page.get_by_role("heading", name="1 fault").wait_for()
    assert page.locator("[data-heard]").inner_text() == "1 fault"
    assert page.locator(".cm-lintRange-error").inner_text() == "titel: x"
    page.keyboard.press("Control+End")
    page.get_by_role("link", name="Line 1").click()
    line = "getSelection().anchorNode.parentElement.closest('.cm-line').textContent"
    assert page.evaluate(f"{INSIDE}.{line}") == "titel: x"


def test_tab_indents_and_after_escape_it_leaves_however_late(clinic: Clinic, page: Any) -> None:
    type_first(page, "")
    page.keyboard.press("Tab")
    within = f"document.activeElement.matches('[data-editor]') && {INSIDE}.activeElement !== null"
    assert page.evaluate(within)

    page.keyboard.press("Escape")
    page.wait_for_timeout(2500)  # longer than the editor's own time for it
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.textContent") == "Save"
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(within)
    page.keyboard.press("Tab")
    assert page.evaluate(within)
    wait_saved(page)
    assert texts(clinic)[-1].data.startswith(b"    id: second\n")


def test_typing_over_a_selection_of_several_lines_is_no_breach_of_the_policy(
    clinic: Clinic, page: Any
) -> None:
    rest = texts(clinic)[0].data.split(b"\n", 3)[3]
    page.locator(".cm-content").click()
    page.keyboard.press("Control+Home")
    for _ in range(3):
        page.keyboard.press("Shift+ArrowDown")

    page.keyboard.type("# over")

    wait_saved(page)
    assert texts(clinic)[-1].data == b"# over" + rest


def test_whoever_goes_on_right_after_a_word_takes_it_along(clinic: Clinic, page: Any) -> None:
    type_first(page, "titel: x\n")

    page.get_by_role("link", name="Faults", exact=True).click()

    page.get_by_role("heading", name="Faults of second 1.0.1").wait_for()
    assert page.get_by_role("heading", name="1 fault").is_visible()
    assert texts(clinic)[-1].data.startswith(b"titel: x\n")


def test_a_screen_reader_is_told_what_the_text_is_and_how_to_leave_it(page: Any) -> None:
    name = "Text of the questionnaire. Escape, then Tab, leads on from it."

    assert page.get_by_role("textbox", name=name, exact=True).count() == 1
    assert page.locator("#text").is_hidden()
    buttons = page.locator("#draft-form button")
    assert [b.inner_text() for b in buttons.all() if b.is_visible()] == ["Save"]


def test_mistakes_are_counted_once_nobody_types(page: Any) -> None:
    page.goto("/admin/drafts/new")
    page.get_by_label("Title").fill("Sleep")
    page.get_by_label("Id").fill("sleep")
    page.get_by_role("button", name="Begin the draft").click()
    page.get_by_role("link", name="Mistakes that no case would notice").wait_for()

    page.get_by_text("mistakes are noticed, all of them.").wait_for(timeout=15_000)
    assert "/admin/drafts/" in page.url
    assert page.locator(".cm-content").is_visible()


def test_two_editors_at_once_lose_nothing(clinic: Clinic, page: Any) -> None:
    with clinic.parts.database.write() as session:
        (held,) = definition_drafts.list_open(session)
        theirs = held.text.data.replace(b"The end", b"The very end")
        definition_drafts.save(
            session, held.id, theirs, shown=1, by=clinic.ada.id, now=clinic.clock()
        )

    type_first(page, "# mine\n")
    page.get_by_text("Nothing you typed is lost.").wait_for()
    page.keyboard.type("# and more\n")
    page.wait_for_timeout(1500)
    assert len(texts(clinic)) == 2  # from here on a person decides
    page.get_by_role("button", name="Compare the two texts").click()

    page.get_by_role("heading", name="Dr Ada Byron saved this draft meanwhile").wait_for()
    assert page.locator("#text").input_value().startswith("# mine\n# and more\nid: second\n")
    assert page.locator("#theirs").input_value().encode() == theirs
    page.get_by_role("button", name="Go on with mine").click()
    page.locator(".cm-content").wait_for()
    assert texts(clinic)[-1].data.startswith(b"# mine\n# and more\n")


def test_undo_waits_for_what_was_typed(clinic: Clinic, page: Any) -> None:
    first = texts(clinic)[0].data
    type_first(page, "# one\n")
    wait_saved(page)
    type_first(page, "# two\n")

    page.get_by_role("button", name="Undo the last save").click()
    page.get_by_role("button", name="Redo").wait_for()

    assert [text.data for text in texts(clinic)] == [
        first, b"# one\n" + first, b"# two\n# one\n" + first, b"# one\n" + first,
    ]  # fmt: skip
    assert page.locator("#text").input_value().encode() == b"# one\n" + first


def test_signed_in_anew_elsewhere_the_page_goes_on_by_itself(clinic: Clinic, page: Any) -> None:
    page.context.clear_cookies()
    type_first(page, "# late\n")
    page.get_by_text("you are signed out").wait_for()

    with page.expect_popup() as opened:
        page.evaluate("open('/sign-in')")
    other = opened.value
    other.get_by_label("Name").fill("moss")
    other.get_by_label("Password").fill(PASSWORD)
    other.get_by_role("button", name="Sign in").click()
    other.get_by_role("heading", name="Questionnaires").wait_for()
    other.close()

    page.get_by_text("Saved 09:30", exact=True).wait_for(timeout=15_000)
    assert texts(clinic)[-1].data.startswith(b"# late\n")


def test_without_the_editor_the_plain_field_is_saved_at_pauses_too(
    clinic: Clinic, page: Any
) -> None:
    page.route("**/vendor/codemirror.js*", lambda route: route.abort())
    page.reload()
    page.locator("#text").press("Control+Home")
    page.keyboard.type("titel: x\n")
    wait_saved(page)

    page.get_by_role("link", name="Line 1").click()

    assert page.evaluate("document.activeElement.id") == "text"
    assert texts(clinic)[-1].data.startswith(b"titel: x\n")
