"""What the front desk types: who the patient is, and whom to look for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from flask import request
from werkzeug.exceptions import BadRequest

from screening.core.moments import FIRST_YEAR
from screening.store.patients import Identity
from screening.web.csrf import FIELD
from screening.web.one_line import holds_hidden, plain_spaces

RECORD_AT_MOST, NAME_AT_MOST = 40, 80  # characters
SEARCH_FIELDS = ("record", "family", "day", "month", "year")
IDENTITY_FIELDS = ("record", "family", "given", "day", "month", "year")

_DIGITS = re.compile(r"\d{1,4}", re.ASCII)
_LABELS = {"record": "record number", "family": "family name", "given": "given name"}


def read_identity(values: dict[str, str], today: date) -> tuple[Identity | None, dict[str, str]]:
    """The patient that was typed, or what to correct, by field name."""
    lines = {name: plain_spaces(values[name]) for name in _LABELS}
    problems = {name: _line_problem(name, line) for name, line in lines.items()}
    errors = {name: problem for name, problem in problems.items() if problem}
    born = read_day(values, today)
    if isinstance(born, str):
        errors["day"] = born
        return None, errors
    if errors:
        return None, errors
    return Identity(born=born, **lines), {}


def _line_problem(name: str, line: str) -> str:
    label, most = _LABELS[name], RECORD_AT_MOST if name == "record" else NAME_AT_MOST
    if not line:
        return f"Enter the {label}."
    if len(line) > most:
        return f"Enter the {label} in at most {most} characters."
    if holds_hidden(line, joiners=name != "record"):
        return (
            f"In the {label} is a sign that cannot be seen or turns the line around. "
            "Type it instead of pasting it."
        )
    return ""


def read_day(values: dict[str, str], today: date) -> date | str:
    """The date of birth in day, month and year, or the instruction to correct it."""
    parts = [values[name] for name in ("day", "month", "year")]
    if not all(_DIGITS.fullmatch(part) for part in parts):
        return "Enter the date of birth: day, month, and a year of four digits."
    day, month, year = (int(part) for part in parts)
    if not FIRST_YEAR <= year <= today.year:
        return f"Enter a year of birth from {FIRST_YEAR} to {today.year}."
    try:
        born = date(year, month, day)
    except ValueError:
        return "Enter a day that this month has."
    return born if born <= today else "Enter a date of birth that is not in the future."


def typed_fields(names: Sequence[str]) -> dict[str, str]:
    """The posted fields of these names, trimmed; what was not posted is empty.

    raises  BadRequest for any other field: a form of staff takes named fields only
    """
    if set(request.form) - {*names, FIELD}:
        raise BadRequest
    return {name: request.form.get(name, "").strip() for name in names}
