"""What is different since an earlier visit. Only like is compared with like.

Points of two versions of a questionnaire, or of two kinds of raters, are never set against each
other: the items or the eyes are others. Then the reason stands where the difference would be.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from screening.core.facts import Observation
from screening.core.logic import holds_in
from screening.core.points import answer_points
from screening.core.questionnaire import Finding
from screening.core.score import Score
from screening.core.visit_evaluation import Evaluated, EvaluatedVisit
from screening.quick_dataclass import dataclass

MUCH = Decimal(2)  # points by which an item must have moved to be named

Why = Literal["version", "raters"]


@dataclass(frozen=True, slots=True)
class Moved:
    """One item that moved by two points or more."""

    item_id: str
    label: str
    before: Decimal  # points
    after: Decimal


@dataclass(frozen=True, slots=True)
class ScoreSince:
    """One score at two visits."""

    before: Decimal | None  # None while anything that it needed was missing
    after: Decimal | None
    why_not: Why | None  # why the two are not compared; then nothing has moved
    moved: tuple[Moved, ...]  # the largest first


@dataclass(frozen=True, slots=True)
class FindingSince:
    """One finding that one of two visits raises."""

    code: str
    text: str
    told: bool  # whether the other visit could tell; False: it was not asked, or not answered


@dataclass(frozen=True, slots=True)
class FindingsSince:
    """Findings at two visits; those that both raise are left out."""

    new: tuple[FindingSince, ...]
    gone: tuple[FindingSince, ...]  # not told: nobody knows whether it is gone
    skipped: tuple[tuple[str, Why], ...]  # ids of questionnaires that are not compared, and why


def roles(evaluated: Evaluated) -> frozenset[str]:
    """Who filled it in."""
    return frozenset(filled.role for filled in evaluated.filled)


def why_not(now: Evaluated, then: Evaluated) -> Why | None:
    """Why one questionnaire at two visits is not compared; None when it is."""
    if now.questionnaire.version != then.questionnaire.version:
        return "version"
    return "raters" if roles(now) != roles(then) else None


def compare_score(now: Evaluated, then: Evaluated, score: Score) -> ScoreSince:
    """A score at two visits, and the items that moved."""
    why, before = why_not(now, then), then.now.look(score.id) if _has(then, score) else None
    after = now.now.look(score.id)
    assert isinstance(after, Observation)  # noqa: S101  the score is the questionnaire's own
    return ScoreSince(
        before=before.value if isinstance(before, Observation) else None,
        after=after.value,
        why_not=why,
        moved=() if why else tuple(sorted(_moved(now, then, score), key=_by_how_much)),
    )


def compare_findings(now: EvaluatedVisit, then: EvaluatedVisit) -> FindingsSince:
    """Findings that one of two visits raises and the other does not, each once.

    A finding is gone where today's answers say so, not where nobody asked.
    """
    here, there = _raised(now), _raised(then)
    skipped = {
        one.questionnaire.id: why
        for one in now.questionnaires
        if (other := then.find(one.questionnaire.id)) and (why := why_not(one, other))
    }
    return FindingsSince(
        new=tuple(_only(here, there, then, skipped)),
        gone=tuple(_only(there, here, now, skipped)),
        skipped=tuple(skipped.items()),
    )


def _has(evaluated: Evaluated, score: Score) -> bool:
    return any(one.id == score.id for one in evaluated.questionnaire.scores)


def _moved(now: Evaluated, then: Evaluated, score: Score) -> Iterator[Moved]:
    for item_id in score.items:
        item = now.questionnaire.item(item_id)
        after = answer_points(now.now, item)
        before = answer_points(then.now, then.questionnaire.item(item_id))
        if before is not None and after is not None and abs(after - before) >= MUCH:
            yield Moved(item_id, item.label, before, after)


def _by_how_much(moved: Moved) -> Decimal:
    return -abs(moved.after - moved.before)


_Raised = dict[str, list[tuple[str, Finding]]]  # finding id -> questionnaires that raise it


def _raised(visit: EvaluatedVisit) -> _Raised:
    found: _Raised = {}
    for one in visit.questionnaires:
        for finding in one.questionnaire.findings:
            if holds_in(finding.when, one.now) is True:
                found.setdefault(finding.id, []).append((one.questionnaire.id, finding))
    return found


def _only(
    here: _Raised, there: _Raised, other: EvaluatedVisit, skipped: dict[str, Why]
) -> Iterator[FindingSince]:
    """What is raised here and not there, by questionnaires that may be compared."""
    for code, raisers in here.items():
        kept = [(name, finding) for name, finding in raisers if name not in skipped]
        if kept and code not in there:
            told = any(_is_false(other, name, code) for name, _ in kept)
            yield FindingSince(code, kept[0][1].words, told)


def _is_false(visit: EvaluatedVisit, name: str, code: str) -> bool:
    evaluated = visit.find(name)
    if evaluated is None:
        return False
    findings = (f for f in evaluated.questionnaire.findings if f.id == code)
    return any(holds_in(finding.when, evaluated.now) is False for finding in findings)
