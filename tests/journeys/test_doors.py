"""Who comes in and who does not: tablets, codes, roles; in real Chromium and on a real server."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys.begun import a_record, a_visit_with_code, born
from tests.journeys.browsing import Visitor
from tests.journeys.conftest import Clinic
from tests.journeys.roles import FrontDesk, Patient, Staff

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_tablet_that_is_handed_over_is_signed_out_first(
    clinic: Clinic, visitor: Callable[..., Visitor], script: bool
) -> None:
    # Given a visit on the front desk's own tablet
    tablet = visitor(1024, 768)
    desk = FrontDesk(tablet)
    desk.sign_in("dana", clinic.passwords["dana"])
    desk.enter_patient(a_record(script, "602"), "Torres", "Maya", born(script, 2001, 11, 3))
    desk.start_visit("First visit")
    staff_page = desk.at.path

    # When it is handed over
    desk.hand_over()

    # Then the patient is asked for day and month of birth, and no staff page opens any more
    assert tablet.heading == "When is your birthday?"
    tablet.go(staff_page)
    assert tablet.heading == "Sign in"
    assert "Torres" not in tablet.text

    # And a wrong birthday shows no question
    patient = Patient(tablet, {"visit_reason.very_sick": "no"})
    tablet.go("/sitting")
    patient.confirm_birthday("4", "November")
    assert tablet.heading == "When is your birthday?"

    # When the right one is given, the questions begin
    patient.confirm_birthday("3", "November")
    patient.begin()
    patient.answer_one()
    assert tablet.title.startswith("Question 2 of ")


def test_a_code_opens_the_questions_once(
    clinic: Clinic, visitor: Callable[..., Visitor], script: bool
) -> None:
    # Given a code that was used at one tablet
    desk = FrontDesk(visitor())
    code = a_visit_with_code(
        desk, clinic, a_record(script, "531"), "Lind", born(script, 1988, 7, 30)
    )
    Patient(visitor(), {}).enter_code(code)

    # When it is typed at another, and a code that never was at a third
    second, third = Patient(visitor(), {}), Patient(visitor(), {})
    second.enter_code(code)
    third.enter_code("ABCD-2345")

    # Then both see the same neutral page
    assert second.at.heading == third.at.heading == "Enter your code"
    assert second.at.text == third.at.text
    assert "This code does not work" in second.at.text


def test_the_front_desk_sees_no_clinical_page(
    clinic: Clinic, visitor: Callable[..., Visitor]
) -> None:
    # Given somebody of the front desk
    desk = Staff(visitor())
    desk.sign_in("dana", clinic.passwords["dana"])

    # When they open the clinician's worklist
    status = desk.at.go("/clinic/")

    # Then they do not get it
    assert status in (403, 404)
    assert "Worklist" not in desk.at.text
