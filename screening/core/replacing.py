"""A definition with one thing replaced: at a place of its file, all else as it was."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from screening.core.scalars import renewed
from screening.core.yaml_tree import Place

DROP = object()  # takes an entry of a list away


def put(model: Any, place: Place, value: Any) -> Any:
    """The same value with another one at a place; DROP takes an entry of a list away."""
    if not place:
        return value
    head, rest = place[0], place[1:]
    if isinstance(model, BaseModel):
        name = next((n for n, f in type(model).model_fields.items() if f.alias == head), str(head))
        return renewed(model, {name: put(getattr(model, name), rest, value)})
    if isinstance(model, dict):
        return {k: put(v, rest, value) if str(k) == head else v for k, v in model.items()}
    assert isinstance(head, int)
    if value is DROP and not rest:
        return (*model[:head], *model[head + 1 :])
    return (*model[:head], put(model[head], rest, value), *model[head + 1 :])
