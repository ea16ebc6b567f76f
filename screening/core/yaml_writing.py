"""Values as the YAML of a definition: block style, and quotes only where they are needed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

COMMENT = "#"  # a key of this name holds what stands above its mapping as a comment

# A text that begins with a letter is plain unless YAML or a reader of another program sees more in
# it: a key, a comment, the end of an inline list, a truth value.
_PLAIN = re.compile(r"[^\W\d_](?:[^\n:#\[\]{},]|:(?=[^\s,\]}]))*", re.UNICODE)
_NUMBER = re.compile(r"-?\d[\d.]*", re.ASCII)
_OTHER_MEANING = frozenset({"true", "false", "null", "on", "off", "n", "y"})
_CAPITAL = frozenset({"yes", "no"})  # small they are our own words


class Inline(dict[str, Any]):
    """A mapping that stands in one line, between braces."""


def write_yaml(tree: Mapping[str, Any]) -> str:
    """The text of a file: text, numbers as text, mappings and lists. Read again it says the same.

    tree   keys are plain names; one called COMMENT holds text that is no part of the values
    """
    lines: list[str] = []
    for line in _mapping(tree, 0):
        # A part with more below it stands apart, as in files that are written by hand.
        lines += ["", line] if lines and line[0].isalpha() and line.endswith(":") else [line]
    return "".join(f"{line}\n" for line in lines)


def quoted(text: str) -> str:
    """A text as one scalar on one line: plain where that is safe, else between double quotes."""
    word = text.casefold()
    taken = word in _OTHER_MEANING or (word in _CAPITAL and text != word)
    plain = _NUMBER.fullmatch(text) or (_PLAIN.fullmatch(text) and not taken)
    if plain and text.isprintable() and text == text.strip() and not text.endswith(":"):
        return text
    return f'"{"".join(map(_escaped, text))}"'


def comment(text: str, depth: int = 0) -> Iterator[str]:
    """A text as comment lines; what could end the line early is escaped."""
    for line in text.splitlines() or [""]:
        yield f"{'  ' * depth}# {''.join(map(_visible, line))}".rstrip()


def _escaped(sign: str) -> str:
    return f"\\{sign}" if sign in '"\\' else "\\n" if sign == "\n" else _visible(sign)


def _visible(sign: str) -> str:
    """A sign, or its number where it cannot be seen or is no character that a file may hold."""
    if sign.isprintable():
        return sign
    return f"\\U{ord(sign):08X}" if ord(sign) > 0xFFFF else f"\\u{ord(sign):04X}"


def _mapping(tree: Mapping[str, Any], depth: int) -> Iterator[str]:
    pad = "  " * depth
    for key, value in tree.items():
        if key == COMMENT:
            yield from comment(value, depth)
        elif isinstance(value, Mapping) and not isinstance(value, Inline):
            yield f"{pad}{key}:"
            yield from _mapping(value, depth + 1)
        elif isinstance(value, list) and any(isinstance(part, Mapping) for part in value):
            yield f"{pad}{key}:"
            for part in value:
                yield from _entry(part, depth + 1)
        else:
            yield f"{pad}{key}: {inline(value)}"


def _entry(part: Any, depth: int) -> Iterator[str]:
    pad = "  " * depth
    if isinstance(part, Inline) or not isinstance(part, Mapping):
        yield f"{pad}- {inline(part)}"
        return
    yield from comment(part[COMMENT], depth) if COMMENT in part else ()
    rest = {key: value for key, value in part.items() if key != COMMENT}
    first, *more = _mapping(rest, depth + 1)
    yield f"{pad}- {first.lstrip()}"
    yield from more


def inline(value: Any) -> str:
    """A value in one line."""
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{key}: {inline(part)}' for key, part in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(inline(part) for part in value)}]"
    return quoted(str(value))
