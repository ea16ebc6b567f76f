"""What the tablet's script adds: the warning before it locks, in real Chromium, its clock moved."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.web.conftest import Clinic
from tests.web.serving import page_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WARNING = "Are you still there?"


@pytest.fixture
def tablet(clinic: Clinic, chromium: Any) -> Iterator[Any]:
    """A page of Chromium on the birthday of a sitting, on a clock that the test moves."""
    with page_of(clinic, chromium) as page:
        page.clock.install()
        page.goto("/")
        page.get_by_label("Code from the staff").fill(clinic.code_for(clinic.start_visit()))
        page.get_by_role("button", name="Start").click()
        page.get_by_role("heading", name="When is your birthday?").wait_for()
        page.wait_for_load_state()  # the script, too, whose time is to be moved
        yield page


def test_a_tablet_left_alone_warns_and_then_locks_itself(clinic: Clinic, tablet: Any) -> None:
    warning = tablet.get_by_role("dialog", name=WARNING)
    tablet.clock.run_for(295_000)
    assert not warning.is_visible()

    tablet.clock.run_for(10_000)
    warned = warning.is_visible()
    clinic.clock.forward(minutes=6)
    tablet.clock.run_for(60_000)

    assert warned
    tablet.get_by_role("heading", name="Enter your code").wait_for()
    assert "This tablet is locked." in tablet.inner_text("main")


def test_whoever_says_so_stays(tablet: Any) -> None:
    tablet.clock.run_for(305_000)
    with tablet.expect_response("**/sitting/here") as told:
        tablet.get_by_role("button", name="I am still here").click()

    tablet.clock.run_for(200_000)

    assert told.value.status == 204
    assert not tablet.get_by_role("dialog", name=WARNING).is_visible()
    assert tablet.inner_text("h1") == "When is your birthday?"


def test_typing_counts_as_being_there(tablet: Any) -> None:
    for minute in range(4):
        tablet.clock.run_for(100_000)
        tablet.get_by_label("Day").fill(str(minute))
        with tablet.expect_response("**/sitting/here"):
            tablet.clock.run_for(1_000)

    assert not tablet.get_by_role("dialog", name=WARNING).is_visible()


def test_a_leaflet_left_open_gives_way_to_the_last_page(tablet: Any) -> None:
    tablet.goto("/reading/1")
    tablet.clock.run_for(200_000)
    tablet.mouse.wheel(0, 100)
    tablet.keyboard.press("Tab")
    tablet.clock.run_for(290_000)
    read_on = tablet.inner_text("h1")

    tablet.clock.run_for(20_000)

    assert read_on == "About waiting"
    tablet.get_by_role("heading", name="Thank you.").wait_for()
    tablet.go_back()
    assert "/reading" not in tablet.url
