"""Two visits set against each other: what moved, what is new or gone, and what is not compared."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from screening.core.documents import read_document
from screening.core.library import Library
from screening.core.since import compare_findings, compare_score, why_not
from screening.core.visit import FilledIn, PatientIdentity, Visit, VisitRecord
from screening.core.visit_evaluation import Evaluated, EvaluatedVisit, evaluate_visit
from screening.library_folder import load_folder
from tests.library_place import LIBRARY

NAME = "phq2"  # two items of 0 to 3 points, and one that raises si_item9
CALM = {"interest": "not_at_all", "mood": "some_days", "self_harm": "not_at_all"}
AT = datetime(2026, 11, 18, 14, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def library() -> Library:
    """The shipped questionnaires."""
    return load_folder(LIBRARY)


def visit(library: Library, answers: dict[str, Any] | None, **more: Any) -> EvaluatedVisit:
    """A visit with the scale, or without it; version and role may be others."""
    questionnaire = library.questionnaires[NAME]
    read = read_document(questionnaire, answers or {}, visit=None)
    version = more.pop("version", questionnaire.version)
    filled = FilledIn(
        questionnaire=questionnaire.model_copy(update={"version": version}),
        role=more.pop("role", "patient"),
        rater_name="",
        completed=AT + timedelta(minutes=5),
        answers=read,
    )
    record = VisitRecord(
        patient=PatientIdentity("Okonkwo", "Cleo", date(1994, 2, 7), "1"),
        visit=Visit(1, "", AT, None, "UTC", ""),
        responses=() if answers is None else (filled,),
    )
    return evaluate_visit(record)


def scale(at: EvaluatedVisit) -> Evaluated:
    found = at.find(NAME)
    assert found is not None
    return found


def test_an_item_is_named_from_two_points_on(library: Library) -> None:
    then = visit(library, CALM)  # 0 and 1 points
    now = visit(library, CALM | {"interest": "most_days", "mood": "most_days"})  # 2 and 2
    score = scale(now).questionnaire.scores[0]

    found = compare_score(scale(now), scale(then), score)

    assert (found.before, found.after, found.why_not) == (1, 4, None)
    assert [(one.item_id, one.before, one.after) for one in found.moved] == [("interest", 0, 2)]


def test_the_item_that_moved_most_comes_first_whichever_way(library: Library) -> None:
    then = visit(library, CALM | {"interest": "most_days", "mood": "almost_daily"})  # 2 and 3
    now = visit(library, CALM | {"interest": "not_at_all", "mood": "not_at_all"})
    score = scale(now).questionnaire.scores[0]

    found = compare_score(scale(now), scale(then), score)

    assert [(one.item_id, one.after - one.before) for one in found.moved] == [
        ("mood", -3), ("interest", -2),
    ]  # fmt: skip


def test_a_missing_answer_has_not_moved_and_makes_no_total(library: Library) -> None:
    then = visit(library, CALM)
    now = visit(library, {"interest": {"missing": "declined"}, "mood": "almost_daily"})
    score = scale(now).questionnaire.scores[0]

    found = compare_score(scale(now), scale(then), score)

    assert (found.before, found.after) == (1, None)
    assert [one.item_id for one in found.moved] == ["mood"]


@pytest.mark.parametrize(
    ("other", "why"), [({"version": "0.9.0"}, "version"), ({"role": "clinician"}, "raters")]
)
def test_neither_versions_nor_raters_are_compared(
    library: Library, other: dict[str, str], why: str
) -> None:
    now = visit(library, CALM | {"self_harm": "some_days"})
    then = visit(library, CALM | {"mood": "almost_daily"}, **other)
    score = scale(now).questionnaire.scores[0]

    found = compare_score(scale(now), scale(then), score)

    assert why_not(scale(now), scale(then)) == found.why_not == why
    assert found.moved == ()
    assert compare_findings(now, then).new == ()
    assert compare_findings(now, then).skipped == ((NAME, why),)


def test_a_finding_is_new_where_the_answers_then_said_no(library: Library) -> None:
    raised, calm = visit(library, CALM | {"self_harm": "some_days"}), visit(library, CALM)

    found = compare_findings(raised, calm)

    assert [(one.code, one.told) for one in found.new] == [("si_item9", True)]
    assert found.gone == ()
    assert compare_findings(raised, raised).new == ()


@pytest.mark.parametrize("answers", [None, {"interest": "not_at_all"}])
def test_a_finding_is_gone_only_where_todays_answers_say_so(
    library: Library, answers: dict[str, str] | None
) -> None:
    raised = visit(library, CALM | {"self_harm": "some_days"})

    untold = compare_findings(visit(library, answers), raised)
    gone = compare_findings(visit(library, CALM), raised)

    assert [(one.code, one.told) for one in untold.gone] == [("si_item9", False)]
    assert [(one.code, one.told) for one in gone.gone] == [("si_item9", True)]
    assert [
        (one.code, one.told) for one in compare_findings(raised, visit(library, answers)).new
    ] == [("si_item9", False)]
