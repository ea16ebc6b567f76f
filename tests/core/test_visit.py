"""All responses of a visit, worked out together."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from screening.core.answers import Answer, Missing, Role
from screening.core.evaluation import Evaluation
from screening.core.facts import Computed
from screening.core.library import Library
from screening.core.moments import read_moment
from screening.core.visit import FilledIn, PatientIdentity, Visit, VisitRecord, evaluate_visit
from screening.library_folder import load_folder

START = datetime.fromisoformat("2026-11-19T10:31:00-07:00")


@pytest.fixture(scope="module")
def library() -> Library:
    return load_folder(Path(__file__).resolve().parents[2] / "questionnaires")


def filled(
    library: Library, name: str, role: Role, minutes: int, *answers: Answer | Missing
) -> FilledIn:
    return FilledIn(
        questionnaire=library.questionnaires[name],
        role=role,
        rater_name="" if role == "patient" else "R. Ortega, RN",
        completed=START + timedelta(minutes=minutes),
        answers={answer.item_id: answer for answer in answers},
    )


def visit_of(*responses: FilledIn) -> VisitRecord:
    born = START.date().replace(year=1988)
    return VisitRecord(
        patient=PatientIdentity("Sample", "Jordan", born, "1"),
        visit=Visit(1, "", START, None, "America/Denver", "Clinic"),
        responses=responses,
    )


def state(record: VisitRecord, name: str, item_id: str) -> Answer | Missing:
    found = evaluate_visit(record).find(name)
    assert found is not None
    return found.now.state(item_id)


PULSE = Answer("pulse", Decimal(92), "/min")


def test_a_pulse_taken_once_serves_both_questionnaires(library: Library) -> None:
    vitals = filled(library, "vitals", "clinician", 5, PULSE)
    cows = filled(library, "cows", "clinician", 9)

    assert state(visit_of(vitals, cows), "cows", "pulse") == PULSE
    swapped = visit_of(replace(vitals, answers={}), replace(cows, answers={"pulse": PULSE}))
    assert state(swapped, "vitals", "pulse") == PULSE


def test_an_own_answer_is_never_replaced_by_the_shared_one(library: Library) -> None:
    other = Answer("pulse", Decimal(110), "/min")
    record = visit_of(
        filled(library, "vitals", "clinician", 5, PULSE),
        filled(library, "cows", "clinician", 9, other),
    )

    assert state(record, "cows", "pulse") == other
    assert state(record, "vitals", "pulse") == PULSE


def test_answers_of_the_wrong_role_do_not_count(library: Library) -> None:
    record = visit_of(filled(library, "vitals", "patient", 5, PULSE))

    assert state(record, "vitals", "pulse") == Missing("pulse", "not_recorded")


def test_two_raters_are_read_as_one_and_an_answer_goes_before_a_missing_one(
    library: Library,
) -> None:
    first = filled(library, "vitals", "clinician", 3, PULSE)
    later = filled(
        library, "vitals", "clinician", 8,
        Missing("pulse", "not_assessed"), Answer("spo2", Decimal(98), "%"),
    )  # fmt: skip
    record = visit_of(later, first)

    assert state(record, "vitals", "pulse") == PULSE
    assert state(record, "vitals", "spo2") == Answer("spo2", Decimal(98), "%")
    assert len(evaluate_visit(record).questionnaires) == 1


def test_the_later_of_two_answers_counts(library: Library) -> None:
    other = Answer("pulse", Decimal(110), "/min")
    first = filled(library, "vitals", "clinician", 3, PULSE)
    later = filled(library, "vitals", "clinician", 8, other)

    assert state(visit_of(later, first), "vitals", "pulse") == other


def test_other_questionnaires_are_seen_as_they_count_there(library: Library) -> None:
    drinks = Answer("taken_with", ("alcohol",))
    never = filled(library, "kratom_use", "patient", 3, Answer("use", "never"), drinks)
    now = filled(library, "kratom_use", "patient", 3, Answer("use", "now"), drinks)
    cows = filled(library, "cows", "clinician", 9)

    def seen(record: VisitRecord) -> Evaluation:
        found = evaluate_visit(record).find("cows")
        assert found is not None
        return found.now

    # Kept but not asked any more, so that COWS must not see it either.
    assert seen(visit_of(never, cows)).look("kratom_use.taken_with") == Missing(
        "kratom_use.taken_with", "not_asked"
    )
    assert seen(visit_of(now, cows)).look("kratom_use.taken_with") == Answer(
        "kratom_use.taken_with", ("alcohol",)
    )


def test_hours_run_to_the_visit_and_beside_ratings_to_the_end_of_the_rating(
    library: Library,
) -> None:
    last = Answer("last_use", read_moment("2026-11-18T21:31", START.tzinfo))  # type: ignore[arg-type]
    record = visit_of(
        filled(library, "kratom_use", "patient", 3, Answer("use", "now"), last),
        filled(library, "cows", "clinician", 90),
    )

    found = evaluate_visit(record).find("kratom_use")

    assert found is not None
    assert found.now.look("since_last_use") == Computed("since_last_use", *two(13), "h")
    assert found.at_rating.look("since_last_use") == Computed("since_last_use", *two(14), "h")


def two(number: int) -> tuple[Decimal, Decimal]:
    return Decimal(number), Decimal(number)


def test_it_is_known_whose_answer_it_is(library: Library) -> None:
    record = visit_of(filled(library, "vitals", "clinician", 5, PULSE))

    found = evaluate_visit(record).find("vitals")

    assert found is not None
    assert found.given_by["pulse"].rater_name == "R. Ortega, RN"
