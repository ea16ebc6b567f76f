"""Calls: on every signed-in screen, without content, until a named person goes."""

from __future__ import annotations

import json

import pytest

from tests.web.browser import Browser
from tests.web.conftest import Clinic
from tests.web.from_paper.typing_in import desk_of
from tests.web.pages import Element
from tests.web.previewing import begin

CALL = "A tablet needs a nurse now"


def worst_ache(clinic: Clinic) -> Browser:
    """A tablet whose patient has just given the answer that calls."""
    tablet = clinic.tablet()
    tablet.press("Next", gate="no")
    tablet.press("Next", nights="0")
    tablet.press("Next", ache="10")
    return tablet


def banners(screen: Browser) -> list[Element]:
    """What calls on the page that a screen shows."""
    return [e for e in screen.page.root.all("div") if e.attributes.get("data-call-id")]


@pytest.mark.parametrize("who", ["fay", "ada", "moss"])
def test_every_signed_in_screen_shows_the_call_and_no_content(clinic: Clinic, who: str) -> None:
    worst_ache(clinic)

    screen = clinic.signed_in(getattr(clinic, who))

    (banner,) = banners(screen)
    assert CALL in banner.text
    assert "not an alarm system" in banner.text
    for word in ("Okonkwo", "Cleo", "ache", "10"):
        assert word not in banner.text


def test_pages_that_can_tell_of_a_problem_of_their_own_show_the_call(clinic: Clinic) -> None:
    worst_ache(clinic)
    visit, preview = clinic.start_visit(), begin(clinic)
    moss, ada = clinic.signed_in(clinic.moss), clinic.signed_in(clinic.ada)
    desk_of(clinic, visit)  # a paper is begun

    for screen, address in (
        (moss, preview),
        (ada, "/clinic/days/"),
        (ada, f"/paper-entry/{visit.id}/check"),
    ):
        screen.open(address)
        assert len(banners(screen)) == 1, address


def test_no_call_stands_where_nobody_is_needed(clinic: Clinic) -> None:
    clinic.tablet()

    assert banners(clinic.signed_in(clinic.fay)) == []


def test_whoever_goes_ends_it_on_all_screens(clinic: Clinic) -> None:
    worst_ache(clinic)
    desk, doctor = clinic.signed_in(clinic.fay), clinic.signed_in(clinic.ada)

    desk.press("I am going")

    assert desk.path.startswith("/desk/visits/")
    doctor.open("/clinic/")
    assert banners(desk) == banners(doctor) == []


def test_the_clinician_reads_who_went(clinic: Clinic) -> None:
    worst_ache(clinic)
    clinic.signed_in(clinic.fay).press("I am going")

    doctor = clinic.signed_in(clinic.ada)
    doctor.follow("Okonkwo")

    assert "Fay Desk went at" in doctor.page.text


def test_an_administrator_ends_it_and_opens_no_visit(clinic: Clinic) -> None:
    worst_ache(clinic)
    keeper = clinic.signed_in(clinic.moss)
    assert "Open the visit" not in keeper.page.text

    keeper.press("I am going")

    assert keeper.path == "/admin/"


def test_the_poll_tells_ids_and_places_only(clinic: Clinic) -> None:
    worst_ache(clinic)
    desk = clinic.signed_in(clinic.fay)

    desk.open("/calls/")

    (call,) = json.loads(desk.response.get_data(as_text=True))
    assert set(call) == {"id", "words", "address"}
    assert call["words"] == CALL


def test_polling_does_not_keep_an_unattended_screen_signed_in(clinic: Clinic) -> None:
    desk = clinic.signed_in(clinic.fay)
    for _ in range(11):
        clinic.clock.forward(minutes=1)
        desk.open("/calls/")

    desk.open("/desk/")

    assert desk.path == "/sign-in"


def test_nobody_hears_calls_without_a_sign_in(clinic: Clinic) -> None:
    worst_ache(clinic)
    stranger = clinic.browser()

    stranger.open("/calls/")

    assert stranger.path == "/sign-in"


@pytest.mark.parametrize("visit", ["", "x", "00000000-0000-4000-8000-000000000000"])
def test_a_call_that_is_not_there_is_the_same_404(clinic: Clinic, visit: str) -> None:
    worst_ache(clinic)
    desk = clinic.signed_in(clinic.fay)
    form = desk.page.form("I am going")

    desk.submit(form, {"visit": visit}, "I am going")

    assert desk.status == 404
