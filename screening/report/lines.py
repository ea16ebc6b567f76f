"""One visit in a line of a list: its scores in short, and what its answers raise.

The same words and figures as on the visit's own page. A line is worked out from one visit alone, so
that it may be kept, and is compared with the line of an earlier visit.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel import Locale

from screening.core.levels import LEVELS, Level
from screening.core.score import Score
from screening.core.since import roles
from screening.core.visit import VisitRecord
from screening.core.visit_evaluation import Evaluated, evaluate_visit
from screening.quick_dataclass import dataclass
from screening.report.reading import Reading, main_score, observation
from screening.report.sections.bands import band_hit, published_set
from screening.report.sections.findings import findings_heading
from screening.report.sections.scores import hours_beside
from screening.report.telling import Teller
from screening.report.wording import EN

UTC_ZONE = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One score in short."""

    questionnaire_id: str
    version: str
    roles: frozenset[str]  # who rated
    name: str
    points: Decimal | None  # None when not scored
    value: str  # the same in words
    maximum: str  # / 48
    band: str  # the published band's word; empty without one
    state: str  # "not scored, 9 of 11 answered"; empty when there is a value
    beside: str  # hours since last use, beside a withdrawal score


@dataclass(frozen=True, slots=True)
class VisitLine:
    """One visit by itself."""

    started: datetime  # in the visit's zone
    scores: tuple[ScoreLine, ...]
    raised: tuple[tuple[str, Level], ...]  # ids of findings with their levels


@dataclass(frozen=True, slots=True)
class ShortChange:
    """How a score differs from the last time."""

    sign: str  # ▲, ▼ or –; empty where nothing can be compared
    words: str  # 4 higher than 9 Nov (13)


def tell_line(record: VisitRecord) -> VisitLine:
    """What was filled in at one visit, in short. Its earlier visits are not looked at."""
    started = record.visit.started.astimezone(record.visit.zone)
    reading = Reading(evaluate_visit(record), (), {}, _teller(started, record.visit.zone))
    told = (
        _score(reading, evaluated, score)
        for evaluated in reading.in_order()
        if (score := main_score(evaluated)) is not None
    )
    return VisitLine(
        started=started,
        scores=tuple(line for line in told if line is not None),
        raised=tuple(
            (found.code, found.level)
            for one in reading.today.questionnaires
            for found in one.now.result.findings
            if found.state == "raised"
        ),
    )


def _score(reading: Reading, evaluated: Evaluated, score: Score) -> ScoreLine | None:
    """None where not one item of it was answered: then it was not asked, or left."""
    observed = observation(evaluated.now, score)
    if not observed.answered:
        return None
    words, tell = reading.words, reading.tell
    hit = band_hit(observed, published_set(score))
    answered = words.answered_of.format(answered=observed.answered, number=observed.needed)
    return ScoreLine(
        questionnaire_id=evaluated.questionnaire.id,
        version=evaluated.questionnaire.version,
        roles=roles(evaluated),
        name=evaluated.questionnaire.name,
        points=observed.value,
        value="" if observed.value is None else tell.number(observed.value),
        maximum=words.maximum.format(maximum=tell.number(observed.range[1])),
        band=hit.text if hit else "",
        state=f"{words.not_scored}, {answered}" if observed.value is None else "",
        beside="; ".join(hours_beside(reading, evaluated)),
    )


def like(now: ScoreLine, before: VisitLine) -> ScoreLine | None:
    """The same instrument at another visit, rated by the same; whatever its version."""
    wanted = (now.questionnaire_id, now.roles)
    return next((s for s in before.scores if (s.questionnaire_id, s.roles) == wanted), None)


def tell_short_change(now: ScoreLine, visit: VisitLine, before: VisitLine) -> ShortChange:
    """The change since an earlier visit; another version is named and not compared."""
    then = like(now, before)
    if then is None or now.points is None:
        return ShortChange("", "")
    tell = _teller(visit.started, visit.started.tzinfo)
    day = tell.near_day(before.started)
    if then.points is None:
        return ShortChange("", EN.change_unknown.format(day=day))
    if then.version != now.version:
        return ShortChange("", EN.other_version.format(day=day, value=then.value))
    difference = now.points - then.points
    if difference == 0:
        return ShortChange(
            "–", EN.change_none + EN.change_since_same.format(day=day, value=then.value)
        )
    text = EN.change_higher if difference > 0 else EN.change_lower
    amount = text.format(number=tell.number(abs(difference)))
    since = EN.change_since.format(day=day, value=then.value)
    return ShortChange("▲" if difference > 0 else "▼", amount + since)


def tell_count(levels: Iterable[tuple[str, Level]]) -> str:
    """How many findings, and how urgent; each once, at its most urgent level.

    levels   ids of findings with their levels, in any order
    """
    worst: dict[str, Level] = {}
    for code, level in sorted(levels, key=lambda one: LEVELS.index(one[1])):
        worst.setdefault(code, level)
    return findings_heading(Teller(EN, Locale("en"), UTC_ZONE, 1), list(worst.values()))


def _teller(started: datetime, zone: object) -> Teller:
    assert isinstance(zone, ZoneInfo)  # noqa: S101  as tell_line() has put it there
    return Teller(EN, Locale("en"), zone, started.year)
