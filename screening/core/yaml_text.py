"""What can be wrong with the text of a file before it means anything, and where it is wrong."""

from __future__ import annotations

import re
from typing import Any, Final

import yaml

from screening.errors import DefinitionError
from screening.quick_dataclass import dataclass

MOST_BYTES: Final = 256 * 1024

_NOT_IN_A_FILE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a file; both 1-based."""

    line: int
    column: int


START: Final = Mark(1, 1)


class YamlFault(Exception):
    """What is wrong with the text itself."""

    def __init__(self, mark: Mark, code: str, problem: str, fix: str) -> None:
        self.mark, self.code, self.problem, self.fix = mark, code, problem, fix
        super().__init__(problem)

    def at(self, path: str) -> DefinitionError:
        """The fault as one of a file."""
        place = self.mark
        return DefinitionError(path, place.line, place.column, self.code, self.problem, self.fix)


def mark_of(mark: Any) -> Mark:
    """Our mark for libyaml's, which counts from 0."""
    return Mark(mark.line + 1, mark.column + 1)


def decode(data: bytes) -> str:
    """The text of a file.

    raises  YamlFault when it is too large, not UTF-8, or holds what no keyboard types
    """
    if len(data) > MOST_BYTES:
        raise YamlFault(
            START, "too_large", f"The file has {len(data)} bytes.", f"Keep it within {MOST_BYTES}."
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        raise YamlFault(
            _end_of(before), "not_utf8", "This byte is not UTF-8 text.", "Save the file as UTF-8."
        ) from None
    if found := _NOT_IN_A_FILE.search(text):
        raise YamlFault(
            _end_of(text[: found.start()]),
            "control_character",
            f"The character U+{ord(found[0]):04X} cannot stand here.",
            "Take it out.",
        )
    return text


_OTHER_BREAKS = re.compile(rb"\r(?!\n)|\xc2\x85|\xe2\x80[\xa8\xa9]")  # that libyaml knows of
_NEXT_KEY = re.compile(rb"^(?!\s|#|- |-$).", re.MULTILINE)


def without_last(data: bytes, key: str) -> bytes:
    """A file up to this key of its top, where nothing but the key's own value follows.

    The whole file where it is written in another way, or where that is not certain.
    """
    found = re.search(rb"^%s:(?=\s)" % key.encode(), data, re.MULTILINE)
    if found is None or _NEXT_KEY.search(data, found.end()) or _OTHER_BREAKS.search(data):
        return data
    return data[: found.start()]


def _end_of(before: str) -> Mark:
    return Mark(before.count("\n") + 1, len(before) - before.rfind("\n"))


def syntax_fault(error: yaml.YAMLError) -> YamlFault:
    """libyaml's complaint as a fault of the file."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = str(getattr(error, "problem", None) or "not YAML").rstrip(".")
    return YamlFault(
        mark_of(mark) if mark else START,
        "not_yaml",
        f"This is not YAML: {problem}.",
        "Check indents, quotes and the colon of this line and the one before.",
    )
