"""What the staff's script adds: a call that is shown and heard without a reload, in Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.web.conftest import PASSWORD, Clinic
from tests.web.serving import page_of
from tests.web.test_calls import CALL, worst_ache

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def desk(clinic: Clinic, chromium: Any) -> Iterator[Any]:
    """Fay's day list in Chromium, on a clock that the test moves."""
    with page_of(clinic, chromium) as page:
        page.clock.install()
        page.goto("/sign-in")
        page.get_by_label("Name").fill("fay")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("heading", name="Today’s visits").wait_for()
        page.wait_for_load_state()  # the script, too, whose time is to be moved
        yield page


def rang(page: Any) -> int:
    return int(page.locator("[data-calls]").get_attribute("data-rang") or 0)


def test_a_call_appears_and_rings_again_until_somebody_goes(clinic: Clinic, desk: Any) -> None:
    desk.get_by_role("heading", name="Today’s visits").click()  # browsers want a touch first
    desk.clock.run_for(6_000)
    assert not desk.get_by_text(CALL).is_visible()

    worst_ache(clinic)
    desk.clock.run_for(6_000)
    desk.get_by_text(CALL).wait_for()
    desk.wait_for_function("Number(document.querySelector('[data-calls]')?.dataset.rang) >= 1")
    before = rang(desk)
    desk.clock.run_for(11_000)
    desk.wait_for_function(
        "before => Number(document.querySelector('[data-calls]')?.dataset.rang) > before",
        arg=before,
    )

    assert desk.get_by_text(CALL).count() == 1
    desk.get_by_role("button", name="I am going").click()
    desk.get_by_role("heading", name="Visit 1").wait_for()
    assert not desk.get_by_text(CALL).is_visible()


def test_a_call_that_somebody_else_answered_goes_away(clinic: Clinic, desk: Any) -> None:
    worst_ache(clinic)
    desk.clock.run_for(6_000)
    desk.get_by_text(CALL).wait_for()

    clinic.signed_in(clinic.ada).press("I am going")
    desk.clock.run_for(6_000)

    desk.get_by_text(CALL).wait_for(state="hidden")
