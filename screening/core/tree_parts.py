"""Parts of a tree: found by patterns, named by what stays, left out and put in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from screening.core.yaml_text import Mark
from screening.core.yaml_tree import Mapping, Place, Sequence

Pattern = tuple[str, ...]
"""A way from the top of a tree to many nodes: keys, and * for whatever stands there."""


def fits(place: Place, pattern: Pattern) -> bool:
    """Whether a place is one of those that a pattern means."""
    return len(place) == len(pattern) and all(
        word in ("*", step) for step, word in zip(place, pattern, strict=True)
    )


Branches = dict[str | int, Any]
_END = ""  # no key is empty here: below it stands nothing


def branches(patterns: Iterable[Pattern]) -> Branches:
    """Patterns as one tree, in which a place is soon looked up."""
    top: Branches = {}
    for pattern in patterns:
        node = top
        for word in pattern:
            node = node.setdefault(word, {})
        node[_END] = {}
    return top


def longest(top: Branches, place: Place) -> int:
    """How many steps of a place the longest of the patterns takes that it lies in."""
    nodes, found = [top], 0
    for number, step in enumerate(place, 1):
        nodes = [node[word] for node in nodes for word in (step, "*") if word in node]
        if any(_END in node for node in nodes):
            found = number
    return found


def matching(node: object, pattern: Pattern) -> Iterator[Place]:
    """Every place of a tree that a pattern means."""
    if not pattern:
        yield ()
        return
    word, rest = pattern[0], pattern[1:]
    for step, inner in _inside(node):
        if word in ("*", step):
            yield from ((step, *place) for place in matching(inner, rest))


def _inside(node: object) -> Iterable[tuple[str | int, object]]:
    if isinstance(node, Mapping):
        return node.items()
    return enumerate(node) if isinstance(node, Sequence) else ()


def has_step(node: object, step: str | int) -> bool:
    """Whether one step leads on from a node."""
    if isinstance(node, Mapping):
        return step in node
    return isinstance(node, Sequence) and isinstance(step, int) and step < len(node)


def node_at(tree: Mapping, place: Place) -> Any:
    """What stands at a place; None where nothing does."""
    node: Any = tree
    for step in place:
        if not has_step(node, step):
            return None
        node = node[step]
    return node


def plain_place(tree: Mapping, place: Place) -> Place:
    """A place without the words that a validator puts behind an item for its type."""
    kept: list[str | int] = []
    for step in place:
        node = node_at(tree, tuple(kept))
        branch = kept and isinstance(kept[-1], int) and isinstance(node, Mapping)
        if not (branch and node.get("type") == step):
            kept.append(step)
    return tuple(kept)


Fixed = tuple[object, ...]
"""A place in which entries of lists are named by where they stand in the file, not by number."""


def fixed(tree: Mapping, place: Place) -> Fixed:
    """A place that stays the same when other entries are left out."""
    steps: list[object] = []
    node: Any = tree
    for step in place:
        if isinstance(node, Sequence) and isinstance(step, int) and step < len(node):
            mark = node.marks[step]
            steps.append((mark.line, mark.column))
        else:
            steps.append(step)
        node = node[step] if has_step(node, step) else None
    return tuple(steps)


def words_of(node: object) -> Iterator[str]:
    """Every key and text below a node; of a name with a dot also what stands before it."""
    if isinstance(node, str):
        yield node
        if "." in node:
            yield node.partition(".")[0]
    for key, inner in _inside(node):
        if isinstance(key, str):
            yield from words_of(key)
        yield from words_of(inner)


def keys_at(tree: Mapping, marks: Collection[Mark]) -> dict[Mark, Place]:
    """The ways to the keys that stand at these marks."""
    wanted = {(mark.line - 1, mark.column - 1): mark for mark in marks}
    found: dict[Mark, Place] = {}
    for place, node in mappings_in(tree):
        for number, key in enumerate(node if wanted else ()):
            mark = node.marks[2 * number]
            if (mark.line, mark.column) in wanted:
                found[wanted[mark.line, mark.column]] = (*place, key)
    return found


def mappings_in(node: object, place: Place = ()) -> Iterator[tuple[Place, Mapping]]:
    """Every mapping of a tree with its place."""
    if isinstance(node, Mapping):
        yield place, node
    for step, inner in _inside(node):
        if not isinstance(inner, str):
            yield from mappings_in(inner, (*place, step))


def without(tree: Mapping, gone: Collection[Place]) -> Mapping:
    """The same, marks included, without the parts that are gone."""
    ways = frozenset(place[:n] for place in gone for n in range(len(place)))
    rest: Mapping = _without(tree, frozenset(gone), ways, ())
    return rest


def _without(node: Any, gone: frozenset[Place], ways: frozenset[Place], at: Place) -> Any:
    if at not in ways:
        return node
    if isinstance(node, Mapping):
        kept = [key for key in node if (*at, key) not in gone]
        copy = Mapping((key, _without(node[key], gone, ways, (*at, key))) for key in kept)
        places = {key: 2 * n for n, key in enumerate(node)}
        copy.marks = [m for key in kept for m in node.marks[places[key] : places[key] + 2]]
        copy.start, copy.lost = node.start, node.lost
        return copy
    if not isinstance(node, Sequence):
        return node
    numbers = [n for n in range(len(node)) if (*at, n) not in gone]
    some = Sequence(_without(node[n], gone, ways, (*at, n)) for n in numbers)
    some.marks = [node.marks[n] for n in numbers]
    return some


def put(tree: Mapping, place: Place, value: object) -> Mapping:
    """The same with a plain value at a place whose last step is a key; its marks are made up."""
    if not isinstance(node_at(tree, place[:-1]), Mapping):
        return tree
    changed: Mapping = _put(tree, place, value, tree.start)
    return changed


def _put(node: Any, place: Place, value: object, start: Any) -> Any:
    if not place:
        return _marked(value, start)
    if isinstance(node, Sequence):
        at = place[0]
        parts = (
            _put(one, place[1:], value, start) if n == at else one for n, one in enumerate(node)
        )
        some = Sequence(parts)
        some.marks = node.marks
        return some
    if not isinstance(node, Mapping):
        return node
    copy = Mapping(node)
    copy.start, copy.lost, copy.marks = node.start, node.lost, list(node.marks)
    key = str(place[0])
    if key not in copy:
        copy.marks += [node.start, node.start]
    copy[key] = _put(node.get(key), place[1:], value, node.start)
    return copy


def _marked(value: object, start: Any) -> object:
    if isinstance(value, dict):
        made = Mapping((key, _marked(inner, start)) for key, inner in value.items())
        made.start, made.marks = start, [start] * (2 * len(made))
        return made
    if isinstance(value, list):
        some = Sequence(_marked(inner, start) for inner in value)
        some.marks = [start] * len(some)
        return some
    return value
