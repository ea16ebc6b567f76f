"""What the clinician must see: the findings, what has to be asked in person, the rules behind."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from screening.core.condition import refs_in
from screening.core.facts import Evidence, RaisedFinding
from screening.core.findings import raise_finding
from screening.core.levels import LEVELS, RECORDED_LEVELS, Level
from screening.core.questionnaire import Finding
from screening.core.visit import RecordedFinding
from screening.core.visit_evaluation import Evaluated
from screening.quick_dataclass import dataclass
from screening.report.reading import Reading, is_left_out, known, ref_words
from screening.report.sections.safety import tell_safety
from screening.report.sections.sources import source_words
from screening.report.telling import Teller

DAYS: dict[Level, int] = {"within_7_days": 7, "within_28_days": 28}


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding."""

    text: str
    answer: str  # what it rests on, as answered
    level: str  # when to act, in words, with the day where there is one
    seen: str


@dataclass(frozen=True, slots=True)
class Findings:
    """The first thing on the page."""

    heading: str  # count and most urgent deadline, or that no flag was raised
    raised: bool
    rows: tuple[FindingRow, ...]
    ask: str  # findings that cannot be told and have to be asked in person; may be empty
    safety: str  # how many safety questions were answered, and which were not


@dataclass(frozen=True, slots=True)
class RuleRow:
    """The rule behind one finding, for page 2."""

    code: str  # questionnaire and finding
    text: str
    rests_on: str
    why: str
    source: str


@dataclass(frozen=True, slots=True)
class _Found:
    home: Evaluated
    finding: Finding
    raised: RaisedFinding


@dataclass(frozen=True, slots=True)
class _Shown:
    """A finding as one questionnaire raises it or as it was recorded."""

    code: str  # the finding's id
    level: Level
    text: str
    answer: str
    recorded: RecordedFinding | None


def tell_findings(reading: Reading) -> Findings:
    found = _all_found(reading)
    raised = [one for one in found if one.raised.state == "raised"]
    shown = [_held(reading, one) for one in raised]
    shown += [_gone(reading, one) for one in _no_longer(reading, raised)]
    by_code: dict[str, list[_Shown]] = {}
    for one in sorted(shown, key=lambda one: _rank(one.level)):
        by_code.setdefault(one.code, []).append(one)
    ask = [
        one.raised.text
        for one in found
        if one.raised.state == "ask" and one.finding.id not in by_code
    ]
    return Findings(
        heading=findings_heading(reading.tell, [same[0].level for same in by_code.values()]),
        raised=bool(by_code),
        rows=tuple(_row(reading, same) for same in by_code.values()),
        ask="; ".join(dict.fromkeys(ask)),
        safety=tell_safety(reading),
    )


def tell_rules(reading: Reading) -> tuple[RuleRow, ...]:
    """One row for each finding that is raised or has to be asked."""
    return tuple(
        RuleRow(
            code=f"{one.home.questionnaire.id}.{one.finding.id}",
            text=one.raised.text,
            rests_on=reading.tell.cut(_answer(reading, one)),
            why=one.finding.why or "",
            source=source_words(one.finding.source),
        )
        for one in _all_found(reading)
    )


def _all_found(reading: Reading) -> list[_Found]:
    """Highest level first, then the order of the visit and of the questionnaire."""
    found = [
        _Found(home, finding, raised)
        for home in reading.today.questionnaires
        for finding in home.questionnaire.findings
        if (raised := raise_finding(home.now, finding, reading.tell.speech)) is not None
        and not _waits_for_what_was_left_out(reading, home, raised)
    ]
    return sorted(found, key=lambda one: _rank(one.raised.level))


def _waits_for_what_was_left_out(reading: Reading, home: Evaluated, raised: RaisedFinding) -> bool:
    """Whether all it would need to know lies on pages that this visit did not bring.

    Such a packet asks a little on purpose: to ask all of it in person at every visit would bury
    what a patient was asked and left open. The line on safety questions names what was not asked.
    """
    return raised.state == "ask" and all(
        is_left_out(reading.today, home, part.ref) for part in raised.evidence
    )


def _rank(level: Level) -> int:
    return LEVELS.index(level)


def findings_heading(tell: Teller, levels: list[Level]) -> str:
    """How many findings, and the most urgent deadlines; one level for each finding."""
    words = tell.words
    if not levels:
        return words.no_flag
    number = Counter(levels)
    told = [level for level in RECORDED_LEVELS if number[level]] or [min(levels, key=_rank)]
    count = tell.count(words.findings_count, len(levels))
    deadlines = (words.findings_deadline[level].format(number=number[level]) for level in told)
    return f"{count}: {', '.join(deadlines)}"


def _row(reading: Reading, same: list[_Shown]) -> FindingRow:
    """One row for a finding, however many questionnaires raise it; the most urgent comes first."""
    answers = dict.fromkeys(one.answer for one in same)
    return FindingRow(
        text=same[0].text,
        answer=reading.tell.cut("; ".join(answers)),
        level=level_words(reading, same[0].level),
        seen=_seen(reading, [one.recorded for one in same if one.recorded is not None]),
    )


def _held(reading: Reading, one: _Found) -> _Shown:
    recorded = _record_of(reading, one)
    # What was recorded as urgent stays so, whatever level the clinic has set since.
    levels = [one.raised.level, *([recorded.level] if recorded else [])]
    return _Shown(
        code=one.finding.id,
        level=min(levels, key=_rank),
        text=one.raised.text,
        answer=_answer(reading, one, short=True),
        recorded=recorded,
    )


def _answer(reading: Reading, one: _Found, *, short: bool = False) -> str:
    """The answers it rests on.

    In short without those that only led to the others, and without durations, which stand in
    the strip below: unless nothing else is left.
    """
    questionnaire = one.home.questionnaire
    refs = [part.ref for part in one.raised.evidence]
    durations = {computed.id for computed in questionnaire.computed}
    implied = {
        gate
        for ref in refs
        if questionnaire.has_item(ref)
        for gate in refs_in(questionnaire.item(ref).enable_when)
    }
    told = [part for part in one.raised.evidence if part.ref not in implied | durations]
    parts = (_evidence(reading, one.home, part) for part in (short and told) or one.raised.evidence)
    return "; ".join(dict.fromkeys(parts))


def _evidence(reading: Reading, home: Evaluated, part: Evidence) -> str:
    label, words = part.label, part.words
    if "." in part.ref and known(reading.today, part.ref, home):
        label, words = ref_words(reading, reading.today, home, part.ref, options=part.options)
    return reading.words.item_with.format(item=label, answer=words)


def level_words(reading: Reading, level: Level) -> str:
    """Within 7 days, by 26 Nov 2026."""
    words = reading.words.levels[level]
    if level not in DAYS:
        return words
    by = reading.today.record.visit.started + timedelta(days=DAYS[level])
    return reading.words.by_day.format(level=words, day=reading.tell.near_day(by))


def _record_of(reading: Reading, one: _Found) -> RecordedFinding | None:
    for recorded in reading.today.record.recorded or ():
        if (recorded.questionnaire_id, recorded.code) == _key(one):
            return recorded
    return None


def _key(one: _Found) -> tuple[str, str]:
    return one.home.questionnaire.id, one.finding.id


def _seen(reading: Reading, recorded: list[RecordedFinding]) -> str:
    """Who saw it last; not yet seen while one of its records is not."""
    if reading.today.record.recorded is None:
        return reading.words.seen_unknown
    times = [one.seen_at for one in recorded if one.seen_at is not None]
    if not times or len(times) < len(recorded):
        return reading.words.not_seen
    last = next(one for one in recorded if one.seen_at == max(times))
    return reading.words.seen.format(name=last.seen_by, clock=reading.tell.clock(max(times)))


def _no_longer(reading: Reading, raised: list[_Found]) -> list[RecordedFinding]:
    """Recorded findings that do not hold now: raised is recorded, and stays on the page."""
    held = {_key(one) for one in raised}
    recorded = reading.today.record.recorded or ()
    return [one for one in recorded if (one.questionnaire_id, one.code) not in held]


def _gone(reading: Reading, one: RecordedFinding) -> _Shown:
    """Its answer was changed later, or was given and is not sent yet."""
    text = reading.words.not_sent if one.changed_at is None else reading.words.later_changed
    clock = reading.tell.clock(one.changed_at or one.raised_at)
    answer = text.format(because=one.because, clock=clock)
    return _Shown(one.code, one.level, one.text, answer, one)
