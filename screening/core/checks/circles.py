"""Nothing waits for itself, and no chain of waiting is longer than can be followed."""

from __future__ import annotations

from collections.abc import Mapping

from screening.core.checks.bounds import LONGEST_CHAIN
from screening.core.checks.fault import Fault, Faults
from screening.core.checks.names import placed_items
from screening.core.condition import refs_in
from screening.core.questionnaire import Questionnaire
from screening.core.score import Score


def check_circles(q: Questionnaire) -> Faults:
    """Items whose `enable_when`, and scores whose conditions, lead back to themselves."""
    waits = {item.id: _stands_on(q, refs_in(item.enable_when)) for item in q.items}
    waits |= {score.id: _stands_on(q, _score_refs(score)) for score in q.scores}
    longest: dict[str, int] = {}
    for place, item in placed_items(q):
        yield from _check(item.id, (*place, "enable_when"), waits, longest)
    for n, score in enumerate(q.scores):
        yield from _check(score.id, ("scores", n), waits, longest)


Waits = Mapping[str, frozenset[str]]


def _score_refs(score: Score) -> tuple[str, ...]:
    """What decides how a score is worked out, without its items."""
    refs = list(refs_in(score.leave_out.when)) if score.leave_out else []
    for band_set in score.band_sets:
        for branch in band_set.choose:
            refs += refs_in(branch.when)
    return tuple(refs)


def _stands_on(q: Questionnaire, refs: tuple[str, ...]) -> frozenset[str]:
    return frozenset(item for ref in refs for item in q.rests_on(ref))


def _check(
    name: str, place: tuple[str | int, ...], waits: Waits, longest: dict[str, int]
) -> Faults:
    if _leads_to(name, waits):
        yield Fault(
            "circle", place, f"“{name}” waits for itself.", "Break the circle of conditions."
        )
    elif _length(name, waits, longest) > LONGEST_CHAIN:
        yield Fault(
            "chain_too_long",
            place,
            f"“{name}” waits for more than {LONGEST_CHAIN} others, one after the other.",
            "Let it hang on an earlier answer.",
        )


def _leads_to(name: str, waits: Waits) -> bool:
    seen: set[str] = set()
    todo = list(waits[name])
    while todo:
        ref = todo.pop()
        if ref not in seen:
            seen.add(ref)
            todo += waits.get(ref, ())
    return name in seen


def _length(name: str, waits: Waits, longest: dict[str, int]) -> int:
    """Length of the longest chain that starts here; a circle on the way counts as too long."""
    todo = [name]
    while todo:
        top = todo[-1]
        open_ones = [ref for ref in waits.get(top, ()) if ref not in longest]
        if not open_ones or len(todo) > LONGEST_CHAIN + 1:
            lengths = (longest.get(ref, LONGEST_CHAIN) for ref in waits.get(top, ()))
            longest[top] = 1 + max(lengths, default=-1)
            todo.pop()
        else:
            todo.append(open_ones[0])
    return longest[name]
