"""Reference lines of withdrawal scores: shown when a clinician asks for them, never by themselves.

They are lines of sources that disagree, for a start of buprenorphine that somebody considers. They
never say that anybody is ready, and there are none for kratom alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from screening.core.answers import Answer
from screening.core.references import Reference
from screening.core.visit import VisitRecord
from screening.core.visit_evaluation import Evaluated, EvaluatedVisit
from screening.quick_dataclass import dataclass
from screening.report.reading import Reading, main_score, observation, state
from screening.report.sections.bar import LinedBar, draw_lined_bar
from screening.report.sections.scores import is_about_withdrawal
from screening.report.sections.sources import reference_list, source_words
from screening.report.summary import reading_of

# The checklist of opioids that are neither kratom nor bought in a shop, wherever it is asked.
OPIOIDS = "street_opioids"
NONE = "none"
HIGH_POTENCY = frozenset({"fentanyl"})


@dataclass(frozen=True, slots=True)
class LineRow:
    """One line."""

    at: str  # points
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class LinedScore:
    """One score with its lines."""

    name: str
    value: str  # 17 / 48, or not scored
    bar: LinedBar
    rows: tuple[LineRow, ...]


@dataclass(frozen=True, slots=True)
class ReferenceLines:
    """All that may be shown of a visit."""

    why_not: str  # why there are none; empty where there are
    scores: tuple[LinedScore, ...]
    no_safe_hours: bool  # a high-potency opioid was named
    sources: tuple[str, ...]


def has_lines(record: VisitRecord) -> bool:
    """Whether a questionnaire of the visit is a withdrawal scale that has lines."""
    return any(
        score.lines and is_about_withdrawal(filled.questionnaire)
        for filled in record.responses
        for score in filled.questionnaire.scores
    )


def tell_reference_lines(
    record: VisitRecord, references: Mapping[str, Reference]
) -> ReferenceLines:
    """The lines of a visit's withdrawal scores, with their sources."""
    reading = reading_of(record, references)
    named = _opioids(reading.today)
    if not named:
        return ReferenceLines(_why_not(named), (), False, ())
    told = [one for one in reading.in_order() if is_about_withdrawal(one.questionnaire)]
    lines = [line for one in told if (score := main_score(one)) for line in score.lines]
    return ReferenceLines(
        why_not="",
        scores=tuple(found for one in told for found in _lined(reading, one)),
        no_safe_hours=bool(named & HIGH_POTENCY),
        sources=reference_list(reading, (line.source for line in lines)),
    )


def _opioids(visit: EvaluatedVisit) -> frozenset[str] | None:
    """Those named; None where nobody knows."""
    for one in visit.questionnaires:
        if one.questionnaire.has_item(OPIOIDS):
            found = state(one, OPIOIDS)
            if isinstance(found, Answer) and isinstance(found.value, tuple):
                return frozenset(str(option) for option in found.value) - {NONE}
    return None


def _why_not(named: frozenset[str] | None) -> str:
    if named is None:
        return "It is not known whether an opioid other than kratom was used, so none are shown."
    return "No opioid other than kratom was named. None are shown for kratom alone."


def _lined(reading: Reading, evaluated: Evaluated) -> Iterator[LinedScore]:
    score = main_score(evaluated)
    if score is None or not score.lines:
        return
    found = observation(evaluated.now, score)
    tell, words = reading.tell, reading.words
    value = words.not_scored if found.value is None else tell.number(found.value)
    maximum = words.maximum.format(maximum=tell.number(found.range[1]))
    name = evaluated.questionnaire.name
    yield LinedScore(
        name=name,
        value=value if found.value is None else f"{value} {maximum}",
        bar=draw_lined_bar(reading, evaluated, score, name),
        rows=tuple(
            LineRow(tell.number(line.at), line.text, source_words(line.source))
            for line in score.lines
        ),
    )
