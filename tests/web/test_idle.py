"""What a page's script asks: is my sitting still the one here, and may I lock the tablet?"""

from __future__ import annotations

import re

import pytest
from werkzeug.test import TestResponse

from screening.web.cookies import KIOSK
from tests.web.browser import SAME_ORIGIN, Browser
from tests.web.conftest import Clinic

ALONE = {"X-Alone": "yes"}


def mark_on(tablet: Browser) -> str:
    found = re.search(r'<body data-sitting="([^"]+)"', tablet.page.html)
    assert found is not None
    return found[1]


def look(tablet: Browser, mark: str, **headers: str) -> TestResponse:
    return tablet._send("GET", "/sitting/here", headers={"X-Sitting": mark, **headers})


def lock(tablet: Browser, form: dict[str, object], headers: dict[str, str]) -> TestResponse:
    return tablet._send("POST", "/sitting/pause", data=form, headers={**SAME_ORIGIN, **headers})


def pause_form(tablet: Browser) -> dict[str, object]:
    return tablet.page.form("Lock the tablet").data({}, "Lock the tablet")


@pytest.mark.parametrize(
    "path", ["/sitting/1", "/sitting/8", "/sitting/review", "/sitting/welcome"]
)
def test_every_page_of_a_sitting_bears_its_mark_and_no_address_does(
    clinic: Clinic, path: str
) -> None:
    tablet = clinic.tablet()
    mark = mark_on(tablet)

    tablet.open(path)

    assert mark_on(tablet) == mark
    assert mark not in "".join(re.findall(r'(?:href|src|action)="[^"]*"', tablet.page.html))
    assert look(tablet, mark).status_code == 204


def test_the_next_patients_sitting_is_not_that_of_the_page(clinic: Clinic) -> None:
    tablet = clinic.tablet()
    first = mark_on(tablet)
    tablet.press("Lock the tablet")
    clinic.tablet(on=tablet)
    cookie = tablet.cookie(KIOSK)

    asked = look(tablet, first)

    assert (asked.status_code, asked.headers["Location"]) == (410, "/")
    assert tablet.cookie(KIOSK) == cookie
    assert look(tablet, mark_on(tablet)).status_code == 204


def test_a_page_left_over_does_not_spoil_the_form_of_the_next_patient(clinic: Clinic) -> None:
    tablet = clinic.tablet()
    first, left_over = mark_on(tablet), pause_form(tablet)
    tablet.press("Lock the tablet")
    tablet.open("/")

    assert look(tablet, first).status_code == 410
    assert lock(tablet, left_over, {**ALONE, "X-Sitting": first}).status_code == 410
    tablet.press("Start", code=clinic.code_for(clinic.start_visit()))

    assert tablet.page.h1 == "When is your birthday?"


def test_a_look_that_finds_the_tablet_left_alone_locks_it(clinic: Clinic) -> None:
    tablet = clinic.tablet()
    cookie = tablet.cookie(KIOSK)
    clinic.clock.forward(minutes=8)

    asked = look(tablet, mark_on(tablet))

    assert asked.status_code == 410
    assert "Location" not in asked.headers
    assert tablet.cookie(KIOSK) != cookie


def test_a_page_in_the_background_cannot_lock_out_who_is_answering(clinic: Clinic) -> None:
    tablet = clinic.tablet()
    background = pause_form(tablet)
    for _ in range(6):
        clinic.clock.forward(minutes=1)
        tablet.open("/sitting/2")

    refused = lock(tablet, background, ALONE)

    assert (refused.status_code, refused.data) == (204, b"")
    tablet.open("/sitting/2")
    assert tablet.status == 200


def test_the_button_locks_whoever_was_seen(clinic: Clinic) -> None:
    tablet = clinic.tablet()

    tablet.press("Lock the tablet")

    assert tablet.status == 410
    assert "This tablet is locked." in tablet.page.text


def test_what_scripts_ask_by_themselves_keeps_no_sitting_open(clinic: Clinic) -> None:
    tablet = clinic.tablet()
    form, mark = pause_form(tablet), mark_on(tablet)
    replies = []
    for _ in range(5):
        clinic.clock.forward(seconds=59)
        replies.append(lock(tablet, form, ALONE).status_code)
        replies.append(look(tablet, mark, **ALONE).status_code)

    clinic.clock.forward(seconds=59)

    assert set(replies) == {204}
    assert lock(tablet, form, ALONE).status_code == 410
