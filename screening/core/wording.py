"""Sentences for faults of shape: Pydantic's error types in an administrator's words."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

NAMES_FIX = "Use small letters, digits and _, beginning with a letter."


@lru_cache(maxsize=32)  # one mistake is often made many times
def closest(word: str, known: tuple[str, ...], likeness: float = 0.6) -> str:
    """What a misspelt word may mean; empty where nothing is as much like it as asked for."""
    close = difflib.get_close_matches(word, known, n=1, cutoff=likeness)
    return close[0] if close else ""


def guess(word: str, known: Iterable[str]) -> str:
    """Did you mean ...? or the list of what there is."""
    names = tuple(dict.fromkeys(known))
    close = closest(word, names)
    if close:
        return f"Did you mean “{close}”?"
    if not names:
        return "There is none to choose from here."
    return f"Write one of: {', '.join(names)}."


_NOT_A_MAPPING = ("not_a_mapping", "“{key}” is not a set of keys.", "Write `key: value` below it.")
_EMPTY = ("empty", "“{key}” is empty.", "Give at least one, or leave the key out.")
_TOO_LONG = ("too_long", "“{key}” is too long.", "Shorten it.")
# Code, problem and fix by Pydantic's kind of error; {key} and {value} are put in.
TOLD: Mapping[str, tuple[str, str, str]] = {
    "missing": ("missing_key", "“{key}” is missing.", "Add `{key}:` here."),
    "not_a_number": (
        "not_a_number", "{value} is not a plain number.", "Write digits such as 12 or 2.5.",
    ),
    "not_a_whole_number": (
        "not_a_whole_number", "{value} is not a whole number.", "Write digits such as 12.",
    ),
    "not_yes_or_no": ("not_yes_or_no", "{value} is neither yes nor no.", "Write yes or no."),
    "not_a_day": (
        "not_a_day", "{value} is not a day.", "Write year, month and day: 2026-11-25.",
    ),
    "union_tag_not_found": (
        "missing_type", "This has no type, or is no condition.",
        "Give an item its `type:`; write a condition as {{item: option}}.",
    ),
    "one_test_only": (
        "one_test_only", "This condition holds more than one test, or none.",
        "Put them in a list under `all:` or `any:`.",
    ),
    "doubled_edge": ("doubled_edge", "One edge stands twice here.", "Write each edge once."),
    "too_short": _EMPTY,
    "string_too_short": _EMPTY,
    "too_long": _TOO_LONG,
    "string_too_long": _TOO_LONG,
    "tuple_type": ("not_a_list", "“{key}” is not a list.", "Write each entry behind a dash."),
    "model_type": _NOT_A_MAPPING,
    "dict_type": _NOT_A_MAPPING,
    "model_attributes_type": _NOT_A_MAPPING,
    "string_type": ("not_text", "“{key}” is not plain text.", "Write text here."),
}  # fmt: skip
OTHERWISE = (
    "wrong_value", "{value} cannot stand here.", "Compare with the language's documentation.",
)  # fmt: skip


def shape_fault(error: Any) -> tuple[str, str, str]:
    """Code, problem and fix for one of Pydantic's errors."""
    kind = error["type"]
    key = str(error["loc"][-1]) if error["loc"] else ""
    value = _quoted(error.get("input"))
    if kind == "literal_error":
        fix = guess(str(error["input"]), _expected(error))
        return "unknown_word", f"{value} is not known here.", fix
    if kind == "string_pattern_mismatch":
        return "wrong_name", f"{value} cannot stand here.", _pattern_fix(key)
    if kind == "union_tag_invalid":
        return _wrong_type(error)
    code, problem, fix = TOLD.get(kind, OTHERWISE)
    return code, problem.format(key=key, value=value), fix.format(key=key)


def _expected(error: Any) -> list[str]:
    """The words that could stand there."""
    words = error["ctx"]["expected"].replace(" or ", ", ").split(",")
    return [word.strip().strip("'") for word in words]


def _wrong_type(error: Any) -> tuple[str, str, str]:
    tags = [tag.strip(" '") for tag in error["ctx"]["expected_tags"].split(",")]
    tag = error["ctx"]["tag"]
    return "unknown_type", f"“{tag}” is not an item type.", guess(tag, tags)


def _pattern_fix(key: str) -> str:
    if key == "version":
        return "Write three numbers such as 1.0.0."
    if key == "language":
        return "Write a language such as en or es-US."
    return NAMES_FIX


def _quoted(value: object) -> str:
    text = str(value) if isinstance(value, str | int) else "This"
    return f"“{text[:60]}”" if isinstance(value, str | int) else text
