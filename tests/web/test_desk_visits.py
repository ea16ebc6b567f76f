"""Which visit the desk goes on with, and which one it starts anew."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from screening.store import encounters, sittings
from screening.store.encounters import Encounter, EncounterState
from screening.store.hand_over import SittingState
from tests.web.browser import Browser
from tests.web.conftest import Clinic
from tests.web.filling import answer_all

# At the clinic it is five hours earlier.
JUST_BEFORE_MIDNIGHT = datetime(2026, 11, 19, 4, 50, tzinfo=UTC)


def start(clinic: Clinic, button: str = "Small packet") -> Browser:
    """Fay's browser after starting Cleo's packet."""
    desk = clinic.signed_in(clinic.fay)
    desk.open(f"/desk/patients/{clinic.cleo.id}")
    desk.press(button)
    return desk


def visits(clinic: Clinic) -> tuple[Encounter, ...]:
    with clinic.parts.database.read() as session:
        return encounters.of_patient(session, clinic.cleo.id)


def test_a_visit_of_weeks_ago_is_ended_and_another_begins(clinic: Clinic) -> None:
    old = start(clinic).path
    clinic.clock.forward(days=28)

    desk = start(clinic)

    first, second = visits(clinic)
    assert desk.path == f"/desk/visits/{second.id}" != old
    assert (first.state, first.ended_at) == (EncounterState.ENDED, second.started_at)
    assert second.started_at == clinic.clock.now
    assert "Visit 1 of 18 Nov 2026, 09:30 was ended when this one began." in desk.page.text


def test_the_page_with_the_code_tells_of_the_ended_visit_as_well(clinic: Clinic) -> None:
    start(clinic)
    clinic.clock.forward(days=1)

    desk = start(clinic, "Code")

    assert "was ended when this one began" in desk.page.text


@pytest.mark.parametrize(("minutes", "count"), [(119, 1), (121, 2)])
def test_a_visit_that_begins_before_midnight_is_the_same_one_after_it(
    clinic: Clinic, minutes: int, count: int
) -> None:
    clinic.clock.now = JUST_BEFORE_MIDNIGHT
    start(clinic)
    clinic.clock.forward(minutes=minutes)

    start(clinic)

    assert len(visits(clinic)) == count


def test_late_on_the_clinics_day_it_is_tomorrow_elsewhere_and_the_visit_goes_on(
    clinic: Clinic,
) -> None:
    start(clinic)  # 09:30
    clinic.clock.now = JUST_BEFORE_MIDNIGHT

    start(clinic)

    assert len(visits(clinic)) == 1


def test_a_patient_who_answers_past_midnight_is_not_cut_off(clinic: Clinic) -> None:
    clinic.clock.now = JUST_BEFORE_MIDNIGHT
    clinic.clock.forward(hours=-4)
    tablet = clinic.tablet()
    clinic.clock.now = JUST_BEFORE_MIDNIGHT
    clinic.clock.forward(minutes=8)
    with clinic.parts.database.write() as session:  # somebody was at it a moment ago
        (held,) = sittings.for_encounter(session, visits(clinic)[0].id)
        sittings.row_of(session, held.id).last_seen_at = clinic.clock.now
    clinic.clock.forward(minutes=4)

    start(clinic)

    assert len(visits(clinic)) == 1
    assert tablet.open("/sitting/1").h1


def test_what_has_been_on_a_tablet_for_a_day_is_gone_on_with_no_more(clinic: Clinic) -> None:
    """After a day its sitting is closed: no answer would be taken by it."""
    clinic.tablet()
    clinic.clock.forward(hours=25)
    with clinic.parts.database.write() as session:  # somebody was at it a moment ago
        (held,) = sittings.for_encounter(session, visits(clinic)[0].id)
        sittings.row_of(session, held.id).last_seen_at = clinic.clock.now
    clinic.clock.forward(minutes=1)

    start(clinic)

    first, _ = visits(clinic)
    assert first.state == EncounterState.ENDED


def test_a_visit_that_was_sent_is_followed_by_another_on_the_same_day(clinic: Clinic) -> None:
    tablet = clinic.tablet()
    answer_all(tablet)
    tablet.press("Send my answers")

    desk = start(clinic)

    first, second = visits(clinic)
    assert desk.path == f"/desk/visits/{second.id}"
    assert "Not started" in desk.page.text
    assert first.state == EncounterState.ENDED
    assert "Visit 1 of 18 Nov 2026, 09:30 was ended when this one began." in desk.page.text


def test_an_old_visit_that_calls_for_a_nurse_stays_open_and_its_tablet_is_paused(
    clinic: Clinic,
) -> None:
    tablet = clinic.tablet()
    tablet.press("Next", gate="no")
    tablet.press("Next", nights="5")  # raises a finding
    clinic.clock.forward(days=1)

    desk = start(clinic)

    first, _ = visits(clinic)
    assert first.state == EncounterState.OPEN
    assert "End it when a nurse has seen to it." in desk.page.text
    with clinic.parts.database.read() as session:
        (held,) = sittings.for_encounter(session, first.id)
    assert held.state in (SittingState.PAUSED, SittingState.NOT_FINISHED)
    assert "See a nurse before leaving" in desk.open("/desk/").text


def test_the_tablet_of_a_visit_that_is_left_open_is_paused_at_once(clinic: Clinic) -> None:
    clinic.clock.now = JUST_BEFORE_MIDNIGHT
    clinic.clock.forward(hours=-4)
    tablet = clinic.tablet()
    tablet.press("Next", gate="no")
    tablet.press("Next", nights="5")  # raises a finding
    clinic.clock.forward(hours=5)

    start(clinic)

    first, _ = visits(clinic)
    with clinic.parts.database.read() as session:
        (held,) = sittings.for_encounter(session, first.id)
    assert (first.state, held.state) == (EncounterState.OPEN, SittingState.PAUSED)


@pytest.mark.parametrize("button", ["Make a code", "Hand over this tablet"])
def test_a_page_shown_before_the_answers_were_sent_says_why_nothing_is_handed_out(
    clinic: Clinic, button: str
) -> None:
    visit = clinic.start_visit()
    desk = clinic.signed_in(clinic.fay)
    desk.open(f"/desk/visits/{visit.id}")
    tablet = clinic.tablet(visit)
    answer_all(tablet)
    tablet.press("Send my answers")

    desk.press(button)

    assert desk.status == 409
    assert "The answers of this visit were sent, so there is no code for it" in desk.page.text
    desk.follow("the patient’s page")
    desk.press("Code")
    assert "The code is" in desk.page.text
