"""What comes in while a clinician looks at a page: shown without a reload, in Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.web.conftest import PASSWORD, Clinic
from tests.web.listing import send
from tests.web.serving import page_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SOON_MS = 9_000  # it shall show within ten seconds
ANSWERS = {"gate": "no", "nights": "3"}


@pytest.fixture
def doctor(clinic: Clinic, chromium: Any) -> Iterator[Any]:
    """Dr Ada's worklist in Chromium, on a clock that the test moves."""
    with page_of(clinic, chromium) as page:
        page.clock.install()
        page.goto("/sign-in")
        page.get_by_label("Name").fill("ada")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("heading", name="Worklist").wait_for()
        page.wait_for_load_state()  # the script, too, whose time is to be moved
        yield page


def test_a_form_that_is_sent_shows_in_its_row_and_above_the_list(
    clinic: Clinic, doctor: Any
) -> None:
    visit = clinic.start_visit()
    doctor.reload()
    doctor.clock.run_for(SOON_MS)
    assert not doctor.locator("[data-news]").is_visible()

    send(clinic, visit, "check_in", ANSWERS, level="now")
    doctor.clock.run_for(SOON_MS)

    doctor.get_by_text("1 form sent, 1 finding raised or changed in 1 visit.").wait_for()
    row = doctor.locator(f"[data-news-of='{visit.id}']")
    assert row.inner_text() == "New: 1 form sent, 1 finding raised or changed"
    doctor.get_by_role("link", name="Show it").click()
    doctor.get_by_text("1 safety finding: 1 now").wait_for()
    assert not row.is_visible()


def test_a_visit_that_is_not_on_the_page_is_counted(clinic: Clinic, doctor: Any) -> None:
    send(clinic, clinic.start_visit(), "check_in", ANSWERS)
    doctor.clock.run_for(SOON_MS)

    doctor.get_by_text("New since this page was shown: 1 form sent in 1 visit.").wait_for()


def test_the_page_of_a_visit_tells_of_its_own_news_alone(clinic: Clinic, doctor: Any) -> None:
    mine = clinic.start_visit()
    other = clinic.start_visit(of=clinic.add_noah())
    doctor.goto(f"/clinic/visits/{mine.id}")
    send(clinic, other, "check_in", ANSWERS)
    doctor.clock.run_for(SOON_MS)
    doctor.wait_for_timeout(300)
    assert not doctor.locator("[data-news]").is_visible()

    send(clinic, mine, "check_in", ANSWERS)
    doctor.clock.run_for(SOON_MS)

    doctor.get_by_text("New since this page was shown: 1 form sent.").wait_for()
    doctor.get_by_role("link", name="Show it").click()
    doctor.get_by_role("heading", name="Visit 1").wait_for()
