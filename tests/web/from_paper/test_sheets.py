"""Sheets typed in: what is asked, what is compulsory, and in which words."""

from __future__ import annotations

import pytest

from screening.store import calls, findings, paper, revisions
from screening.store.encounters import Encounter
from tests.web.conftest import Clinic
from tests.web.filling import stored_answers
from tests.web.from_paper.typing_in import DAY, FIRST, REST, desk_of, of, press_sheet, typed


def test_all_items_of_a_page_stand_on_one_page_with_their_numbers(
    clinic: Clinic, visit: Encounter
) -> None:
    desk = desk_of(clinic, visit)

    desk.follow("Right now")

    assert desk.page.h1 == "Right now"
    for words in ("Question 1 ", "Question 2 ", "Question 3 ", "Did anything change?"):
        assert words in desk.page.text
    assert "Pulse taken by staff" not in desk.page.text  # the clinician rates it


def test_level_now_calls_at_the_moment_of_typing(clinic: Clinic, visit: Encounter) -> None:
    desk = desk_of(clinic, visit)
    desk.follow("Right now")
    press_sheet(desk, **FIRST)

    press_sheet(desk, **{**REST, "ache": "10"})

    with clinic.parts.database.read() as session:
        held = {one.finding_id for one in findings.for_encounter(session, visit.id)}
        waiting = calls.waiting(session, visit.site_id)
    assert "worst_ache" in held
    assert [one.encounter_id for one in waiting] == [visit.id]


def test_a_question_that_is_asked_needs_an_answer_or_the_box(
    clinic: Clinic, visit: Encounter
) -> None:
    desk = desk_of(clinic, visit)
    desk.follow("Right now")

    press_sheet(desk, gate="yes", nights="99")

    assert desk.status == 422
    assert "Question 2: Type the answer, or tick “Left blank on paper”." in desk.page.text
    assert "Question 3: Enter a whole number from 0 to 7." in desk.page.text
    press_sheet(desk, gate="yes", nights="2", nights__blank="yes", what="sleep")
    assert "Question 3: Type the answer or tick “Left blank on paper”, not both." in desk.page.text
    with clinic.parts.database.read() as session:
        assert of(session, visit) == []


def test_a_question_that_is_not_asked_may_stay_empty(clinic: Clinic, visit: Encounter) -> None:
    desk = desk_of(clinic, visit)
    desk.follow("Right now")

    press_sheet(desk, gate="no", nights="2")

    assert desk.page.h1 == "A little more"


def test_the_rest_can_be_marked_blank_at_once(clinic: Clinic, visit: Encounter) -> None:
    desk = desk_of(clinic, visit)
    desk.follow("A little more")

    press_sheet(desk, "The rest is blank", ache="4")
    press_sheet(desk)

    assert stored_answers(clinic) == {"ache": "4"}
    with clinic.parts.database.read() as session:
        entry = paper.of_encounter(session, visit.id)
    assert entry is not None
    assert entry.blank_of("check_in") == {"amount", "since", "last", "products", "words"}


def test_a_paper_in_another_language_is_typed_in_its_words(told_clinic: Clinic) -> None:
    visit = told_clinic.start_visit()
    desk = told_clinic.signed_in(told_clinic.fay)
    desk.open(f"/paper-entry/{visit.id}")
    desk.press("Begin", **{**DAY, "language": "es"})
    desk.open(f"/paper-entry/{visit.id}/check_in/now")
    told = told_clinic.parts.shelf
    with told_clinic.parts.database.read() as session:
        own = told.current(session)["check_in"]
        words = told.told(session, own.sha256, "es").item("gate").text
    assert words != own.item("gate").text
    assert words in desk.page.text

    press_sheet(desk, **FIRST)
    press_sheet(desk, **REST)
    ada = told_clinic.signed_in(told_clinic.ada)
    ada.open(f"/paper-entry/{visit.id}/check")
    ada.press("All of it agrees")

    with told_clinic.parts.database.read() as session:
        (response,) = of(session, visit)
        sent = revisions.latest(session, response.id)
    assert response.questionnaire_sha256 == own.sha256
    assert sent is not None
    assert sent.language == "es"


def test_a_page_typed_anew_takes_answers_away_again(clinic: Clinic, visit: Encounter) -> None:
    desk = typed(clinic, visit)
    desk.follow("Right now")

    press_sheet(desk, nights="", nights__blank="yes")

    assert "nights" not in stored_answers(clinic)
    assert stored_answers(clinic)["ache"] == "4"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"language": ""}, "Choose the language of the paper."),
        ({"day": "31"}, "Enter a day that this month has."),
        ({"day": "19"}, "Enter a day that is not in the future."),
        ({"year": "2024"}, "Enter a day of the past year."),
        ({"month": ""}, "Enter the day that stands on the paper."),
    ],
)
def test_language_and_day_are_compulsory(
    clinic: Clinic, visit: Encounter, fields: dict[str, str], message: str
) -> None:
    desk = clinic.signed_in(clinic.fay)
    desk.open(f"/paper-entry/{visit.id}")

    desk.press("Begin", **{**DAY, **fields})

    assert desk.status == 422
    assert message in desk.page.text


def test_another_sites_visit_and_a_strange_sheet_are_not_there(
    clinic: Clinic, visit: Encounter
) -> None:
    desk = desk_of(clinic, visit)

    for path in (f"{visit.id}/check_in/nowhere", f"{clinic.cleo.id}", f"{visit.id}/cows/now"):
        assert desk.client.get(f"/paper-entry/{path}").status_code == 404
