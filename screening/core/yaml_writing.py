"""Values as the YAML of a definition: block style, and quotes only where they are needed.

What is written reads back as the same tree. For the loader every value is text, so quotes stand
where YAML or a reader of another program needs them and never change what a value means.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from screening.core.yaml_tree import Place
from screening.quick_dataclass import dataclass

COMMENT = "#"  # a key of this name holds what stands above its mapping as a comment

# A text that begins with a letter is plain unless YAML or a reader of another program sees more in
# it: a key, a comment, the end of an inline list, a truth value.
_PLAIN = re.compile(r"[^\W\d_](?:[^\n:#\[\]{},]|:(?=[^\s,\]}]))*", re.UNICODE)
_NUMBER = re.compile(r"-?\d[\d.]*", re.ASCII)
_OTHER_MEANING = frozenset({"true", "false", "null", "on", "off", "n", "y"})
_CAPITAL = frozenset({"yes", "no"})  # small they are our own words


class Inline(dict[str, Any]):
    """A mapping that stands in one line, between braces."""


@dataclass(frozen=True, slots=True)
class Written:
    """The text of a file."""

    text: str
    places: tuple[Place, ...]  # of the first line, of the second, …

    @property
    def data(self) -> bytes:
        """The file."""
        return self.text.encode()

    def place(self, line: int) -> Place:
        """What stands on a line, 1-based; the top for one that is not there."""
        return self.places[line - 1] if 0 < line <= len(self.places) else ()


def write_yaml(tree: Mapping[str, Any]) -> Written:
    """A mapping of text, numbers, lists and mappings as a file, one value a line.

    tree   a key called COMMENT holds text that is no part of the values
    """
    lines: list[tuple[str, Place]] = []
    for line, place in _mapping(tree, (), ""):
        # A part with more below it stands apart, as in files that are written by hand.
        apart = lines and line[0] not in " #" and line.endswith(":")
        lines += [("", place), (line, place)] if apart else [(line, place)]
    return Written("".join(f"{line}\n" for line, _ in lines), tuple(place for _, place in lines))


def quoted(text: str) -> str:
    """A text as one scalar on one line: plain where that is safe, else between double quotes."""
    word = text.casefold()
    taken = word in _OTHER_MEANING or (word in _CAPITAL and text != word)
    plain = _NUMBER.fullmatch(text) or (_PLAIN.fullmatch(text) and not taken)
    if plain and text.isprintable() and text == text.strip() and not text.endswith(":"):
        return text
    return f'"{"".join(map(_escaped, text))}"'


def comment(text: str, pad: str = "") -> Iterator[str]:
    """A text as comment lines; what could end the line early is escaped."""
    for line in text.splitlines() or [""]:
        yield f"{pad}# {''.join(map(_visible, line))}".rstrip()


def _escaped(sign: str) -> str:
    return f"\\{sign}" if sign in '"\\' else "\\n" if sign == "\n" else _visible(sign)


def _visible(sign: str) -> str:
    """A sign, or its number where it cannot be seen or is no character that a file may hold."""
    if sign.isprintable():
        return sign
    return f"\\U{ord(sign):08X}" if ord(sign) > 0xFFFF else f"\\u{ord(sign):04X}"


_Lines = Iterator[tuple[str, Place]]


def _mapping(tree: Mapping[str, Any], place: Place, pad: str) -> _Lines:
    for key, value in tree.items():
        at = (*place, key)
        if key == COMMENT:
            yield from ((line, place) for line in comment(value, pad))
        elif _goes_below(value):
            yield f"{pad}{quoted(key)}:", at
            yield from _node(value, at, f"{pad}  ")
        else:
            yield f"{pad}{quoted(key)}: {inline(value)}", at


def _sequence(parts: list[Any] | tuple[Any, ...], place: Place, pad: str) -> _Lines:
    for n, part in enumerate(parts):
        at = (*place, n)
        if _goes_below(part):
            node = part
            if isinstance(part, Mapping) and COMMENT in part:
                yield from ((line, at) for line in comment(part[COMMENT], pad))
                node = {key: value for key, value in part.items() if key != COMMENT}
            lines = _node(node, at, f"{pad}  ")
            first, at_first = next(lines)
            yield f"{pad}- {first.lstrip()}", at_first
            yield from lines
        else:
            yield f"{pad}- {inline(part)}", at


def _goes_below(value: Any) -> bool:
    """Has lines of its own, further in."""
    several = isinstance(value, Mapping | list | tuple) and not isinstance(value, Inline)
    return several and len(value) > 0


def _node(node: Any, place: Place, pad: str) -> _Lines:
    made = _mapping if isinstance(node, Mapping) else _sequence
    return made(node, place, pad)


def inline(value: Any) -> str:
    """A value in one line."""
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{quoted(key)}: {inline(part)}' for key, part in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(inline(part) for part in value)}]"
    return quoted(str(value))
