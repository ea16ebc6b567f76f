"""Since last time: a sentence, and below it the items that moved and the findings that changed."""

from __future__ import annotations

from collections.abc import Iterator

from screening.core.score import Score
from screening.core.since import (
    FindingSince,
    FindingsSince,
    ScoreSince,
    compare_findings,
    compare_score,
)
from screening.core.visit_evaluation import Evaluated, EvaluatedVisit
from screening.quick_dataclass import dataclass
from screening.report.reading import Reading, main_score

ITEMS_AT_MOST = 5  # named per scale


@dataclass(frozen=True, slots=True)
class Since:
    """How today differs from the visit before."""

    sentence: str
    lines: tuple[str, ...]  # one for each scale with items that moved, then the findings


def tell_since(reading: Reading) -> Since:
    """Each scale against the last visit that had it, findings against the visit before."""
    words, last = reading.words, reading.last
    if last is None:
        return Since(words.since_first, ())
    told = [
        (evaluated, before, compare_score(evaluated, then, score))
        for evaluated, score in _scales(reading)
        for before, then in _before(reading, evaluated, score)
    ]
    findings = compare_findings(reading.today, last)
    parts = [_score(reading, *one) for one in told]
    counts = _counts(reading, findings)
    sentence = words.since_sentence.format(
        day=reading.tell.near_day(last.record.visit.started),
        told="; ".join(part for part in (", ".join(parts), counts) if part) or words.since_nothing,
    )
    moved = (_moved(reading, evaluated, found) for evaluated, _, found in told)
    return Since(sentence, (*(line for line in moved if line), *_findings(reading, findings)))


def _scales(reading: Reading) -> Iterator[tuple[Evaluated, Score]]:
    for evaluated in reading.in_order():
        if (score := main_score(evaluated)) is not None:
            yield evaluated, score


def _before(
    reading: Reading, evaluated: Evaluated, score: Score
) -> Iterator[tuple[EvaluatedVisit, Evaluated]]:
    """The last visit at which the scale was filled in; none at the first one."""
    for visit in reversed(reading.earlier):
        then = visit.find(evaluated.questionnaire.id)
        if then is not None and (found := main_score(then)) and found.id == score.id:
            yield visit, then
            return


def _score(
    reading: Reading, evaluated: Evaluated, before: EvaluatedVisit, found: ScoreSince
) -> str:
    """COWS 5 higher (11 → 16)"""
    words, tell, name = reading.words, reading.tell, evaluated.questionnaire.name
    then = before.find(evaluated.questionnaire.id)
    assert then is not None  # noqa: S101  _before() has found it there
    said = {"name": name, "day": tell.near_day(before.record.visit.started)}
    if found.why_not == "version":
        versions = {"then": then.questionnaire.version, "now": evaluated.questionnaire.version}
        return words.since_version.format(**said, **versions)
    if found.why_not == "raters":
        return words.since_raters.format(**said)
    if found.after is None:
        return words.since_open.format(**said)
    if found.before is None:
        return words.since_open_then.format(**said)
    points = {"before": tell.number(found.before), "after": tell.number(found.after)}
    difference = found.after - found.before
    text = words.since_same
    if difference:
        text = words.since_higher if difference > 0 else words.since_lower
    told = text.format(**said, **points, number=tell.number(abs(difference)))
    return told if before is reading.last else words.since_day.format(told=told, day=said["day"])


def _counts(reading: Reading, findings: FindingsSince) -> str:
    words, tell = reading.words, reading.tell
    gone = [one for one in findings.gone if one.told]
    counted = ((words.since_new_count, findings.new), (words.since_gone_count, gone))
    return ", ".join(tell.count(texts, len(found)) for texts, found in counted if found)


def _moved(reading: Reading, evaluated: Evaluated, found: ScoreSince) -> str:
    """COWS, moved by two points or more: Restlessness 1 → 3, Sweating 0 → 2."""
    tell, words = reading.tell, reading.words
    if not found.moved:
        return ""
    named = [
        words.item_change.format(
            item=one.label, before=tell.number(one.before), after=tell.number(one.after)
        )
        for one in found.moved[:ITEMS_AT_MOST]
    ]
    if more := len(found.moved) - len(named):
        named.append(tell.count(words.since_more, more))
    return words.since_moved.format(name=evaluated.questionnaire.name, items=", ".join(named))


def _findings(reading: Reading, findings: FindingsSince) -> Iterator[str]:
    words = reading.words
    for text, found in (
        (words.since_new, [_new(reading, one) for one in findings.new]),
        (words.since_gone, [one.text for one in findings.gone if one.told]),
        (words.since_unasked, [one.text for one in findings.gone if not one.told]),
    ):
        if found:
            yield text.format(findings="; ".join(found))
    for name, why in findings.skipped:
        evaluated = reading.today.find(name)
        if evaluated is not None and evaluated.questionnaire.findings:
            yield words.since_skipped[why].format(name=evaluated.questionnaire.name)


def _new(reading: Reading, one: FindingSince) -> str:
    """With a word where the visit before could not tell: it may be older than it looks."""
    return one.text if one.told else reading.words.since_untold.format(text=one.text)
