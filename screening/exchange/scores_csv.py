"""`scores.csv`: one row for each score of a visit. docs/exchange.md describes the columns."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo

from screening.core.answers import show_number
from screening.core.facts import BandHit, Observation
from screening.core.score import Score
from screening.core.visit_evaluation import Evaluated, EvaluatedVisit
from screening.exchange.cells import write_rows
from screening.exchange.observation import completeness

SCORES_FILE = "scores.csv"
COLUMNS = (
    "instrument", "version", "score", "value", "maximum", "band", "completeness", "rater", "time",
)  # fmt: skip


def scores_csv(visit: EvaluatedVisit) -> bytes:
    """The scores of a visit. Without a value, value and band are empty: never a part total."""
    return write_rows(COLUMNS, score_rows(visit))


def score_rows(visit: EvaluatedVisit) -> Iterator[tuple[str, ...]]:
    """The rows below the columns, in the order of the visit and of each file."""
    for evaluated in visit.questionnaires:
        for score in evaluated.questionnaire.scores:
            if not set(score.items) <= evaluated.left_out:
                yield _row(evaluated, score, visit.record.visit.zone)


def _row(evaluated: Evaluated, score: Score, zone: tzinfo) -> tuple[str, ...]:
    seen = evaluated.now.score(score.id)
    completed = max(part.given for part in evaluated.filled)
    return (
        evaluated.questionnaire.id,
        evaluated.questionnaire.version,
        score.id,
        "" if seen.value is None else show_number(seen.value),
        show_number(seen.range[1]),
        _band(seen),
        completeness(seen),
        "; ".join(dict.fromkeys(_rater(evaluated))),
        completed.astimezone(zone).isoformat(timespec="seconds"),
    )


def _band(seen: Observation) -> str:
    """Words of the bands with a published basis; the others give none."""
    published: list[BandHit] = [hit for hit in seen.bands if hit.basis == "published"]
    return "; ".join(hit.text for hit in published)


def _rater(evaluated: Evaluated) -> Iterator[str]:
    for part in evaluated.filled:
        yield "patient" if part.role == "patient" else part.rater_name or "clinician"
