"""Small changes to the sample visit: only what a test is about is written there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from screening.core.answers import Answer, Missing
from screening.core.disclosure import Agreed
from screening.core.visit import FilledIn, RecordedFinding, VisitRecord

WITHDRAWAL = ("substance_use", "own_words", "sows16", "vitals", "cows")


def an_agreed() -> Agreed:
    """A consent to pass a record on."""
    return Agreed(
        recipient="Dr Osei, Hill Clinic",
        scope="Summary of this visit",
        purpose="going on with care",
        signed_by="Jordan A. Sample",
        signed_on=date(2026, 11, 18),
        until=date(2027, 5, 18),
        revoking="in writing or by word of mouth to any of the staff",
    )


def with_answers(
    record: VisitRecord, name: str, answers: Mapping[str, Answer | Missing | None]
) -> VisitRecord:
    """The visit with some answers of one questionnaire changed; None takes an answer out."""
    return replace(
        record,
        responses=tuple(
            _changed(one, answers) if one.questionnaire.id == name else one
            for one in record.responses
        ),
    )


def _changed(filled: FilledIn, answers: Mapping[str, Answer | Missing | None]) -> FilledIn:
    merged = {**filled.answers, **answers}
    return replace(filled, answers={k: v for k, v in merged.items() if v is not None})


def only(record: VisitRecord, *names: str) -> VisitRecord:
    """The visit with these questionnaires alone."""
    kept = tuple(one for one in record.responses if one.questionnaire.id in names)
    return replace(record, responses=kept)


def quiet(record: VisitRecord) -> VisitRecord:
    """The withdrawal visit without anything that raises a finding."""
    nothing = {
        "other_drugs": Answer("other_drugs", ("none",)),
        "shop_products": Answer("shop_products", ("kratom",)),
    }
    return with_answers(only(record, *WITHDRAWAL), "substance_use", nothing)


def with_recorded(record: VisitRecord, number: int) -> VisitRecord:
    """The visit with as many recorded findings, each of two lines, none of which holds any more."""
    at = record.visit.started + timedelta(minutes=13)
    found = tuple(
        RecordedFinding(
            questionnaire_id="made_up",
            code=f"finding_{n}",
            level="within_28_days",
            text=f"Made-up finding {n} whose name is long enough for a second line",
            because="“A question of some length” is “an answer of some length that wraps”",
            raised_at=at,
            changed_at=at,
        )
        for n in range(number)
    )
    return replace(record, recorded=found)


def earlier_visits(record: VisitRecord, number: int) -> VisitRecord:
    """The visit with so many earlier ones, a week apart."""
    model = record.earlier[-1]
    return replace(
        record,
        earlier=tuple(_weeks_before(model, record, number - n) for n in range(number)),
    )


def _weeks_before(model: VisitRecord, record: VisitRecord, weeks: int) -> VisitRecord:
    shift = record.visit.started - timedelta(weeks=weeks) - model.visit.started
    ended = model.visit.ended + shift if model.visit.ended else None
    return replace(
        model,
        visit=replace(model.visit, started=model.visit.started + shift, ended=ended),
        responses=tuple(replace(one, completed=one.completed + shift) for one in model.responses),
    )
