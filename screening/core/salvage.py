"""What is left of a file with a wrong shape, so that faults of meaning elsewhere are told as well.

The part round each wrong place is left out, and whatever speaks of it is not judged: a fault is
never told through its consequences.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from screening.core.checks.fault import Fault
from screening.core.yaml_text import Mark
from screening.core.yaml_tree import Mapping, Place, Sequence

# That nothing speaks of something may be due to what was left out.
MAY_BE_OTHERWISE = frozenset({"unused"})
NAMED = frozenset({"option_sets"})  # sections whose parts stand under names of their own


@dataclass(frozen=True, slots=True)
class Rest:
    """What can still be read, and the names that nothing may be said about."""

    tree: Mapping
    touched: frozenset[str]

    def without(self, wrong: Iterable[Place]) -> Rest | None:
        """The same without the parts round more wrong places."""
        return without(self.tree, wrong, touched=self.touched)

    def tells(self, fault: Fault) -> bool:
        """Whether a fault of the rest cannot come from what was left out."""
        part = _part(self.tree, fault.place)
        if fault.code in MAY_BE_OTHERWISE:
            return False
        of_all = len(part) < 2 and not isinstance(_node(self.tree, part), Mapping)
        if not part or of_all or any(f"“{name}”" in fault.problem for name in self.touched):
            return False
        return self.touched.isdisjoint(_words(_node(self.tree, part)))


def without(
    tree: Mapping,
    wrong: Iterable[Place],
    doubtful: Iterable[Place] = (),
    touched: Iterable[str] = (),
) -> Rest | None:
    """The tree without the parts round wrong places; None where nothing can be left out.

    doubtful   places that stay, and are not judged
    touched    names that nothing is said about from before
    """
    places = set(wrong)
    # That a list has too little in it comes of what is wrong within.
    outer = {place[:n] for place in places for n in range(len(place))}
    gone = {_part(tree, place) for place in places - outer}
    if () in gone:
        return None
    names = set(touched)
    names |= {name for part in gone for name in _names(tree, part)}
    names |= {name for place in doubtful for name in _names(tree, _part(tree, place))}
    rest = _copy(tree, gone, ())
    return Rest(rest, _spread(rest, names))


def places_of_keys(tree: Mapping, marks: Collection[Mark]) -> tuple[Place, ...]:
    """The ways to the keys that stand at these marks; values and the rest have none."""
    wanted = {(mark.line - 1, mark.column - 1) for mark in marks}
    return tuple(_keys_at(tree, wanted, ())) if wanted else ()


def _keys_at(node: object, wanted: Collection[tuple[int, int]], place: Place) -> Iterator[Place]:
    if isinstance(node, Mapping):
        for number, (key, value) in enumerate(node.items()):
            mark = node.marks[2 * number]
            if (mark.line, mark.column) in wanted:
                yield (*place, key)
            if not isinstance(value, str):
                yield from _keys_at(value, wanted, (*place, key))
    elif isinstance(node, Sequence):
        for number, value in enumerate(node):
            if not isinstance(value, str):
                yield from _keys_at(value, wanted, (*place, number))


def _part(tree: Mapping, place: Place) -> Place:
    """The item, score, finding … that a place belongs to; as far as the tree has it."""
    real: list[str | int] = []
    node: Any = tree
    for step in place:
        inside = (isinstance(node, Mapping) and step in node) or (
            isinstance(node, Sequence) and isinstance(step, int) and step < len(node)
        )
        if inside:
            real.append(step)
            node = node[step]
    if real[:1] == ["pages"] and len(real) >= 4 and real[2] == "items":
        return tuple(real[:4])
    if not real:
        return ()
    section = tree[str(real[0])]
    deeper = isinstance(section, Sequence) or real[0] in NAMED
    return tuple(real[:2]) if deeper else tuple(real[:1])


def _names(tree: Mapping, part: Place) -> Iterator[str]:
    """What others call a part by: its id or the name it stands under; of a page, its items'."""
    node = _node(tree, part)
    if not part or not isinstance(node, Mapping):
        yield from (str(step) for step in part[1:2] if part[0] in NAMED)
    elif part[0] == "pages" and len(part) == 2:
        items = node.get("items")
        for item in items if isinstance(items, Sequence) else ():
            if isinstance(item, Mapping) and _has_id(item):
                yield item["id"]
    elif _has_id(node):
        yield node["id"]


def _has_id(node: Mapping) -> bool:
    return isinstance(node.get("id"), str)


def _spread(tree: Mapping, touched: set[str]) -> frozenset[str]:
    """With the names of everything that speaks of a touched name, and so on."""
    if not touched:
        return frozenset()
    said = [(set(_names(tree, part)), set(_words(_node(tree, part)))) for part in _parts(tree)]
    grown = True
    while grown:
        before = len(touched)
        for own, words in said:
            if not own <= touched and not touched.isdisjoint(words):
                touched |= own
        grown = len(touched) > before
    return frozenset(touched)


def _parts(tree: Mapping) -> Iterator[Place]:
    """Everything that has a name and may be spoken of: no page and no worked case is."""
    for key, section in tree.items():
        if key == "pages" and isinstance(section, Sequence):
            for number, page in enumerate(section):
                items = page.get("items") if isinstance(page, Mapping) else None
                count = len(items) if isinstance(items, Sequence) else 0
                yield from (("pages", number, "items", at) for at in range(count))
        elif isinstance(section, Sequence) and key != "cases":
            yield from ((key, number) for number in range(len(section)))
        elif isinstance(section, Mapping) and key in NAMED:
            yield from ((key, name) for name in section)


def _words(node: object) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, Mapping):
        yield from node
        for value in node.values():
            yield from _words(value)
    elif isinstance(node, Sequence):
        for value in node:
            yield from _words(value)


def _node(tree: Mapping, place: Place) -> Any:
    node: Any = tree
    for step in place:
        node = node[step]
    return node


def _copy(node: Any, gone: set[Place], at: Place) -> Any:
    """The same, marks included, without the parts that are gone."""
    if not any(place[: len(at)] == at for place in gone):
        return node
    if isinstance(node, Mapping):
        kept = [key for key in node if (*at, key) not in gone]
        copy = Mapping((key, _copy(node[key], gone, (*at, key))) for key in kept)
        places = {key: 2 * n for n, key in enumerate(node)}
        copy.start = node.start
        copy.marks = [m for key in kept for m in node.marks[places[key] : places[key] + 2]]
        return copy
    numbers = [n for n in range(len(node)) if (*at, n) not in gone]
    some = Sequence(_copy(node[n], gone, (*at, n)) for n in numbers)
    some.marks = [node.marks[n] for n in numbers]
    return some
