"""Kept minimum intervals, in days of the calendar; only what was answered in full rests."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from screening.core.answers import Answer, Missing
from screening.core.intervals import answered_in_full, is_too_soon
from screening.core.loading import load_questionnaire
from screening.core.visit import FilledIn, PatientIdentity, Visit, VisitRecord
from screening.core.visit_evaluation import Evaluated, evaluate_visit

PAGED = Path(__file__).resolve().parents[1] / "definitions" / "paged"
HEALTH = load_questionnaire("health.yaml", (PAGED / "health.yaml").read_bytes())
AT = datetime(2026, 11, 18, 15, 0, tzinfo=UTC)


@pytest.mark.parametrize(("today", "soon"), [(1, True), (14, True), (15, False), (30, False)])
def test_fourteen_days_are_over_on_the_fourteenth(today: int, soon: bool) -> None:
    assert is_too_soon(date(2026, 11, 1), date(2026, 11, today), 14) is soon


def then(**given) -> Evaluated:
    answers = {
        name: Missing(name, value.reason) if isinstance(value, Missing) else Answer(name, value)
        for name, value in given.items()
    }
    record = VisitRecord(
        PatientIdentity("Okonkwo", "Cleo", date(1994, 2, 7), "MRN-00417"),
        Visit(1, "", AT, None, "UTC", ""),
        (FilledIn(HEALTH, "patient", "", AT, answers),),
    )
    return evaluate_visit(record).questionnaires[0]


@pytest.mark.parametrize(
    ("given", "full"),
    [
        ({"tired": "no"}, True),  # sleep is skipped by right
        ({"tired": "yes"}, False),
        ({"tired": "yes", "slept": "no"}, True),
        ({"tired": Missing("", "declined")}, False),
        ({}, False),
    ],
)
def test_what_is_skipped_by_right_was_answered_and_what_is_open_was_not(given, full) -> None:
    wanted = [HEALTH.item("tired"), HEALTH.item("slept")]

    assert answered_in_full(then(**given), wanted) is full


def test_an_item_that_was_not_in_that_version_was_not_answered() -> None:
    new = HEALTH.item("tired").model_copy(update={"id": "brand_new"})

    assert answered_in_full(then(tired="no"), [HEALTH.item("tired")])
    assert not answered_in_full(then(tired="no"), [HEALTH.item("tired"), new])
