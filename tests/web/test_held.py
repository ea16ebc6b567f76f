"""Told to stop and tell the staff: the form waits until one of them says that it may go on."""

from __future__ import annotations

import pytest

from screening.store import findings, sittings
from screening.store.encounters import Encounter
from tests.trail import events
from tests.web.browser import Browser
from tests.web.conftest import PASSWORD, Clinic
from tests.web.test_calls import banners

STOP = "Please stop here and tell the staff now"
GO = "The patient may go on"
LATER = "You cannot go on yet."


@pytest.fixture
def visit(clinic: Clinic) -> Encounter:
    return clinic.start_visit()


@pytest.fixture
def tablet(clinic: Clinic, visit: Encounter) -> Browser:
    """Whose patient has just given the answer that says: stop."""
    tablet = clinic.tablet(visit)
    tablet.press("Next", gate="no")
    tablet.press("Next", nights="1")
    tablet.press("Next", ache="10")
    return tablet


def state(clinic: Clinic, visit: Encounter) -> str:
    with clinic.parts.database.read() as session:
        return sittings.for_encounter(session, visit.id)[-1].state


def at_the_desk(clinic: Clinic, visit: Encounter) -> Browser:
    desk = clinic.signed_in(clinic.fay)
    desk.open(f"/desk/visits/{visit.id}")
    return desk


def resumed(clinic: Clinic, desk: Browser) -> Browser:
    """On another tablet, with a new code and the birthday."""
    desk.press("Make a new code")
    other = clinic.browser("10.0.0.8")
    other.open("/")
    other.press("Start", code=desk.page.text.split("The code is ")[1].split()[0])
    other.press("Next", day="7", month="2")
    return other


def test_every_address_of_the_patient_leads_back_to_the_message(
    clinic: Clinic, visit: Encounter, tablet: Browser
) -> None:
    assert (tablet.page.h1, state(clinic, visit)) == (STOP, "held")

    for path in ("/sitting", "/sitting/1", "/sitting/4", "/sitting/3?change=1", "/sitting/review",
                 "/sitting/welcome", "/sitting/confirm", "/sitting/consent",
                 "/sitting/message/3"):  # fmt: skip
        assert tablet.open(path).h1 == STOP, path


def test_no_form_of_an_older_page_gets_past_it(clinic: Clinic, visit: Encounter) -> None:
    tablet = clinic.tablet(visit)
    older = tablet.page.form("Next").data({"gate": "yes"}, "Next")
    tablet.press("Next", gate="no")
    tablet.press("Next", nights="1")
    tablet.press("Next", ache="10")

    for path in ("/sitting/1", "/sitting/review"):
        assert tablet._show(tablet.post(path, older)).h1 == STOP
    assert state(clinic, visit) == "held"


def test_a_second_tap_gets_the_reply_of_the_first_and_none_after_it_stops_again(
    clinic: Clinic, visit: Encounter
) -> None:
    tablet = clinic.tablet(visit)
    tablet.press("Next", gate="no")
    tablet.press("Next", nights="0")
    path, data = tablet.path, tablet.page.form("Next").data({"ache": "10"}, "Next")

    first, second = tablet.post(path, data), tablet.post(path, data)
    clinic.let_go_on()
    late = tablet.post(path, data)

    assert {reply.headers["Location"] for reply in (first, second, late)} == {"/sitting"}
    assert state(clinic, visit) == "answering"
    assert tablet.open("/sitting").title == "Question 4 of 8"


def test_the_patients_own_button_only_asks(
    clinic: Clinic, visit: Encounter, tablet: Browser
) -> None:
    assert LATER not in tablet.page.text

    tablet.follow("Go on")

    assert (tablet.page.h1, state(clinic, visit)) == (STOP, "held")
    assert LATER in tablet.page.text
    desk = at_the_desk(clinic, visit)
    desk.press(GO)
    tablet.follow("Go on")
    assert tablet.page.title == "Question 4 of 8"


def test_who_goes_ends_the_call_and_not_the_stop(
    clinic: Clinic, visit: Encounter, tablet: Browser
) -> None:
    desk = at_the_desk(clinic, visit)

    desk.press("I am going")

    assert banners(desk) == []
    assert GO in [button.text for button in desk.page.root.all("button")]
    assert tablet.open("/sitting").h1 == STOP


def test_who_lets_the_patient_go_on_has_answered_the_call(
    clinic: Clinic, visit: Encounter, tablet: Browser
) -> None:
    desk = at_the_desk(clinic, visit)
    assert "Stopped at Question 4 of 8" in desk.page.text

    desk.press(GO)

    assert banners(desk) == []
    assert GO not in desk.page.text
    with clinic.parts.database.read() as session:
        (found,) = findings.for_encounter(session, visit.id)
    let_go_on = events(clinic.parts.database, "sitting_let_go_on")
    assert [event.account_id for event in let_go_on] == [clinic.fay.id]
    assert found.answered_by == clinic.fay.id


def test_a_clinician_has_the_button_on_the_visits_page(
    clinic: Clinic, visit: Encounter, tablet: Browser
) -> None:
    doctor = clinic.signed_in(clinic.ada)
    doctor.open(f"/clinic/visits/{visit.id}")

    doctor.press(GO)

    assert doctor.path == f"/clinic/visits/{visit.id}"
    assert tablet.open("/sitting").title == "Question 4 of 8"


def test_it_outlives_a_pause_and_another_tablet(
    clinic: Clinic, visit: Encounter, tablet: Browser
) -> None:
    desk = at_the_desk(clinic, visit)
    desk.press("Pause")

    other = resumed(clinic, desk)

    assert (other.path, other.page.h1) == ("/sitting/wait", STOP)
    assert state(clinic, visit) == "held"


def test_it_may_be_lifted_while_the_form_is_paused(
    clinic: Clinic, visit: Encounter, tablet: Browser
) -> None:
    desk = at_the_desk(clinic, visit)
    desk.press("Pause")
    desk.press(GO)

    other = resumed(clinic, desk)

    assert other.open("/sitting").title == "Question 4 of 8"


def test_staff_without_a_screen_of_their_own_do_it_on_the_tablet(
    clinic: Clinic, visit: Encounter, tablet: Browser
) -> None:
    tablet.follow("Staff")
    tablet.press("Sign in", name="ada", password=PASSWORD)
    assert state(clinic, visit) == "paused"

    tablet.press("I am going")
    tablet.press(GO)
    tablet.open(f"/desk/visits/{visit.id}")
    tablet.press("Hand over this tablet")
    tablet.press("Hand over this tablet", tablet="Tablet 1")
    tablet.press("Next", day="7", month="2")

    assert tablet.open("/sitting").title == "Question 4 of 8"


def test_the_same_answer_stops_again_once_it_was_taken_back(
    clinic: Clinic, visit: Encounter, tablet: Browser
) -> None:
    clinic.let_go_on()
    tablet.open("/sitting/3")
    tablet.press("Next", ache="10")  # unchanged: told before
    assert state(clinic, visit) == "answering"
    tablet.open("/sitting/3")
    tablet.press("Next", ache="1")
    tablet.open("/sitting/3")

    tablet.press("Next", ache="10")

    assert (tablet.page.h1, state(clinic, visit)) == (STOP, "held")


def test_words_of_comfort_hold_nobody(clinic: Clinic, visit: Encounter) -> None:
    tablet = clinic.tablet(visit)
    tablet.press("Next", gate="no")
    tablet.press("Next", nights="7")
    assert tablet.page.h1 == "You do not have to carry this alone"

    tablet.follow("Go on")

    assert (tablet.page.title, state(clinic, visit)) == ("Question 3 of 8", "answering")


def test_the_help_lines_stand_beside_a_stop_where_both_are_told(
    clinic: Clinic, visit: Encounter
) -> None:
    tablet = clinic.tablet(visit)
    tablet.press("Next", gate="no")
    tablet.press("Next", nights="7")
    tablet.follow("Go on")

    tablet.press("Next", ache="10")

    assert tablet.page.h1 == STOP
    assert "988" in tablet.page.text


def test_a_visit_that_is_not_there_is_the_same_404(
    clinic: Clinic, visit: Encounter, tablet: Browser
) -> None:
    desk = at_the_desk(clinic, visit)
    form = desk.page.form(GO)

    desk.submit(form, {"visit": "00000000-0000-4000-8000-000000000000"}, GO)

    assert desk.status == 404
    assert state(clinic, visit) == "held"
