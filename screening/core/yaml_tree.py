"""YAML bytes -> a tree in which every scalar is text and everything knows its place.

The events of libyaml are walked with limits before anything is built, so that hostile files
meet a plain fault instead of a parser's exception. Python's pure parser differs from libyaml
in details; without libyaml we refuse to start.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

import yaml
from yaml.events import (
    DocumentEndEvent,
    MappingEndEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
)

from screening.core.yaml_limits import DEEPEST, LONGEST_SCALAR, MOST_NODES, check_limits
from screening.core.yaml_text import START, Mark, YamlFault, decode, mark_of, syntax_fault

if not yaml.__with_libyaml__:
    raise ImportError("PyYAML was built without libyaml: install the binary package of PyYAML.")


class Sequence(tuple[Any, ...]):
    """A list that knows where each part starts.

    It keeps libyaml's own marks, as a Mapping does: ours are made when a fault asks for one.
    """

    marks: list[Any]

    def part_mark(self, part: int) -> Mark:
        """Where a part starts."""
        return mark_of(self.marks[part])


class Mapping(dict[str, Any]):
    """A mapping that knows where it starts, and where each key and value does."""

    start: Any
    marks: list[Any]  # of keys and values, in turn
    lost: tuple[object, ...] = ()  # keys that were written here and could not be taken

    @cached_property
    def _at(self) -> dict[str, int]:
        return {key: 2 * n for n, key in enumerate(self)}

    def key_mark(self, key: str) -> Mark:
        """Where a key stands."""
        return mark_of(self.marks[self._at[key]])

    def value_mark(self, key: str) -> Mark:
        """Where the value of a key starts."""
        return mark_of(self.marks[self._at[key] + 1])


def read_tree(data: bytes) -> tuple[Mapping, tuple[YamlFault, ...]]:
    """The tree of one YAML document whose top is a mapping, and what is wrong with its text.

    raises  YamlFault where nothing can be built; faults that leave a tree are returned
    """
    faults: list[YamlFault] = []
    parser = yaml.CSafeLoader(decode(data))
    try:
        node, start = _document(iter(parser.get_event, None), faults)
    except yaml.YAMLError as error:
        raise syntax_fault(error) from None
    except (ValueError, IndexError, RecursionError, UnicodeError):
        raise YamlFault(
            START, "not_yaml", "The file cannot be read as YAML.", "Check it from the top."
        ) from None
    if not isinstance(node, Mapping):
        raise YamlFault(
            mark_of(start), "not_a_mapping", "The file is not a list of keys.", "Start with `id:`."
        )
    return node, tuple(faults)


def _document(events: Iterator[Any], faults: list[YamlFault]) -> tuple[Any, Any]:
    """The node of the only document, and libyaml's mark of its start."""
    next(events)  # stream start
    if type(next(events)) is StreamEndEvent:
        raise YamlFault(START, "empty", "The file is empty.", "Start with `id:`.")
    node, start = _node(events, faults)
    after = next(events)
    if type(after) is not StreamEndEvent:
        raise YamlFault(
            mark_of(after.start_mark),
            "second_document",
            "A second document starts here.",
            "Keep one questionnaire in a file.",
        )
    return node, start


def _node(events: Iterator[Any], faults: list[YamlFault]) -> tuple[Any, Any]:
    """What the events up to a document's end describe, and libyaml's mark of its start.

    Loading spends most of its time in this loop: nothing is called where nothing is wrong.
    """
    nodes = 0
    parts: list[Any] = []  # of the innermost open list or mapping: keys and values in turn
    marks: list[Any] = []
    around: list[tuple[list[Any], list[Any]]] = []  # the same of those that it lies in
    for event in events:
        kind = type(event)
        if kind is ScalarEvent:
            nodes += 1
            text = event.value
            if (nodes > MOST_NODES or len(around) >= DEEPEST or len(text) > LONGEST_SCALAR // 4
                    or event.anchor is not None or event.tag is not None
                    or not text.isprintable()):  # fmt: skip
                check_limits(event, nodes, len(around))
            parts.append(text)
            marks.append(event.start_mark)
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            made = _mapping if kind is MappingEndEvent else _sequence
            outer, places = around.pop()
            outer.append(made(parts, marks, places[-1], faults))
            parts, marks = outer, places
        elif kind is DocumentEndEvent:
            break
        else:
            nodes += 1
            check_limits(event, nodes, len(around))
            marks.append(event.start_mark)
            around.append((parts, marks))
            parts, marks = [], []
    return parts[0], marks[0]


Faults = list[YamlFault]


def _sequence(parts: list[Any], marks: list[Any], _start: Any, _faults: Faults) -> Sequence:
    sequence = Sequence(parts)
    sequence.marks = marks
    return sequence


def _mapping(parts: list[Any], marks: list[Any], start: Any, faults: Faults) -> Mapping:
    keys, values = parts[::2], parts[1::2]
    sound = {str}.issuperset(map(type, keys)) and "<<" not in keys and "" not in values
    mapping = Mapping(zip(keys, values, strict=True)) if sound else Mapping()
    if len(mapping) < len(keys):
        mapping, marks = _sound_pairs(keys, values, marks, faults)
    mapping.start, mapping.marks = start, marks
    return mapping


def _sound_pairs(
    keys: list[Any], values: list[Any], marks: list[Any], faults: Faults
) -> tuple[Mapping, list[Any]]:
    """The pairs with nothing wrong, and their marks; what is wrong with the others is noted."""
    mapping, kept = Mapping(), []
    lost: list[object] = []
    for n, (key, value) in enumerate(zip(keys, values, strict=True)):
        if not isinstance(key, str):
            fault = ("key_not_text", "A key must be a word.", "Write the key as plain text.")
        elif key == "<<":
            fault = ("merge", "Merge keys (<<) are not read here.", "Write the keys out.")
        elif key in mapping:
            fault = ("doubled_key", f"“{key}” stands twice here.", "Keep one of the two.")
        elif isinstance(value, str) and value == "":
            fault = ("no_value", f"“{key}” has no value.", "Give it one, or leave the key out.")
        else:
            mapping[key] = value
            kept += marks[2 * n : 2 * n + 2]
            continue
        faults.append(YamlFault(mark_of(marks[2 * n]), *fault))
        lost.append(key)
    mapping.lost = tuple(lost)
    return mapping, kept


def bare(node: Any) -> Any:
    """The tree as plain dictionaries, tuples and text, without places."""
    if isinstance(node, Mapping):
        return {key: bare(value) for key, value in node.items()}
    if isinstance(node, Sequence):
        return tuple(bare(part) for part in node)
    return node


Place = tuple[str | int, ...]
"""The way from the top of a tree to a node: keys and list positions."""


def mark_at(tree: Mapping, place: Place) -> Mark:
    """Where a node stands: a value for text, the key for everything else.

    Parts of the way that the tree does not have are passed over: a validator's own words in
    between (the name of a union's branch), or a key that is missing.
    """
    node: Any = tree
    mark = at = mark_of(tree.start)
    before: str | int | None = None
    for part in place:
        branch = isinstance(before, int) and isinstance(node, Mapping) and node.get("type") == part
        before = part
        if branch:
            continue
        if isinstance(node, Mapping) and part in node:
            key = str(part)
            mark, at, node = node.key_mark(key), node.value_mark(key), node[key]
        elif isinstance(node, Sequence) and isinstance(part, int) and part < len(node):
            mark = at = node.part_mark(part)
            node = node[part]
    return at if isinstance(node, str) and place and place[-1] != "[key]" else mark
