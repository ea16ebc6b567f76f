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

RECORD_AT_MOST, NAME_AT_MOST = 40, 80  # characters
SEARCH_FIELDS = ("record", "family", "day", "month", "year")
IDENTITY_FIELDS = ("record", "family", "given", "day", "month", "year")

_DIGITS = re.compile(r"\d{1,4}", re.ASCII)
_LABELS = {"record": "record number", "family": "family name", "given": "given name"}


def read_identity(values: dict[str, str], today: date) -> tuple[Identity | None, dict[str, str]]:
    """The patient that was typed, or what to correct, by field name."""
    errors = {name: f"Enter the {label}." for name, label in _LABELS.items() if not values[name]}
    for name, label in _LABELS.items():
        most = RECORD_AT_MOST if name == "record" else NAME_AT_MOST
        if len(values[name]) > most or not values[name].isprintable():
            errors[name] = f"Enter the {label} in one line of at most {most} characters."
    born = read_day(values, today)
    if isinstance(born, str):
        errors["day"] = born
        return None, errors
    if errors:
        return None, errors
    return Identity(values["family"], values["given"], born, values["record"]), {}


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
