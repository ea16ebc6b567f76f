"""A patient's visits together: what is different since last time, a chart for each instrument."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from screening.core.references import Reference
from screening.core.score import Score
from screening.core.visit import VisitRecord
from screening.core.visit_evaluation import Evaluated
from screening.quick_dataclass import dataclass
from screening.report.reading import Reading, main_score
from screening.report.sections.since import Since, tell_since
from screening.report.sections.trend import chart_names, tell_chart
from screening.report.sections.trend_chart import Chart
from screening.report.sections.trend_hours import hour_rows, rows_note
from screening.report.summary import reading_of
from screening.report.wording import Labels


@dataclass(frozen=True, slots=True)
class AllVisits:
    """One patient for the clinician, in the order of the page."""

    labels: Labels
    since: Since
    shown: str  # over 4 visits
    note: str  # how the charts are read
    charts: tuple[Chart, ...]


def tell_all_visits(record: VisitRecord, references: Mapping[str, Reference]) -> AllVisits:
    """The newest visit at which something was sent, with the earlier ones.

    Every instrument that any of them had gets a chart, each read back from its own last time.
    """
    reading = reading_of(record, references)
    return AllVisits(
        labels=reading.words.labels,
        since=tell_since(reading),
        shown=reading.tell.count(reading.words.trend_visits, len(reading.earlier) + 1),
        note=rows_note(reading, hour_rows(reading)),
        charts=tuple(_charts(reading)),
    )


def _charts(reading: Reading) -> Iterator[Chart]:
    # The clinician's before the patient's, as the cards and charts of a visit.
    told = sorted(_last_of_each(reading), key=lambda one: not _by_clinician(one[1]))
    names = chart_names(evaluated for _, evaluated, _ in told)
    rows = hour_rows(reading)
    for last, evaluated, score in told:
        yield tell_chart(last, evaluated, score, names[evaluated.questionnaire.id], rows)


def _by_clinician(evaluated: Evaluated) -> bool:
    return any(filled.role == "clinician" for filled in evaluated.filled)


def _last_of_each(reading: Reading) -> Iterator[tuple[Reading, Evaluated, Score]]:
    """Each instrument at the last visit that had it."""
    visits = (*reading.earlier, reading.today)
    places = {
        evaluated.questionnaire.id: place
        for place, visit in enumerate(visits)
        for evaluated in visit.questionnaires
        if main_score(evaluated) is not None
    }
    for name, place in places.items():
        evaluated = visits[place].find(name)
        assert evaluated is not None  # noqa: S101  it was found there
        score = main_score(evaluated)
        assert score is not None  # noqa: S101
        yield replace(reading, today=visits[place], earlier=visits[:place]), evaluated, score
