"""The trend: each scored instrument over the visits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from screening.core.facts import Computed, Observation
from screening.core.score import Band, Score
from screening.core.visit_evaluation import Evaluated, EvaluatedVisit
from screening.quick_dataclass import dataclass
from screening.report.reading import Reading, hours_open, main_score, since_use
from screening.report.sections.bands import active_bands, published_set
from screening.report.sections.scores import is_about_withdrawal, observed_at
from screening.report.sections.trend_chart import Chart, draw_chart
from screening.report.sections.trend_hours import HourRow, hour_rows, hours_at, rows_note, said_with
from screening.report.sections.trend_plot import Point


@dataclass(frozen=True, slots=True)
class Trend:
    """All charts, and what to read them by."""

    visits: str  # over 4 visits
    note: str
    charts: tuple[Chart, ...]


def tell_trend(reading: Reading) -> Trend:
    told = [(e, s) for e in reading.in_order() if (s := main_score(e)) is not None]
    names = chart_names(evaluated for evaluated, _ in told)
    rows = hour_rows(reading)
    charts = tuple(
        tell_chart(reading, e, score, names[e.questionnaire.id], rows) for e, score in told
    )
    return Trend(
        visits=reading.tell.count(reading.words.trend_visits, len(reading.earlier) + 1),
        note=rows_note(reading, rows),
        charts=charts,
    )


def chart_names(told: Iterable[Evaluated]) -> dict[str, str]:
    """Short names by questionnaire id; two scales with one short name are told by their titles."""
    all_of_them = [one.questionnaire for one in told]
    short = Counter(questionnaire.name for questionnaire in all_of_them)
    return {one.id: one.name if short[one.name] == 1 else one.title for one in all_of_them}


def tell_chart(
    reading: Reading, evaluated: Evaluated, score: Score, name: str, rows: tuple[HourRow, ...]
) -> Chart:
    """One instrument over the visits, as the same kind of rater filled it in."""
    points: list[Point] = []
    for visit in (*reading.earlier, reading.today):
        observed = observed_at(visit, evaluated, score)
        if observed is not None:
            points.append(_point(reading, visit, evaluated, score, observed, rows))
    band_set = published_set(score)
    bands = active_bands(evaluated.now, band_set) if band_set else ()
    return draw_chart(reading, name, score, bands, tuple(points))


def _point(
    reading: Reading,
    visit: EvaluatedVisit,
    evaluated: Evaluated,
    score: Score,
    observed: Observation,
    rows: tuple[HourRow, ...],
) -> Point:
    then = visit.find(evaluated.questionnaire.id)
    assert then is not None
    found = main_score(then)
    assert found is not None
    hours = hours_at(reading, visit, rows)
    needs_hours = is_about_withdrawal(evaluated.questionnaire)
    return Point(
        at=visit.record.visit.started,
        value=observed.value,
        version=then.questionnaire.version,
        same_version=then.questionnaire.version == evaluated.questionnaire.version,
        same_bands=_edges(then, found) == _edges(evaluated, score),
        hours=hours,
        said=said_with(reading, rows, hours),
        needs_hours=needs_hours,
        joinable=not needs_hours or _all_known(visit),
        today=visit is reading.today,
    )


def _all_known(visit: EvaluatedVisit) -> bool:
    """Whether the hours since last use are known for every substance that is asked about."""
    if hours_open(visit):
        return False
    found = [home.at_rating.look(ref) for home, ref in since_use(visit)]
    return bool(found) and all(isinstance(c, Computed) and c.low is not None for c in found)


def _edges(evaluated: Evaluated, score: Score) -> tuple[Decimal, ...]:
    bands: tuple[Band, ...] = ()
    if band_set := published_set(score):
        bands = active_bands(evaluated.now, band_set)
    return tuple(band.from_ for band in bands)
