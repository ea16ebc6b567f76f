"""Nothing waits for itself, and no chain of waiting is longer than can be followed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from screening.core.checks.bounds import LONGEST_CHAIN
from screening.core.checks.fault import Fault, Faults
from screening.core.checks.names import placed_figures, placed_items
from screening.core.condition import refs_in
from screening.core.questionnaire import Questionnaire
from screening.core.score import Banded
from screening.core.yaml_tree import Place


def check_circles(q: Questionnaire) -> Faults:
    """Items, computed values and scores whose conditions or ends lead back to themselves."""
    waits = waits_of(q)
    longest: dict[str, int] = {}
    for place, name in placed_waits(q):
        yield from _check(name, place, waits, longest)


def placed_waits(q: Questionnaire) -> Iterator[tuple[Place, str]]:
    """Everything that may wait for something else, with the place that says so."""
    yield from (((*place, "enable_when"), item.id) for place, item in placed_items(q))
    yield from ((place, figure.id) for place, figure in placed_figures(q))


Waits = Mapping[str, frozenset[str]]


def waits_of(q: Questionnaire) -> dict[str, frozenset[str]]:
    """What each item, computed value and score hangs on; a score's own items are left out."""
    waits = {item.id: refs_in(item.enable_when) for item in q.items}
    waits |= {one.id: (*one.ends, *_set_refs(one)) for one in q.computed}
    for score in q.scores:
        out = refs_in(score.leave_out.when) if score.leave_out else ()
        waits[score.id] = (*out, *_set_refs(score))
    return {name: frozenset(refs) for name, refs in waits.items()}


def _set_refs(figure: Banded) -> tuple[str, ...]:
    branches = (branch for band_set in figure.band_sets for branch in band_set.choose)
    return tuple(ref for branch in branches for ref in refs_in(branch.when))


def _check(name: str, place: Place, waits: Waits, longest: dict[str, int]) -> Faults:
    if leads_to_itself(name, waits):
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


def leads_to_itself(name: str, waits: Waits) -> bool:
    """Whether something waits for itself, directly or through others."""
    return name in waited_for(name, waits)


def waited_for(name: str, waits: Waits) -> set[str]:
    """Everything that something waits for, directly or through others."""
    found: set[str] = set()
    todo = list(waits[name])
    while todo:
        ref = todo.pop()
        if ref not in found:
            found.add(ref)
            todo += waits.get(ref, ())
    return found


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
