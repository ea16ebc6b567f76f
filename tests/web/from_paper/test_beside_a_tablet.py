"""Answers from paper beside those of a tablet: neither takes the other's place."""

from __future__ import annotations

from screening.store.encounters import Encounter
from tests.web.conftest import Clinic
from tests.web.filling import stored_answers
from tests.web.from_paper.typing_in import REST, desk_of, press_sheet


def test_what_the_patient_answered_on_a_tablet_is_not_replaced(
    clinic: Clinic, visit: Encounter
) -> None:
    tablet = clinic.tablet(visit)
    tablet.press("Next", gate="yes")
    desk = desk_of(clinic, visit)
    desk.follow("Right now")
    assert "Answered on the tablet. Leave it empty here." in desk.page.text
    assert desk.page.value("gate") == ""

    press_sheet(desk, gate="no", nights="2")

    assert desk.status == 409
    assert "There are two texts" in desk.page.text
    assert "1 Did anything change? Yes No" in desk.page.text
    assert desk.page.value("nights") == "2"
    assert stored_answers(clinic) == {"gate": "yes"}


def test_the_tablets_answers_and_the_papers_go_together(clinic: Clinic, visit: Encounter) -> None:
    tablet = clinic.tablet(visit)
    tablet.press("Next", gate="no")
    desk = desk_of(clinic, visit)
    desk.follow("Right now")

    press_sheet(desk, nights="2")
    press_sheet(desk, **REST)

    assert stored_answers(clinic)["gate"] == "no"
    assert stored_answers(clinic)["nights"] == "2"
    ada = clinic.signed_in(clinic.ada)
    ada.open(f"/paper-entry/{visit.id}/check")
    assert "Did anything change?" not in ada.page.text  # it does not stand on the paper
    ada.press("All of it agrees")
    assert ada.status == 409
    assert "The patient still has these questions on a tablet." in ada.page.text


def test_a_draft_that_changed_meanwhile_comes_back_with_both_texts(
    clinic: Clinic, visit: Encounter
) -> None:
    desk = desk_of(clinic, visit)
    desk.follow("Right now")
    ada = clinic.signed_in(clinic.ada)
    ada.open(desk.path)
    ada.press("Save this sheet", gate="no", nights="1")

    press_sheet(desk, gate="no", nights="2")

    assert desk.status == 409
    assert "3 How many bad nights? 1 2" in desk.page.text
    assert stored_answers(clinic)["nights"] == "1"
    press_sheet(desk)  # looked at the paper again: two it is
    assert stored_answers(clinic)["nights"] == "2"
