"""What scripts add to a grid, in Chromium: one save over a lost connection, and reading aloud."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from screening.security import kiosk_tokens
from screening.store import tablets
from screening.web.cookies import TABLET
from tests.web.conftest import Clinic
from tests.web.filling import stored_answers
from tests.web.serving import page_of
from tests.web.test_question_script import VOICES, go_to_questions, saving

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def page(grid_clinic: Clinic, chromium: Any) -> Iterator[Any]:
    """A page of Chromium on an enrolled tablet, before the code."""
    token = kiosk_tokens.new_token()
    with grid_clinic.parts.database.write() as session:
        site, by, now = grid_clinic.parts.site.id, grid_clinic.fay.id, grid_clinic.clock()
        tablets.enrol(session, site, "Tablet 1", token=token, by=by, now=now)
    with page_of(grid_clinic, chromium) as made:
        made.goto("/")
        made.evaluate("cookie => { document.cookie = cookie }", f"{TABLET}={token}; Secure; Path=/")
        yield made


def go_to_the_grid(clinic: Clinic, page: Any) -> None:
    go_to_questions(clinic, page)
    page.get_by_label("Yes").check()
    next_button(page).click()
    page.wait_for_url("**/sitting/2")


def next_button(page: Any) -> Any:
    return page.get_by_role("button", name="Next", exact=True).last


def choose(page: Any, row: str, answer: str) -> None:
    page.get_by_role("group", name=row).get_by_label(answer).check()


def test_all_rows_are_saved_once_the_connection_is_back(grid_clinic: Clinic, page: Any) -> None:
    go_to_the_grid(grid_clinic, page)
    assert saving(page) == "Your answers are saved up to here."
    choose(page, "How shaky do you feel?", "Not at all")
    assert saving(page).startswith("Not saved yet. Press")
    choose(page, "How sick do you feel?", "A little")
    choose(page, "How cold do you feel?", "I would rather not answer this")

    page.route("**/sitting/2", lambda route: route.abort("internetdisconnected"))
    next_button(page).click()
    page.get_by_text("Not saved yet: no connection.").wait_for()
    page.unroute("**/sitting/2")

    page.wait_for_url("**/sitting/3")
    assert stored_answers(grid_clinic, "feel") == {
        "outside": "yes", "shaky": "none", "sick": "some", "cold": {"missing": "declined"},
    }  # fmt: skip


def test_a_link_of_the_summary_puts_the_focus_on_its_row(grid_clinic: Clinic, page: Any) -> None:
    go_to_the_grid(grid_clinic, page)
    choose(page, "How shaky do you feel?", "Not at all")
    next_button(page).click()
    page.get_by_text("There is a problem").wait_for()
    assert page.evaluate("document.activeElement.id") == "error-summary"

    page.get_by_role("link", name="How cold do you feel?").click()

    assert page.evaluate("document.activeElement.id") == "cold-none"
    page.keyboard.press("ArrowRight")  # within its row alone
    assert page.get_by_role("group", name="How cold").get_by_label("A little").is_checked()
    assert page.get_by_role("group", name="How shaky").get_by_label("Not at all").is_checked()


def test_change_scrolls_to_the_row(grid_clinic: Clinic, page: Any) -> None:
    go_to_the_grid(grid_clinic, page)
    page.set_viewport_size({"width": 1024, "height": 300})

    page.goto("/sitting/2?change=1#cold")

    row = page.get_by_role("group", name="How cold do you feel?").bounding_box()
    assert 0 <= row["y"] < 300


def test_one_button_reads_the_rows_one_after_the_other(grid_clinic: Clinic, page: Any) -> None:
    page.add_init_script(VOICES % 'voice("en-US", true)')
    go_to_the_grid(grid_clinic, page)

    page.get_by_role("button", name="Read this aloud").click()

    assert page.get_by_role("button", name="Read this aloud").count() == 0  # it stops the reading
    assert [text for text, _ in page.evaluate("said")] == [
        "How you feel",
        "Choose one answer in each row.",
        "How shaky do you feel?",
        "Not at all",
        "A little",
        "Very much",
        "I would rather not answer this",
        "How sick do you feel?",  # the same answers again
        "Think of your stomach.",
        "How cold do you feel?",
    ]
