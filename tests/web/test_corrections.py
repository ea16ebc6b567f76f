"""The desk puts records right: with a reason, on the trail, and without losing an answer."""

from __future__ import annotations

from datetime import date

from screening.store import encounters, patients, responses
from screening.store.patients import Identity, Patient
from tests.trail import kinds
from tests.web.browser import Browser
from tests.web.conftest import CLEO, Clinic

NOAH = Identity(family="Lind", given="Noah", born=date(1988, 7, 30), record="N-2")
HIS = {"record": "n 2", "day": "30", "month": "7", "year": "1988"}
HERS = {"record": CLEO.record, "day": "7", "month": "2", "year": "1994"}
WHY = "Started under the neighbour"


def noah_of(clinic: Clinic) -> Patient:
    with clinic.parts.database.write() as session:
        return patients.add(
            session, clinic.parts.site.id, NOAH, by=clinic.fay.id, now=clinic.clock()
        )


def half_answered(clinic: Clinic) -> tuple[Browser, Browser]:
    """A tablet with two answers of Cleo's visit, and Fay on the page that puts it right."""
    visit = clinic.start_visit()
    tablet = clinic.tablet(visit)
    tablet.press("Next", gate="no")
    tablet.press("Next", nights="2")
    desk = clinic.signed_in(clinic.fay)
    desk.open(f"/desk/visits/{visit.id}")
    desk.follow("Wrong patient")
    return tablet, desk


def test_a_visit_is_moved_to_the_right_patient_and_goes_on_there(clinic: Clinic) -> None:
    noah = noah_of(clinic)
    tablet, desk = half_answered(clinic)

    desk.press("Move the visit", **HIS, **{"move-reason": WHY})

    assert "Lind, Noah" in desk.page.text
    assert f"Visit moved by Fay Desk, 18 Nov 2026, 09:30: {WHY}" in desk.page.text
    assert "encounter_moved" in kinds(clinic.parts.database)
    tablet.open("/sitting")
    assert tablet.status == 410
    desk.press("Make a new code")
    other = clinic.browser()
    other.open("/")
    other.press("Start", code=desk.page.text.split("The code is ")[1].split()[0])
    other.press("Next", day="30", month="7")
    assert other.open("/sitting").title == "Question 3 of 8"
    with clinic.parts.database.read() as session:
        assert encounters.of_patient(session, clinic.cleo.id) == ()
        (moved,) = encounters.of_patient(session, noah.id)
        held = responses.for_encounter(session, moved.id)
        drafts = [responses.load_draft(session, response.id) for response in held]
    assert max(draft.save_number for draft in drafts if draft) == 2


def test_a_slip_in_the_record_number_or_the_birth_date_moves_nothing(clinic: Clinic) -> None:
    noah_of(clinic)
    _, desk = half_answered(clinic)

    for slip in ({"record": "N-3"}, {"day": "29"}):
        desk.press("Move the visit", **{**HIS, **slip, "move-reason": WHY})
        assert desk.status == 422
        assert "Nobody has this record number and this date of birth" in desk.page.text
        assert desk.page.value("move-reason") == WHY
    desk.press("Move the visit", **{**HIS, "move-reason": " "})
    assert "Enter the reason." in desk.page.text
    desk.press("Move the visit", **{**HIS, "move-reason": "x" * 201})
    assert "at most 200 characters" in desk.page.text

    assert "encounter_moved" not in kinds(clinic.parts.database)


def test_a_void_visit_leaves_the_lists_and_stays_readable(clinic: Clinic) -> None:
    tablet, desk = half_answered(clinic)

    desk.press("Make the visit void", **{"void-reason": WHY})

    assert "This visit is void" in desk.page.text
    assert f"Visit made void by Fay Desk, 18 Nov 2026, 09:30: {WHY}" in desk.page.text
    assert "Okonkwo" not in desk.open("/desk/").text
    tablet.open("/sitting")
    assert tablet.status == 410
    desk.open(f"/desk/patients/{clinic.cleo.id}")
    assert "(void)" in desk.page.text
    assert "encounter_voided" in kinds(clinic.parts.database)


def test_a_visit_that_needs_a_nurse_is_not_made_void(clinic: Clinic) -> None:
    visit = clinic.start_visit()
    tablet = clinic.tablet(visit)
    tablet.press("Next", gate="no")
    tablet.press("Next", nights="5")
    desk = clinic.signed_in(clinic.fay)
    desk.open(f"/desk/visits/{visit.id}/correct")

    desk.press("Make the visit void", **{"void-reason": WHY})

    assert desk.status == 409
    assert "needs a nurse first" in desk.page.text
    assert "See a nurse before leaving" in desk.open("/desk/").text


def test_two_entries_become_one_and_both_numbers_lead_there(clinic: Clinic) -> None:
    noah = noah_of(clinic)
    visit = clinic.start_visit()
    desk = clinic.signed_in(clinic.fay)
    desk.open(f"/desk/patients/{clinic.cleo.id}")
    desk.follow("This person has another entry")
    desk.press("Merge the two", **HERS, reason=WHY)
    assert desk.status == 422
    assert "This is the same entry." in desk.page.text

    desk.press("Merge the two", **HIS, reason=WHY)

    assert desk.path == f"/desk/patients/{noah.id}"
    assert "Another entry merged into this one by Fay Desk" in desk.page.text
    assert "patients_merged" in kinds(clinic.parts.database)
    desk.open(f"/desk/visits/{visit.id}")
    assert "Lind, Noah" in desk.page.text
    desk.open("/desk/patients/")
    desk.press("Find", record=CLEO.record)
    assert "1 patient found" in desk.page.text
    assert "Lind, Noah" in desk.page.text
    desk.open(f"/desk/patients/{clinic.cleo.id}")
    assert "This entry was merged." in desk.page.text
    desk.follow("Open the entry that stays")
    desk.press("Small packet")
    assert desk.path == f"/desk/visits/{visit.id}"


def test_a_reason_is_text_and_never_markup(clinic: Clinic) -> None:
    _, desk = half_answered(clinic)

    desk.press("Make the visit void", **{"void-reason": "<script>alert(1)</script>"})

    assert "<script>alert" not in desk.page.html
    assert "<script>alert(1)</script>" in desk.page.text
