"""YAML bytes -> a tree in which every scalar is text and everything knows its place.

The events of libyaml are walked with limits before anything is built, so that hostile files
meet a plain fault instead of a parser's exception. Python's pure parser differs from libyaml
in details; without libyaml we refuse to start.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import yaml

from screening.errors import DefinitionError

if not yaml.__with_libyaml__:
    raise ImportError("PyYAML was built without libyaml: install the binary package of PyYAML.")

MOST_BYTES: Final = 256 * 1024
DEEPEST: Final = 32
MOST_NODES: Final = 20_000
LONGEST_SCALAR: Final = 8 * 1024


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a file; both 1-based."""

    line: int
    column: int


class Scalar(str):
    """Text and where it stands."""

    mark: Mark


class Sequence(tuple[Any, ...]):
    """A list and where it starts."""

    mark: Mark


class Mapping(dict[str, Any]):
    """A mapping, where it starts and where each key stands."""

    mark: Mark
    keys_at: dict[str, Mark]


class YamlFault(Exception):
    """What is wrong with the text itself."""

    def __init__(self, mark: Mark, code: str, problem: str, fix: str) -> None:
        self.mark, self.code, self.problem, self.fix = mark, code, problem, fix
        super().__init__(problem)

    def at(self, path: str) -> DefinitionError:
        """The fault as one of a file."""
        place = self.mark
        return DefinitionError(path, place.line, place.column, self.code, self.problem, self.fix)


_START = Mark(1, 1)


def read_tree(data: bytes) -> tuple[Mapping, tuple[YamlFault, ...]]:
    """The tree of one YAML document whose top is a mapping, and what is wrong with its text.

    raises  YamlFault where nothing can be built; faults that leave a tree are returned
    """
    if len(data) > MOST_BYTES:
        raise YamlFault(
            _START, "too_large", f"The file has {len(data)} bytes.", f"Keep it within {MOST_BYTES}."
        )
    text = _decode(data)
    reader = _Reader(yaml.parse(text, Loader=yaml.CSafeLoader))
    try:
        node = reader.document()
    except yaml.YAMLError as error:
        raise _syntax_fault(error) from None
    except (ValueError, IndexError, RecursionError, UnicodeError):
        raise YamlFault(
            _START, "not_yaml", "The file cannot be read as YAML.", "Check it from the top."
        ) from None
    if not isinstance(node, Mapping):
        raise YamlFault(
            node.mark, "not_a_mapping", "The file is not a list of keys.", "Start with `id:`."
        )
    return node, tuple(reader.faults)


def _decode(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        mark = Mark(before.count("\n") + 1, len(before) - before.rfind("\n"))
        raise YamlFault(
            mark, "not_utf8", "This byte is not UTF-8 text.", "Save the file as UTF-8."
        ) from None
    for number, line in enumerate(text.split("\n"), start=1):
        for column, sign in enumerate(line, start=1):
            if (sign < " " and sign not in "\t\r") or sign in "\x7f\ufffe\uffff":
                raise YamlFault(
                    Mark(number, column),
                    "control_character",
                    f"The character U+{ord(sign):04X} cannot stand here.",
                    "Take it out.",
                )
    return text


def _syntax_fault(error: yaml.YAMLError) -> YamlFault:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    place = Mark(mark.line + 1, mark.column + 1) if mark else _START
    problem = str(getattr(error, "problem", None) or "not YAML").rstrip(".")
    return YamlFault(
        place,
        "not_yaml",
        f"This is not YAML: {problem}.",
        "Check indents, quotes and the colon of this line and the one before.",
    )


class _Reader:
    """Builds the tree from events, counting as it goes."""

    def __init__(self, events: Iterator[Any]) -> None:
        self._events = events
        self._nodes = 0
        self.faults: list[YamlFault] = []

    def document(self) -> Any:
        next(self._events)  # stream start
        event = next(self._events)
        if isinstance(event, yaml.StreamEndEvent):
            raise YamlFault(_START, "empty", "The file is empty.", "Start with `id:`.")
        node = self._node(next(self._events), 1)
        next(self._events)  # document end
        after = next(self._events)
        if not isinstance(after, yaml.StreamEndEvent):
            raise YamlFault(
                _mark(after),
                "second_document",
                "A second document starts here.",
                "Keep one questionnaire in a file.",
            )
        return node

    def _node(self, event: Any, depth: int) -> Any:
        self._nodes += 1
        self._check(event, depth)
        if isinstance(event, yaml.ScalarEvent):
            scalar = Scalar(event.value)
            scalar.mark = _mark(event)
            return scalar
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(_mark(event), depth)
        return self._mapping(_mark(event), depth)

    def _check(self, event: Any, depth: int) -> None:
        mark = _mark(event)
        if depth > DEEPEST or self._nodes > MOST_NODES:
            raise YamlFault(
                mark,
                "too_deep",
                "The file is nested too deeply or too long.",
                f"Keep within {DEEPEST} levels and {MOST_NODES} values.",
            )
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            raise YamlFault(
                mark,
                "anchor",
                "Anchors (&) and aliases (*) are not read here.",
                "Write it out, or put quotes around the text.",
            )
        if event.tag is not None:
            raise YamlFault(
                mark,
                "tag",
                "Tags (!) are not read here.",
                "Take the tag away, or put quotes around the text.",
            )
        if isinstance(event, yaml.ScalarEvent) and any(
            sign < " " and sign not in "\t\n" for sign in event.value
        ):
            raise YamlFault(
                mark, "control_character", "This text holds a control character.", "Take it out."
            )
        if isinstance(event, yaml.ScalarEvent) and len(event.value) > LONGEST_SCALAR:
            raise YamlFault(
                mark,
                "too_long",
                f"This text has {len(event.value)} characters.",
                f"Keep it within {LONGEST_SCALAR}.",
            )

    def _sequence(self, mark: Mark, depth: int) -> Sequence:
        parts = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            parts.append(self._node(event, depth + 1))
        sequence = Sequence(parts)
        sequence.mark = mark
        return sequence

    def _mapping(self, mark: Mark, depth: int) -> Mapping:
        mapping = Mapping()
        mapping.mark, mapping.keys_at = mark, {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            value = self._node(next(self._events), depth + 1)
            if not self._wrong_pair(key, value, mapping):
                mapping[str(key)] = value
                mapping.keys_at[str(key)] = key.mark
        return mapping

    def _wrong_pair(self, key: Any, value: Any, mapping: Mapping) -> bool:
        """Note what is wrong with a key and its value; the pair is then left out."""
        if not isinstance(key, Scalar):
            fault = ("key_not_text", "A key must be a word.", "Write the key as plain text.")
        elif key == "<<":
            fault = ("merge", "Merge keys (<<) are not read here.", "Write the keys out.")
        elif key in mapping:
            fault = ("doubled_key", f"“{key}” stands twice here.", "Keep one of the two.")
        elif isinstance(value, Scalar) and value == "":
            fault = ("no_value", f"“{key}” has no value.", "Give it one, or leave the key out.")
        else:
            return False
        self.faults.append(YamlFault(key.mark, *fault))
        return True


def _mark(event: Any) -> Mark:
    return Mark(event.start_mark.line + 1, event.start_mark.column + 1)


def bare(node: Any) -> Any:
    """The tree as plain dictionaries, tuples and text, without places."""
    if isinstance(node, Mapping):
        return {key: bare(value) for key, value in node.items()}
    if isinstance(node, Sequence):
        return tuple(bare(part) for part in node)
    return str(node)


Place = tuple[str | int, ...]
"""The way from the top of a tree to a node: keys and list positions."""


def mark_at(tree: Mapping, place: Place) -> Mark:
    """Where a node stands: a value for text, the key for everything else.

    Parts of the way that the tree does not have are passed over: a validator's own words in
    between (the name of a union's branch), or a key that is missing.
    """
    node: Any = tree
    mark = tree.mark
    before: str | int | None = None
    for part in place:
        branch = isinstance(before, int) and isinstance(node, Mapping) and node.get("type") == part
        before = part
        if branch:
            continue
        if isinstance(node, Mapping) and part in node:
            key = str(part)
            mark, node = node.keys_at[key], node[key]
        elif isinstance(node, Sequence) and isinstance(part, int) and part < len(node):
            node = node[part]
            mark = node.mark
    return node.mark if isinstance(node, Scalar) and place and place[-1] != "[key]" else mark
