"""The trend: each scored instrument over the visits, and the items that changed most."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from screening.core.facts import Computed, Observation
from screening.core.points import answer_points
from screening.core.score import Band, Score
from screening.core.visit import Evaluated, EvaluatedVisit
from screening.report.reading import Reading, hours_open, main_score, since_use
from screening.report.sections.bands import active_bands, published_set
from screening.report.sections.scores import ABOUT_WITHDRAWAL, hours_of, observed_at
from screening.report.sections.trend_chart import Chart, Point, draw_chart

ITEMS_AT_MOST = 3  # changes named per instrument


@dataclass(frozen=True, slots=True)
class Trend:
    """All charts, what to read them by, and the largest changes."""

    visits: str  # over 4 visits
    note: str
    charts: tuple[Chart, ...]
    changes: tuple[str, ...]  # one line per instrument


def tell_trend(reading: Reading) -> Trend:
    told = [(e, s) for e in reading.in_order() if (s := main_score(e)) is not None]
    charts = tuple(_chart(reading, evaluated, score) for evaluated, score in told)
    changes = [_changes(reading, evaluated, score) for evaluated, score in told]
    return Trend(
        visits=reading.tell.count(reading.words.trend_visits, len(reading.earlier) + 1),
        note=reading.words.trend_note,
        charts=charts,
        changes=tuple(line for line in changes if line),
    )


def _chart(reading: Reading, evaluated: Evaluated, score: Score) -> Chart:
    points: list[Point] = []
    for visit in (*reading.earlier, reading.today):
        observed = observed_at(visit, evaluated, score)
        if observed is not None:
            points.append(_point(reading, visit, evaluated, score, observed))
    band_set = published_set(score)
    bands = active_bands(evaluated.now, band_set) if band_set else ()
    return draw_chart(reading, evaluated.questionnaire.name, score, bands, tuple(points))


def _point(
    reading: Reading,
    visit: EvaluatedVisit,
    evaluated: Evaluated,
    score: Score,
    observed: Observation,
) -> Point:
    then = visit.find(evaluated.questionnaire.id)
    assert then is not None
    found = main_score(then)
    assert found is not None
    hours = [value for _, value in hours_of(reading, visit)]
    needs_hours = any(
        ABOUT_WITHDRAWAL in use.lower() for use in evaluated.questionnaire.instrument.used_for
    )
    return Point(
        at=visit.record.visit.started,
        value=observed.value,
        same_version=then.questionnaire.version == evaluated.questionnaire.version,
        same_bands=_edges(then, found) == _edges(evaluated, score),
        hours=" / ".join(hours) if _all_known(visit) else "?",
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


def _changes(reading: Reading, evaluated: Evaluated, score: Score) -> str:
    """Restlessness 1 → 3, sweating 1 → 2: the items whose points changed most."""
    last = reading.last
    then = last.find(evaluated.questionnaire.id) if last else None
    if last is None or then is None or observed_at(last, evaluated, score) is None:
        return ""
    moved: list[tuple[Decimal, str]] = []
    for item_id in score.items:
        now = answer_points(evaluated.now, evaluated.questionnaire.item(item_id))
        if now is None or not then.questionnaire.has_item(item_id):
            continue
        before = answer_points(then.now, then.questionnaire.item(item_id))
        if before is not None and before != now:
            text = reading.words.item_change.format(
                item=evaluated.questionnaire.item(item_id).label,
                before=reading.tell.number(before),
                after=reading.tell.number(now),
            )
            moved.append((abs(now - before), text))
    largest = sorted(moved, key=lambda pair: -pair[0])[:ITEMS_AT_MOST]
    if not largest:
        return ""
    day = reading.tell.near_day(last.record.visit.started)
    return reading.words.changes_since.format(
        name=evaluated.questionnaire.name, day=day, items=", ".join(text for _, text in largest)
    )
