"""What can be told of a file beside its wrong shapes, so that all its faults come in one pass."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from pydantic import ValidationError

from screening.core.anatomy import ANYWHERE, Anatomy
from screening.core.checks.fault import Fault
from screening.core.rest import Rest
from screening.core.scalars import ANSWERS_BEFOREHAND, UnknownKeys
from screening.core.shapes import placed
from screening.core.tree_parts import (
    keys_at,
    mappings_in,
    node_at,
)
from screening.core.wording import closest
from screening.core.yaml_tree import Mapping, Place
from screening.errors import DefinitionError

Judge = Callable[[Any], Iterable[Fault]]
ALIKE = 0.8  # from 0 to 1: letters that two words share, for the one to be the other misspelt
MOST_ROUNDS = 6  # of leaving out what is wrong, before a file is given up


def told_beside(
    path: str, tree: Mapping | None, anatomy: Anatomy, judge: Judge
) -> list[DefinitionError]:
    """Faults of meaning in what is left beside wrong shapes; none where too little is left."""
    if tree is None:
        return []
    found: list[tuple[Rest, Fault]] = []
    rest = Rest(anatomy, tree).without((), _beside_lost(anatomy, tree))
    settled = _settled(rest, found)
    if settled is not None:
        rest, model = settled
        found += [(rest, fault) for fault in judge(model)]
        # What speaks of missing parts keeps others from being judged: once more without it.
        clean = rest.without_speakers()
        again = _settled(clean, found) if clean is not None else None
        if again is not None:
            found += [(again[0], fault) for fault in judge(again[1])]
    return [placed(path, rest.tree, fault) for rest, fault in found if rest.tells(fault)]


def left_beside(tree: Mapping | None, anatomy: Anatomy) -> Any | None:
    """The model of what is left beside wrong shapes; None where too little is left.

    For looking at alone: what was left out is told by the file's faults, and nothing may be
    scored for a patient by it.
    """
    if tree is None:
        return None
    settled = _settled(Rest(anatomy, tree).without((), _beside_lost(anatomy, tree)), [])
    return settled[1] if settled is not None else None


def _settled(rest: Rest, found: list[tuple[Rest, Fault]]) -> tuple[Rest, Any] | None:
    """What is left as a model; faults that came to light on the way are added to those found."""
    for _ in range(MOST_ROUNDS):
        unknown = UnknownKeys()
        wrong: list[Place] = []
        try:
            model = rest.anatomy.model.model_validate(rest.tree, context=unknown)
        except ValidationError as error:
            wrong = [detail["loc"] for detail in error.errors(include_url=False)]
        if unknown.found:
            ways = keys_at(rest.tree, [mark for mark, _, _ in unknown.found])
            meant = [place for one in unknown.found for place in _meant(rest, ways, one)]
            rest = rest.without(wrong, meant, ways.values())
        elif wrong:
            rest = rest.without(wrong)
        else:
            whole, faults = rest.anatomy.settle(model)
            if not faults:
                return rest, whole
            found += [(rest, fault) for fault in faults]
            rest = rest.without([fault.place for fault in faults])
    return None


def _meant(rest: Rest, ways: dict[Any, Place], unknown: Any) -> list[Place]:
    """The keys that an unknown one may be a misspelling of."""
    mark, key, known = unknown
    if key in ANSWERS_BEFOREHAND or mark not in ways:
        return []
    above = ways[mark][:-1]
    is_text = isinstance(node_at(rest.tree, ways[mark]), str)
    # A whole section must not pass for another one by chance.
    close = closest(key, known) if is_text else closest(key, known, ALIKE)
    places = [(*above, one) for one in ([close] if close else _absent(rest.tree, above, known))]
    by_key = rest.anatomy.by_key
    astray = key not in by_key if by_key else not is_text
    return [*places, (ANYWHERE,)] if astray and above and not close else places


def _absent(tree: Mapping, place: Place, known: Iterable[str]) -> list[str]:
    node = node_at(tree, place)
    return [key for key in known if key not in node]


def _beside_lost(anatomy: Anatomy, tree: Mapping) -> Iterator[Place]:
    """The places of what the reader could not take: a key without a value, twice, or no word."""
    for place, node in mappings_in(tree):
        for key in node.lost:
            if isinstance(key, str) and key != "<<":
                yield (*place, key)
                if place and key in node:  # twice: an id between the two may be gone
                    yield (ANYWHERE,)
            elif place:
                yield place
            else:
                yield from ((one,) for one in _absent(tree, (), anatomy.model.keys()))
