"""Values of a definition back in the form in which a file spells them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pydantic import BaseModel


def plain(value: Any) -> Any:
    """The value as JSON: numbers stay Decimal, yes and no are words again, defaults are left out.

    Read as YAML, it gives the same value.
    """
    if isinstance(value, BaseModel):
        return plain(value.model_dump(by_alias=True, exclude_defaults=True))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return {spelt(key): plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    return value


def spelt(value: Any) -> str:
    """The value in one line, as YAML writes it between braces: {n: {at_least: 3}}."""
    if isinstance(value, str):
        return value
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, bool | BaseModel):
        return spelt(plain(value))
    if isinstance(value, Mapping):
        inside = ", ".join(f"{spelt(key)}: {spelt(part)}" for key, part in value.items())
        return f"{{{inside}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(spelt(part) for part in value)}]"
    return str(value)
