"""A patient's way through the small packet, from the code to the hand-back, without script."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from screening.store import responses, revisions
from tests.web.conftest import CLEO, Clinic
from tests.web.filling import OUT, answer_all, stored_answers, to_rows


def test_a_patient_goes_from_the_code_to_the_hand_back(clinic: Clinic) -> None:
    tablet = clinic.tablet()
    assert tablet.page.title == "Question 1 of 8"
    assert tablet.page.h1 == "Did anything change?"

    answer_all(tablet)

    assert tablet.page.h1 == "Check your answers"
    assert "Sleep, Food" in tablet.page.text
    assert "<b>tea</b>" in tablet.page.text
    tablet.press("Send my answers")
    assert tablet.page.h1 == "Thank you. Please hand the tablet back."
    assert stored_answers(clinic) == {
        "gate": "yes",
        "what": ["sleep", "food"],
        "nights": "3",
        "ache": "4",
        "amount": {"value": "2.5", "unit": "spoon"},
        "since": "2026-08",
        "last": "2026-11-18T08:15",
        "products": [{"form": "yes", "times": "2"}],
        "words": "  Zürich & <b>tea</b>\nsecond line",
    }
    assert stored_answers(clinic, "second") == {"tired": "yes"}


def test_the_count_follows_the_answers(clinic: Clinic) -> None:
    tablet = clinic.tablet()

    tablet.press("Next", gate="yes")
    assert tablet.page.title == "Question 2 of 10"
    tablet.follow("Back")
    tablet.press("Next", gate="no")

    assert tablet.page.title == "Question 2 of 8"
    assert tablet.page.h1 == "How many bad nights?"


def test_nothing_is_chosen_before_the_patient_chooses(clinic: Clinic) -> None:
    visit = clinic.start_visit()
    tablet = clinic.tablet(visit)

    assert tablet.page.value("gate") == ""
    tablet.press("Next")

    assert tablet.status == 422
    assert tablet.page.title == "Error: Question 1 of 8"
    assert "Choose an answer, or choose “I would rather not answer this”." in tablet.page.text
    assert stored_answers(clinic) == {}


def test_not_answering_is_an_answer_of_its_own(clinic: Clinic) -> None:
    tablet = clinic.tablet()

    tablet.press("Next", gate=OUT)
    tablet.press("Next", nights__out=OUT)

    assert stored_answers(clinic) == {
        "gate": {"missing": "declined"},
        "nights": {"missing": "declined"},
    }


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"nights": "8"}, "Enter a whole number from 0 to 7."),
        ({"nights": "2.5"}, "Enter a whole number from 0 to 7."),
        ({"nights": "few"}, "Enter a whole number from 0 to 7, in digits."),
        ({"nights": "3", "nights__out": OUT}, "not both"),
        ({}, "or choose “I would rather not answer this”"),
    ],
)
def test_what_cannot_be_taken_comes_back_as_it_was_typed(
    clinic: Clinic, fields: dict[str, str], told: str
) -> None:
    tablet = clinic.tablet()
    tablet.press("Next", gate="no")

    tablet.press("Next", **fields)

    assert tablet.status == 422
    assert told in tablet.page.text
    assert tablet.page.value("nights") == fields.get("nights", "")
    assert "nights" not in stored_answers(clinic)


def test_rows_are_added_and_taken_away_without_losing_what_was_typed(clinic: Clinic) -> None:
    tablet = clinic.tablet()
    to_rows(tablet)

    tablet.press("Add one more", products__0__times="2")
    assert tablet.page.value("products.0.times") == "2"
    tablet.press("Add one more", products__1__times="55")
    tablet.press("Next", products__2__form="yes")
    assert tablet.status == 422
    assert "Enter a whole number from 1 to 9" in tablet.page.text
    tablet.press("Take away 2")
    tablet.press("Next")

    assert stored_answers(clinic)["products"] == [{"times": "2"}, {"form": "yes"}]


def test_change_leads_back_to_the_review_page(clinic: Clinic) -> None:
    tablet = clinic.tablet()
    answer_all(tablet)

    tablet.open(tablet.page.link("Change: How many bad nights?"))
    assert tablet.page.value("nights") == "3"
    tablet.press("Next", nights="4")

    assert tablet.page.h1 == "Check your answers"
    assert stored_answers(clinic)["nights"] == "4"


def test_a_change_that_opens_a_question_asks_it_first(clinic: Clinic) -> None:
    tablet = clinic.tablet()
    answer_all(tablet)
    tablet.open(tablet.page.link("Change: Did anything change?"))
    tablet.press("Next", gate="no")
    assert tablet.page.h1 == "Check your answers"
    assert "I am tired" not in tablet.page.text

    tablet.open("/sitting/review")
    tablet.open(tablet.page.link("Change: Did anything change?"))
    tablet.press("Next", gate="yes")

    assert tablet.page.h1 == "Check your answers"  # the answers kept from before count again
    assert "I am tired" in tablet.page.text


def test_open_questions_keep_the_answers_from_being_sent(clinic: Clinic) -> None:
    tablet = clinic.tablet()
    tablet.press("Next", gate="no")

    tablet.open("/sitting/review")
    tablet.press("Send my answers")

    assert tablet.status == 422
    assert "Some questions have no answer yet." in tablet.page.text
    tablet.open(tablet.page.link("Answer: How many"))
    assert tablet.page.h1 == "How many bad nights?"


def test_items_of_the_clinician_are_neither_shown_nor_accepted(clinic: Clinic) -> None:
    tablet = clinic.tablet()
    data = tablet.page.form("Next").data({"gate": "no"}, "Next")

    response = tablet.post(tablet.path, {**data, "page-item": "check_in.pulse", "pulse": "60"})
    tablet.post(tablet.path, {**data, "pulse": "60"})
    answer = stored_answers(clinic)

    assert response.status_code == 303
    assert answer == {"gate": "no"}
    answered = clinic.tablet()
    answer_all(answered)
    assert "Pulse" not in "".join(answered.page.html)


def test_no_name_topic_or_answer_stands_in_titles_or_addresses(clinic: Clinic) -> None:
    tablet = clinic.browser()
    tablet.open("/")
    tablet.press("Start", code=clinic.code_for(clinic.start_visit()))
    titles = [tablet.page.title]
    tablet.press("Next", day="7", month="2")
    titles.append(tablet.page.title)
    tablet.follow("Begin")
    answer_all(tablet)
    titles.append(tablet.page.title)
    tablet.press("Send")

    told = " ".join([*titles, *tablet.seen]).lower()
    for word in (
        CLEO.family,
        CLEO.given,
        CLEO.record,
        "kratom",
        "check_in",
        "gate",
        "spoon",
        "cows",
    ):
        assert word.lower() not in told
    assert CLEO.family not in tablet.page.html


def test_a_failed_commit_says_not_saved(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    tablet = clinic.tablet()
    data = tablet.page.form("Next").data({"gate": "no"}, "Next")

    def disk_full(self: Session) -> None:
        raise OperationalError("COMMIT", {}, Exception("database or disk is full"))

    with monkeypatch.context() as patch:
        patch.setattr(Session, "commit", disk_full)
        response = tablet.post(tablet.path, data)

    assert response.status_code == 503
    assert "Not saved. Keep the tablet" in response.get_data(as_text=True)
    assert stored_answers(clinic) == {}
    assert tablet.post(tablet.path, data).status_code == 303
    assert stored_answers(clinic) == {"gate": "no"}


def test_the_responses_are_sent_as_revision_one(clinic: Clinic) -> None:
    visit = clinic.start_visit()
    tablet = clinic.tablet(visit)
    answer_all(tablet)

    tablet.press("Send")

    with clinic.parts.database.read() as session:
        sent = responses.for_encounter(session, visit.id)
        assert {response.state for response in sent} == {"sent"}
        assert [r.number for s in sent for r in revisions.history(session, s.id)] == [1, 1]
