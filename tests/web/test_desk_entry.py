"""A wrong name, birth date or record number is put right at the desk, with a reason."""

from __future__ import annotations

import pytest

from screening.store.models import AuditEvent
from tests.web.browser import Browser
from tests.web.conftest import CLEO, Clinic
from tests.web.test_corrections import kinds, noah_of

WHY = "Day and month were swapped"
SAVE = "Correct the entry"


def entry(clinic: Clinic) -> Browser:
    """Fay's browser on the form that puts Cleo's entry right."""
    desk = clinic.signed_in(clinic.fay)
    desk.open(f"/desk/patients/{clinic.cleo.id}")
    desk.follow("Correct this entry")
    return desk


def test_the_form_shows_the_entry_as_it_is(clinic: Clinic) -> None:
    desk = entry(clinic)

    fields = ("record", "family", "given", "day", "month", "year", "reason")
    assert [desk.page.value(name) for name in fields] == [
        "MRN-00417", "Okonkwo", "Cleo", "7", "2", "1994", "",
    ]  # fmt: skip


def test_an_entry_put_right_is_found_under_the_new_data_only(clinic: Clinic) -> None:
    desk = entry(clinic)

    desk.press(SAVE, family="O’Konkwo", day="2", month="7", reason=WHY)

    assert desk.path == f"/desk/patients/{clinic.cleo.id}"
    assert "O’Konkwo, Cleo Date of birth 2 July 1994" in desk.page.text
    desk.open("/desk/patients/")
    desk.press("Find", family="O'Konkwo", day="2", month="7", year="1994")
    assert "1 patient found" in desk.page.text
    desk.press("Find", family="Okonkwo", day="7", month="2", year="1994")
    assert "0 patients found" in desk.page.text


def test_what_stood_there_before_is_kept_with_reason_and_name_and_is_on_the_trail(
    clinic: Clinic,
) -> None:
    desk = entry(clinic)

    desk.press(SAVE, day="2", month="7", reason=WHY)

    assert (
        f"Entry corrected by Fay Desk, 18 Nov 2026, 09:30: {WHY}. "
        "Before: Okonkwo, Cleo, 7 February 1994, record MRN-00417"
    ) in desk.page.text
    assert kinds(clinic.parts.database).count("patient_corrected") == 1
    with clinic.parts.database.read() as session:
        event = session.query(AuditEvent).filter_by(kind="patient_corrected").one()
    assert '"version":2' in event.ids
    assert '"correction"' in event.ids


def test_the_tablet_asks_for_the_birth_date_that_is_right(clinic: Clinic) -> None:
    visit = clinic.start_visit()
    entry(clinic).press(SAVE, day="2", month="7", reason=WHY)

    tablet = clinic.browser()
    tablet.open("/")
    tablet.press("Start", code=clinic.code_for(visit))
    tablet.press("Next", day="2", month="7")

    assert tablet.path == "/sitting/welcome"


def test_what_was_typed_stays_and_each_fault_is_named(clinic: Clinic) -> None:
    desk = entry(clinic)

    desk.press(SAVE, family="Okonkwa", given="", day="31", month="2", reason="")

    assert desk.status == 422
    for words in ("Enter the given name.", "Enter a day that this month has.", "Enter the reason."):
        assert words in desk.page.text
    fields = ("family", "day", "month", "year")
    assert [desk.page.value(name) for name in fields] == ["Okonkwa", "31", "2", "1994"]
    assert "patient_corrected" not in kinds(clinic.parts.database)


def test_somebody_born_on_the_new_day_is_shown_first(clinic: Clinic) -> None:
    noah_of(clinic)
    desk = entry(clinic)

    desk.press(SAVE, day="30", month="7", year="1988", reason=WHY)
    assert desk.status == 422
    assert "Is it one of these?" in desk.page.text
    assert "Lind, Noah" in desk.page.text
    assert desk.page.value("reason") == WHY
    desk.press("Correct it, this is another person")

    assert "30 July 1988" in desk.page.text
    assert "Entry corrected by Fay Desk" in desk.page.text


def test_a_new_record_number_alone_asks_about_nobody(clinic: Clinic) -> None:
    noah_of(clinic)
    desk = entry(clinic)

    desk.press(SAVE, record="MRN-00418", reason="Misread")

    assert "MRN-00418" in desk.page.text
    assert desk.status == 200


def test_somebody_elses_record_number_is_refused_and_what_was_typed_stays(clinic: Clinic) -> None:
    noah_of(clinic)
    desk = entry(clinic)

    desk.press(SAVE, record="n 2", reason="Misread")

    assert desk.status == 422
    assert "belongs to the patient below" in desk.page.text
    assert (desk.page.value("record"), desk.page.value("reason")) == ("n 2", "Misread")
    assert "patient_corrected" not in kinds(clinic.parts.database)


def test_the_form_sent_twice_corrects_once(clinic: Clinic) -> None:
    desk = entry(clinic)
    form = desk.page.form(SAVE)
    data = form.data({"given": "Chloe", "reason": WHY}, SAVE)

    replies = [desk.post(form.action, data).status_code for _ in range(2)]

    assert replies == [303, 303]
    assert kinds(clinic.parts.database).count("patient_corrected") == 1


def test_what_somebody_else_put_right_meanwhile_is_not_undone_unseen(clinic: Clinic) -> None:
    first, second = entry(clinic), entry(clinic)
    first.press(SAVE, day="8", reason=WHY)

    second.press(SAVE, given="Chloe", reason=WHY)

    assert second.status == 422
    assert "Somebody else has put this entry right meanwhile." in second.page.text
    assert "8 February 1994" in second.page.text
    assert second.page.value("given") == "Chloe"


def test_the_number_of_an_entry_that_was_merged_away_is_told(clinic: Clinic) -> None:
    noah = noah_of(clinic)
    desk = clinic.signed_in(clinic.fay)
    desk.open(f"/desk/patients/{noah.id}/merge")
    desk.press("Merge the two", record=CLEO.record, day="7", month="2", year="1994", reason="Twice")
    desk.open(f"/desk/patients/{noah.id}/correct")

    desk.press(SAVE, record="N-2", reason=WHY)

    assert desk.status == 422
    assert "merged into this one has this record number" in desk.page.text


@pytest.mark.parametrize("path", ["correct", "merge"])
def test_who_may_merge_entries_may_correct_one(clinic: Clinic, path: str) -> None:
    allowed = [
        clinic.signed_in(account)._send("GET", f"/desk/patients/{clinic.cleo.id}/{path}")
        for account in (clinic.fay, clinic.ada, clinic.moss)
    ]

    assert [reply.status_code for reply in allowed] == [200, 200, 403]
