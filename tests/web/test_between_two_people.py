"""A device that goes from one person to the next opens nothing of the one before."""

from __future__ import annotations

from tests.web.conftest import Clinic
from tests.web.filling import answer_all, to_rows


def test_a_code_typed_where_staff_are_signed_in_signs_them_out(clinic: Clinic) -> None:
    visit = clinic.start_visit()
    device = clinic.signed_in(clinic.ada)
    assert device.open("/clinic/").h1 == "Worklist"

    device.open("/")
    device.press("Start", code=clinic.code_for(visit))

    assert device.page.h1 == "When is your birthday?"
    device.open("/clinic/")
    assert device.page.h1 != "Worklist"
    assert "Okonkwo" not in device.page.text


def test_a_wrong_code_leaves_staff_signed_in(clinic: Clinic) -> None:
    device = clinic.signed_in(clinic.ada)

    device.open("/")
    device.press("Start", code="ZZZZ-ZZZZ")

    assert device.open("/clinic/").h1 == "Worklist"


def test_there_is_no_pdf_of_a_visit_in_which_nothing_was_sent(clinic: Clinic) -> None:
    visit = clinic.start_visit()
    doctor = clinic.signed_in(clinic.ada)

    response = doctor.client.get(f"/clinic/visits/{visit.id}/summary/a4")

    assert response.status_code == 409
    assert "nothing was sent in this visit" in response.get_data(as_text=True)


def test_a_row_number_without_end_is_refused_in_peace(clinic: Clinic) -> None:
    tablet = clinic.tablet()
    to_rows(tablet)
    data = tablet.page.form("Next").data({}, "Next")

    response = tablet.post(tablet.path, {**data, "page-act": "remove_row." + "9" * 5000})

    assert response.status_code < 500


def test_a_visit_whose_answers_were_sent_hands_out_no_form_again(clinic: Clinic) -> None:
    visit = clinic.start_visit()
    tablet = clinic.tablet(visit)
    desk = clinic.signed_in(clinic.fay)
    desk.open(f"/desk/visits/{visit.id}")
    code = desk.page.form("Make a new code")
    again = code.data({}, "Make a new code")
    answer_all(tablet)
    tablet.press("Send my answers")

    desk.open(f"/desk/visits/{visit.id}")
    assert "The patient has finished" in desk.page.text
    assert "Hand over this tablet" not in desk.page.text

    response = desk.post(code.action, again)
    assert response.status_code == 409
