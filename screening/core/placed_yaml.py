"""A tree of text as YAML in block style, one value a line, with the place of each line.

What is written reads back as the same tree: for the loader every value is text, so quotes are
written where YAML needs them and never change what a value means.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from screening.core.yaml_tree import Place

# Anything else is quoted; more than YAML asks for, so that no rule of its scalars is needed here.
_PLAIN = re.compile(
    r"[A-Za-z0-9_][A-Za-z0-9_ .,;+/()’“”¿¡ÁÉÍÓÚÜÑáéíóúüñ-]*[A-Za-z0-9_.,;)’”áéíóúñ]|\w"
)
# Read as something else by other readers of YAML, such as an editor with our JSON Schema.
_MEANS_MORE = re.compile(
    r"[-+.\d_,]+(e[+-]?\d+)?|0[xo][\da-f]+|true|false|null|on|off|y|n|\d+-\d+-\d+.*|[\d:.]+",
    re.IGNORECASE,
)
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}


@dataclass(frozen=True, slots=True)
class Written:
    """The text of a file."""

    data: bytes
    places: tuple[Place, ...]  # of the first line, of the second, …

    def place(self, line: int) -> Place:
        """What stands on a line, 1-based; the top for one that is not there."""
        return self.places[line - 1] if 0 < line <= len(self.places) else ()


def write_yaml(tree: Mapping[str, Any]) -> Written:
    """A mapping of text, lists and mappings as a file. Empty lists and mappings are written so."""
    lines = list(_mapping(tree, (), ""))
    text = "".join(f"{line}\n" for line, _ in lines)
    return Written(text.encode(), tuple(place for _, place in lines))


_Lines = Iterator[tuple[str, Place]]


def _mapping(tree: Mapping[str, Any], place: Place, indent: str) -> _Lines:
    for key, value in tree.items():
        at = (*place, key)
        if isinstance(value, Mapping | list | tuple) and value:
            yield f"{indent}{scalar(key)}:", at
            yield from _node(value, at, f"{indent}  ")
        else:
            yield f"{indent}{scalar(key)}: {_leaf(value)}", at


def _sequence(parts: list[Any] | tuple[Any, ...], place: Place, indent: str) -> _Lines:
    for n, part in enumerate(parts):
        at = (*place, n)
        if isinstance(part, Mapping | list | tuple) and part:
            lines = _node(part, at, f"{indent}  ")
            first, at_first = next(lines)
            yield f"{indent}- {first.lstrip()}", at_first
            yield from lines
        else:
            yield f"{indent}- {_leaf(part)}", at


def _node(node: Any, place: Place, indent: str) -> _Lines:
    made = _mapping if isinstance(node, Mapping) else _sequence
    return made(node, place, indent)


def _leaf(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{}"
    if isinstance(value, list | tuple):
        return "[]"
    return scalar(str(value))


def scalar(text: str) -> str:
    """One value as it stands in a file."""
    if text in ("yes", "no"):
        return text
    if _PLAIN.fullmatch(text) and not _MEANS_MORE.fullmatch(text) and "  " not in text:
        return text
    return f'"{"".join(_escaped(sign) for sign in text)}"'


def _escaped(sign: str) -> str:
    if sign in _ESCAPES:
        return _ESCAPES[sign]
    if sign.isprintable():
        return sign
    code = ord(sign)
    return f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"
