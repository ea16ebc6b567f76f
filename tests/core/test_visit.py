"""All responses of a visit, worked out together."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from screening.core.answers import Answer, Missing, Role
from screening.core.documents import read_document
from screening.core.elsewhere import seen_elsewhere
from screening.core.evaluation import Evaluation
from screening.core.facts import Computed
from screening.core.library import Library
from screening.core.moments import Moment, moment_of, read_moment
from screening.core.visit import FilledIn, PatientIdentity, Visit, VisitRecord
from screening.core.visit_evaluation import evaluate_visit
from screening.library_folder import load_folder
from tests.definition_rows import load

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
KRATOM = Answer("shop_products", ("kratom",))


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
    last = Answer("kratom_last_use", read_moment("2026-11-18T21:31", START.tzinfo))  # type: ignore[arg-type]
    none = filled(library, "substance_use", "patient", 3, Answer("shop_products", ("none",)), last)
    kratom = filled(library, "substance_use", "patient", 3, KRATOM, last)
    cows = filled(library, "cows", "clinician", 9)

    def seen(record: VisitRecord) -> Evaluation:
        found = evaluate_visit(record).find("cows")
        assert found is not None
        return found.now

    # Kept but not asked any more, so that COWS must not see it either.
    ref = "substance_use.kratom_last_use"
    assert seen(visit_of(none, cows)).look(ref) == Missing(ref, "not_asked")
    assert seen(visit_of(kratom, cows)).look(ref) == replace(last, item_id=ref)


def test_hours_run_to_the_visit_and_beside_ratings_to_the_end_of_the_rating(
    library: Library,
) -> None:
    last = Answer("kratom_last_use", read_moment("2026-11-18T21:31", START.tzinfo))  # type: ignore[arg-type]
    record = visit_of(
        filled(library, "substance_use", "patient", 3, KRATOM, last),
        filled(library, "cows", "clinician", 90),
    )

    found = evaluate_visit(record).find("substance_use")

    assert found is not None
    assert found.now.look("since_kratom") == Computed("since_kratom", *two(13), "h")
    assert found.at_rating.look("since_kratom") == Computed("since_kratom", *two(14), "h")


def two(number: int) -> tuple[Decimal, Decimal]:
    return Decimal(number), Decimal(number)


def test_it_is_known_whose_answer_it_is(library: Library) -> None:
    record = visit_of(filled(library, "vitals", "clinician", 5, PULSE))

    found = evaluate_visit(record).find("vitals")

    assert found is not None
    assert found.given_by["pulse"].rater_name == "R. Ortega, RN"


@pytest.mark.parametrize("first", ["patient", "clinician"])
def test_that_one_rater_was_not_asked_leaves_what_the_other_declined(tiny, first: Role) -> None:
    either = tiny("points_from_numbers")
    item_id = either.items[0].id
    second: Role = "clinician" if first == "patient" else "patient"
    declined = Missing(item_id, "declined" if first == "patient" else "not_assessed")
    parts = [
        FilledIn(either, role, "", START + timedelta(minutes=n), {item_id: given})
        for n, (role, given) in enumerate(
            [(first, declined), (second, Missing(item_id, "not_asked"))]
        )
    ]

    assert state(visit_of(*parts), either.id, item_id) == declined


def elsewhere(**answers: str) -> set[tuple[str, str]]:
    """What `score_elsewhere` raises or asks beside `first_two` with these answers."""
    responses = [
        FilledIn(
            questionnaire=load(name),
            role="patient",
            rater_name="",
            completed=START,
            answers=read_document(load(name), given, visit=moment_of(START)),
        )
        for name, given in (("first_two", answers), ("score_elsewhere", {"onset": "2026-11-02"}))
        if answers or name != "first_two"
    ]
    found = evaluate_visit(visit_of(*responses)).find("score_elsewhere")
    assert found is not None
    return {(f.code, f.state) for f in found.now.result.findings}


def test_a_score_of_another_questionnaire_is_told_as_it_counts_there() -> None:
    both = {("low_mood", "raised"), ("raised", "raised")}
    assert elsewhere(interest="daily", down="never") == both
    assert elsewhere(interest="some", down="some") == set()


def test_a_score_elsewhere_that_is_absent_or_may_still_change_cannot_be_told() -> None:
    assert elsewhere() == {("low_mood", "ask")}
    assert elsewhere(interest="some") == {("low_mood", "ask")}
    assert elsewhere(interest="daily") == {("low_mood", "raised"), ("raised", "raised")}


def test_a_computed_value_and_a_date_of_another_questionnaire_are_told() -> None:
    # A change this month: 0 to 2 weeks ago, however coarse, and never after the visit.
    lately = elsewhere(interest="never", down="never", changed="2026-11")
    before = elsewhere(interest="never", down="never", changed="2026-07")

    assert lately == {("changed_lately", "raised")}
    assert before == {("long_after", "raised")}


def test_a_date_that_may_not_lie_after_the_visit_does_not_for_the_others_either() -> None:
    first_two, visit = load("first_two"), moment_of(START)
    answers = read_document(first_two, {"changed": "2026-11"}, visit=visit)

    found = seen_elsewhere(Evaluation(first_two, answers, visit), "changed")

    assert isinstance(found, Answer)
    assert isinstance(found.value, Moment)
    assert (found.item_id, found.value.text) == ("first_two.changed", "2026-11")
    assert found.value.last_day == START.date()
