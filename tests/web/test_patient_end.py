"""How a sitting ends: sent, locked by hand, or left alone."""

from __future__ import annotations

from screening.web.cookies import KIOSK
from tests.web.conftest import Clinic
from tests.web.filling import answer_all


def test_after_the_end_every_address_of_the_sitting_is_gone(clinic: Clinic) -> None:
    tablet = clinic.tablet()
    answer_all(tablet)
    old = tablet.page.form("Send").data({}, "Send")
    before, addresses = tablet.cookie(KIOSK), sorted(set(tablet.seen))

    response = tablet.post("/sitting/review", old)

    assert response.status_code == 303
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert tablet.cookie(KIOSK) not in ("", before)
    for cookie in (tablet.cookie(KIOSK), before):
        for path in (path for path in addresses if path.startswith("/sitting")):
            tablet.client.set_cookie(KIOSK, cookie)
            tablet.open(path)
            assert tablet.status == 410
            assert tablet.page.h1 == "Enter your code"


def test_a_tablet_can_be_locked_at_once_and_goes_on_with_a_new_code(clinic: Clinic) -> None:
    visit = clinic.start_visit()
    tablet = clinic.tablet(visit)
    tablet.press("Next", gate="no")
    before = tablet.cookie(KIOSK)

    tablet.press("Lock the tablet")

    assert tablet.status == 410
    assert tablet.page.h1 == "Enter your code"
    assert tablet.response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert tablet.cookie(KIOSK) not in ("", before)
    again = clinic.tablet(visit)
    assert again.page.h1 == "How many bad nights?"


def test_a_touch_keeps_the_tablet_open(clinic: Clinic) -> None:
    tablet = clinic.tablet()
    for _ in range(3):
        clinic.clock.forward(minutes=5)
        assert tablet._send("GET", "/sitting/here").status_code == 204

    tablet.open("/sitting/1")
    opened = tablet.status
    clinic.clock.forward(minutes=6, seconds=15)

    assert opened == 200
    assert tablet._send("GET", "/sitting/here").status_code == 410


def test_the_warning_is_on_pages_of_a_sitting_only(clinic: Clinic) -> None:
    tablet = clinic.browser()
    tablet.open("/")
    assert "Are you still there?" not in tablet.page.html
    tablet.press("Start", code=clinic.code_for(clinic.start_visit()))
    assert "Are you still there?" in tablet.page.html
    tablet.press("Next", day="7", month="2")
    assert "Are you still there?" in tablet.page.html


def test_a_tablet_left_alone_is_locked_and_goes_on_with_a_new_code(clinic: Clinic) -> None:
    visit = clinic.start_visit()
    tablet = clinic.tablet(visit)
    tablet.press("Next", gate="no")
    clinic.clock.forward(minutes=7)

    tablet.open("/sitting/2")
    assert tablet.status == 410
    again = clinic.tablet(visit)

    assert again.page.h1 == "How many bad nights?"
    again.follow("Back")
    assert again.page.value("gate") == "no"


def test_answering_keeps_the_sitting_alive(clinic: Clinic) -> None:
    tablet = clinic.tablet()
    for _ in range(4):
        clinic.clock.forward(minutes=5)
        tablet.open("/sitting/1")

    assert tablet.page.title == "Question 1 of 8"


def test_the_last_page_shows_help_to_everybody(clinic: Clinic) -> None:
    tablet = clinic.browser()

    tablet.open("/thank-you")

    for number in ("911", "988", "1-800-222-1222"):
        assert number in tablet.page.text
