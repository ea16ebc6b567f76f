"""Sentences for faults of shape: Pydantic's error types in an administrator's words."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
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


def shape_fault(error: Any) -> tuple[str, str, str]:
    """Code, problem and fix for one of Pydantic's errors."""
    kind, context = error["type"], error.get("ctx", {})
    key = str(error["loc"][-1]) if error["loc"] else ""
    value = _quoted(error.get("input"))
    match kind:
        case "missing":
            return "missing_key", f"“{key}” is missing.", f"Add `{key}:` here."
        case "not_a_number":
            return (
                "not_a_number",
                f"{value} is not a plain number.",
                "Write digits such as 12 or 2.5.",
            )
        case "not_a_whole_number":
            return kind, f"{value} is not a whole number.", "Write digits such as 12."
        case "not_yes_or_no":
            return kind, f"{value} is neither yes nor no.", "Write yes or no."
        case "not_a_day":
            return kind, f"{value} is not a day.", "Write year, month and day: 2026-11-25."
        case "literal_error":
            words = [
                word.strip().strip("'")
                for word in context["expected"].replace(" or ", ", ").split(",")
            ]
            return "unknown_word", f"{value} is not known here.", guess(str(error["input"]), words)
        case "string_pattern_mismatch":
            return "wrong_name", f"{value} cannot stand here.", _pattern_fix(key)
        case "union_tag_invalid":
            return _wrong_type(error)
        case "union_tag_not_found":
            return (
                "missing_type",
                "This has no type, or is no condition.",
                ("Give an item its `type:`; write a condition as {item: option}."),
            )
        case "one_test_only":
            return (
                kind,
                "This condition holds more than one test, or none.",
                ("Put them in a list under `all:` or `any:`."),
            )
        case "doubled_edge":
            return kind, "One edge stands twice here.", "Write each edge once."
        case "too_short" | "string_too_short":
            return "empty", f"“{key}” is empty.", "Give at least one, or leave the key out."
        case "too_long" | "string_too_long":
            return "too_long", f"“{key}” is too long.", "Shorten it."
        case "tuple_type":
            return "not_a_list", f"“{key}” is not a list.", "Write each entry behind a dash."
    if kind in ("model_type", "dict_type", "model_attributes_type"):
        return "not_a_mapping", f"“{key}” is not a set of keys.", "Write `key: value` below it."
    if kind == "string_type":
        return "not_text", f"“{key}” is not plain text.", "Write text here."
    return (
        "wrong_value",
        f"{value} cannot stand here.",
        "Compare with the language's documentation.",
    )


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
