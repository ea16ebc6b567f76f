"""Packets that bring some pages: the patient's way, the clinician's share, what the visit says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from screening.core.answers import Missing
from screening.core.visit_evaluation import evaluate_visit
from screening.report.summary import Summary, summarise
from screening.store import responses, revisions
from screening.store.encounters import Encounter
from screening.web.visits import load_record
from tests.web.browser import Browser
from tests.web.conftest import Clinic

PAGED = Path(__file__).resolve().parents[1] / "definitions" / "paged"


@pytest.fixture
def paged(make_clinic: Callable[[Path], Clinic]) -> Clinic:
    """A clinic with packets that bring some pages of a questionnaire."""
    return make_clinic(PAGED)


def stored(clinic: Clinic, visit: Encounter) -> dict[tuple[str, str], dict[str, object]]:
    """Questionnaire and role -> what was sent."""
    with clinic.parts.database.read() as session:
        return {
            (response.questionnaire_id, response.role): dict(sent.document)
            for response in responses.for_encounter(session, visit.id)
            if (sent := revisions.latest(session, response.id))
        }


def told(clinic: Clinic, visit: Encounter) -> Summary:
    """The summary of what was sent."""
    with clinic.parts.database.read() as session:
        record = load_record(session, visit, clinic.parts.shelf, site_name="Harbour Clinic")
    return summarise(record, {})


def send_sick(clinic: Clinic, visit: Encounter) -> Browser:
    """Very sick: only what may not wait is asked."""
    tablet = clinic.tablet(visit)
    tablet.press("Next", very_sick="yes")
    tablet.press("Next", fit="no")
    tablet.press("Send my answers")
    return tablet


def test_who_is_very_sick_meets_only_the_pages_that_may_not_wait(paged: Clinic) -> None:
    tablet = paged.tablet(paged.start_visit("first"))

    tablet.press("Next", very_sick="yes")

    assert tablet.page.title == "Question 2 of 2"
    assert tablet.page.h1 == "Did you have a fit today?"


def test_two_entries_of_one_questionnaire_are_one_response(paged: Clinic) -> None:
    visit = paged.start_visit("first")
    tablet = paged.tablet(visit)
    tablet.press("Next", very_sick="no")
    assert tablet.page.title == "Question 2 of 5"
    tablet.press("Next", fit="no")
    tablet.press("Next", tired="yes")
    assert tablet.page.title == "Question 4 of 7"  # sleep, and naps of the other questionnaire
    tablet.press("Next", slept="no")
    tablet.press("Next", low="lots")
    tablet.press("Next", harm="none")

    assert tablet.page.h1 == "Do you nap?"  # tired was asked on another page: once serves both
    tablet.press("Next", naps="yes")
    assert tablet.page.h1 == "Check your answers"
    assert tablet.page.text.count("Change: Were you tired lately?") == 1
    assert "Tired?" not in tablet.page.text
    tablet.press("Send my answers")

    sent = stored(paged, visit)
    assert sent["health", "patient"] == {
        "fit": "no", "tired": "yes", "slept": "no", "low": "lots", "harm": "none"
    }  # fmt: skip
    assert sent["rest", "patient"] == {"naps": "yes"}


def test_a_question_whose_twin_does_not_come_is_asked_where_it_stands(paged: Clinic) -> None:
    tablet = paged.tablet(paged.start_visit("again"))  # brings no page with health.tired

    for answer in ({"low": "none"}, {"harm": "none"}, {"fit": "no"}):
        tablet.press("Next", **answer)

    assert tablet.page.h1 == "Tired?"
    tablet.press("Next", weary="yes")
    assert tablet.page.h1 == "Do you nap?"


def test_an_answer_on_a_page_that_is_no_longer_brought_is_kept_and_counts(paged: Clinic) -> None:
    visit = paged.start_visit("first")
    tablet = paged.tablet(visit)
    tablet.press("Next", very_sick="no")
    tablet.press("Next", fit="no")
    tablet.press("Next", tired="no")
    tablet.open("/sitting/1")

    tablet.press("Next", very_sick="yes")
    tablet.press("Next")
    tablet.press("Send my answers")

    assert stored(paged, visit)["health", "patient"] == {"fit": "no", "tired": "no"}


def test_the_clinician_rates_the_pages_that_are_brought_and_no_others(paged: Clinic) -> None:
    visits = [paged.start_visit(packet) for packet in ("first", "again")]
    doctor = paged.signed_in(paged.ada)

    pages = [doctor.open(f"/clinic/visits/{visit.id}/rating") for visit in visits]

    assert "Looks pale" in pages[0].text
    assert "Looks pale" not in pages[1].text


def test_both_raters_parts_of_one_questionnaire_are_read_as_one(paged: Clinic) -> None:
    visit = paged.start_visit("first")
    send_sick(paged, visit)
    doctor = paged.signed_in(paged.ada)
    doctor.open(f"/clinic/visits/{visit.id}/rating")

    doctor.press("Send the rating", health__pale="yes")

    assert stored(paged, visit)["health", "clinician"] == {"pale": "yes"}
    assert [row.text for row in told(paged, visit).findings.rows] == ["Looks pale"]


def test_what_was_not_brought_was_not_asked_which_is_neither_no_nor_zero(paged: Clinic) -> None:
    visit = paged.start_visit("first")
    send_sick(paged, visit)

    with paged.parts.database.read() as session:
        record = load_record(session, visit, paged.parts.shelf, site_name="")
    health = evaluate_visit(record).find("health")

    assert health is not None
    assert health.now.state("tired") == Missing("tired", "not_asked")
    assert health.now.state("pale") == Missing("pale", "not_recorded")  # brought, not rated yet
    score = health.now.score("health")
    assert (score.value, score.low, score.high) == (None, 0, 4)
    assert {one.reason for one in score.missing} == {"not_asked"}


def test_the_summary_names_what_was_not_asked_and_asks_only_for_what_was_open(
    paged: Clinic,
) -> None:
    visit = paged.start_visit("first")
    send_sick(paged, visit)

    summary = told(paged, visit)

    # "Thoughts of harm" waits for a page that did not come, the others for the clinician's part.
    assert summary.findings.ask == "A fit today; Looks pale"
    assert "not asked: Tired lately, Looks pale, Thoughts of harm" in summary.findings.safety
    assert summary.scores == ()
    (health,) = (table for table in summary.items if table.name == "Health check")
    assert "Not asked at this visit: Lately, Your mood." in health.empty


def test_a_declined_question_is_asked_in_person_beside_pages_that_did_not_come(
    paged: Clinic,
) -> None:
    visit = paged.start_visit("again")
    tablet = paged.tablet(visit)
    for answer in ({"low": "none"}, {"harm": "-out"}, {"fit": "no"}, {"weary": "no"}):
        tablet.press("Next", **answer)
    tablet.press("Send my answers")

    assert told(paged, visit).findings.ask == "Thoughts of harm"
