"""How a scalar of a YAML file is read: everything is text until its field asks for more.

Pydantic's lax mode would read '010' as 10 and full-width digits as numbers, so the models
are strict and these readers are the only way from text to anything else.
"""

from __future__ import annotations

import functools
import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Self, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from screening.core.yaml_tree import Mapping

# Decimal() alone would also take "1e3", "NaN", "1_000" and digits of other scripts.
PLAIN_NUMBER = re.compile(r"-?(0|[1-9]\d{0,8})(\.\d{1,6})?", re.ASCII)
WHOLE_NUMBER = re.compile(r"-?(0|[1-9]\d{0,8})", re.ASCII)


def is_plain_number(value: object) -> bool:
    """Whether text is a number such as 12 or -2.5."""
    return isinstance(value, str) and PLAIN_NUMBER.fullmatch(value) is not None


def plain_number(value: object) -> object:
    """Decimal from text such as "2.5"; Decimals pass; anything else is a fault."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, str) and PLAIN_NUMBER.fullmatch(value):
        return Decimal(value)
    raise PydanticCustomError("not_a_number", "is not a plain number")


def whole_number(value: object) -> object:
    """int from text such as "12"; ints pass; anything else is a fault."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and WHOLE_NUMBER.fullmatch(value):
        return int(value)
    raise PydanticCustomError("not_a_whole_number", "is not a whole number")


def yes_no(value: object) -> object:
    """bool from the words yes and no; bools pass."""
    if isinstance(value, bool):
        return value
    if value in ("yes", "no"):
        return value == "yes"
    raise PydanticCustomError("not_yes_or_no", "is neither yes nor no")


def day(value: object) -> object:
    """A calendar day from text such as 2026-11-25; days pass."""
    if isinstance(value, date):
        return value
    # The library's own reader would also take "20261125" and "2026-W48-3".
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise PydanticCustomError("not_a_day", "is not a day")


def one_or_more(value: object) -> object:
    """One word stands for a list of one."""
    return (value,) if isinstance(value, str) else value


_NUMBER_SCHEMA = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"}]}
_WHOLE_SCHEMA = {"anyOf": [{"type": "integer"}, {"type": "string", "pattern": r"^-?\d+$"}]}
# An editor reads an unquoted yes as true; the loader reads it as the word.
_YES_NO_SCHEMA = {"anyOf": [{"type": "boolean"}, {"enum": ["yes", "no"]}]}

Number = Annotated[Decimal, BeforeValidator(plain_number), WithJsonSchema(_NUMBER_SCHEMA)]
Whole = Annotated[int, BeforeValidator(whole_number), WithJsonSchema(_WHOLE_SCHEMA)]
YesNo = Annotated[bool, BeforeValidator(yes_no), WithJsonSchema(_YES_NO_SCHEMA)]
Day = Annotated[date, BeforeValidator(day), WithJsonSchema({"type": "string", "format": "date"})]

NAME = r"[a-z][a-z0-9_]*"
Name = Annotated[str, StringConstraints(pattern=f"^{NAME}$", max_length=60)]
"""The id of an item, option, page, score, finding or feature."""
Ref = Annotated[str, StringConstraints(pattern=rf"^{NAME}(\.{NAME})?$", max_length=121)]
"""A Name, or questionnaire.item for another questionnaire of the same packet."""
BAND_ID = r"[A-Za-z][A-Za-z0-9_]*"
BandId = Annotated[str, StringConstraints(pattern=f"^{BAND_ID}$", max_length=60)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=4000)]
_WORDS_SCHEMA = {
    "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]
}
Names = Annotated[tuple[Name, ...], BeforeValidator(one_or_more), WithJsonSchema(_WORDS_SCHEMA)]
BandIds = Annotated[tuple[BandId, ...], BeforeValidator(one_or_more), WithJsonSchema(_WORDS_SCHEMA)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(one_or_more), WithJsonSchema(_WORDS_SCHEMA)]


ANSWERS_BEFOREHAND = frozenset({"default", "initial", "preset", "selected", "checked", "prefill"})
"""Keys that an item must never have, whatever an editor knows of other languages."""


class UnknownKeys:
    """Collects unknown keys while one file is validated."""

    def __init__(self) -> None:
        self.found: list[tuple[Any, str, tuple[str, ...]]] = []  # mark, key, known keys


Model = TypeVar("Model", bound=BaseModel)


def renewed(model: Model, values: dict[str, Any]) -> Model:
    """A copy with other values, without what the model had worked out and remembered."""
    copy = model.model_copy(update=values)
    for key in set(copy.__dict__) - set(type(copy).model_fields):
        del copy.__dict__[key]
    return copy


class Definition(BaseModel):
    """Base of every model of a questionnaire file: frozen, strict, no unknown keys."""

    model_config = ConfigDict(
        frozen=True, strict=True, extra="forbid", populate_by_name=True, defer_build=True
    )

    @classmethod
    def keys(cls) -> tuple[str, ...]:
        """The keys of this model as an administrator writes them."""
        return tuple(_known_keys(cls))

    def changed(self, **values: Any) -> Self:
        """A copy with other values, without what this one had worked out and remembered."""
        return renewed(self, values)

    @model_validator(mode="before")
    @classmethod
    def _set_unknown_keys_aside(cls, value: Any, info: ValidationInfo) -> Any:
        """While a file is loaded, report unknown keys with their place and go on without them."""
        if not isinstance(info.context, UnknownKeys) or not isinstance(value, Mapping):
            return value
        known = _known_keys(cls)
        if value.keys() <= known.keys():
            return value
        for key in value.keys() - known.keys():
            info.context.found.append((value.key_mark(key), key, cls.keys()))
        return {key: part for key, part in value.items() if key in known}


@functools.cache
def _known_keys(model: type[Definition]) -> dict[str, None]:
    return dict.fromkeys(field.alias or name for name, field in model.model_fields.items())


RefId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]*$", max_length=40)]
RefIds = Annotated[tuple[RefId, ...], BeforeValidator(one_or_more), WithJsonSchema(_WORDS_SCHEMA)]


class Source(Definition):
    """Where a figure comes from, or the statement that it comes from nowhere.

    Exactly one of `ref` (entries of references.yaml), `unverified` (general knowledge that
    nobody has checked at the source) and `none` (a decision of this house).
    """

    ref: RefIds = ()
    unverified: Text | None = None
    none: Text | None = None
    note: Text | None = None
