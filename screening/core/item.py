"""The item types: one model each, told apart by `type`."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Discriminator, Field, PrivateAttr, Tag, field_validator
from pydantic_core import PydanticCustomError

from screening.core.condition import Condition
from screening.core.scalars import (
    Definition,
    Name,
    Number,
    Ref,
    Source,
    Text,
    Whole,
    YesNo,
    is_plain_number,
)

Rater = Literal["patient", "clinician", "either"]
Precision = Literal["minute", "hour", "day", "month", "year"]
PRECISIONS: tuple[Precision, ...] = ("minute", "hour", "day", "month", "year")  # finest first

Unit = Annotated[str, Field(min_length=1, max_length=30)]


class Option(Definition):
    """One answer to choose. `points` is None where the option is not scored."""

    id: Name
    text: Text
    short: Text | None = None  # label on paper and in lists; the text where there is none
    points: Number | None = None
    exclusive: YesNo = False  # "none of these": stands alone

    @property
    def label(self) -> str:
        """The short name where there is one."""
        return self.short or self.text


class ItemBase(Definition):
    """What every item has, whatever its type."""

    id: Name
    text: Text
    short: Text | None = None  # label on paper and in lists; the text where there is none
    hint: Text | None = None
    rated_by: Rater | None = None  # the questionnaire's where left out
    enable_when: Condition | None = None
    when_not_asked: Number | None = None  # points of a legitimate skip
    same_as: Ref | None = None  # asked once in a visit: this answer serves that item too
    source: Source | None = None

    @property
    def label(self) -> str:
        """The short name where there is one."""
        return self.short or self.text


class _WithOptions(ItemBase):
    options: Name | tuple[Option, ...]  # the name of an option set until loading resolves it
    points: dict[Name, Number] | None = None  # points that differ from the option set's
    _option_set: str | None = PrivateAttr(default=None)

    @property
    def option_set(self) -> str | None:
        """The option set that loading took the options from; None where the item has its own."""
        return self._option_set

    @property
    def choices(self) -> tuple[Option, ...]:
        """The options; loading has put the option set in place of its name."""
        if isinstance(self.options, str):
            raise TypeError(f"option set {self.options} was never resolved")
        return self.options

    @cached_property
    def _option_by_id(self) -> dict[str, Option]:
        return {option.id: option for option in reversed(self.choices)}  # the first one counts

    def option(self, option_id: str) -> Option | None:
        """The option of that id, or None."""
        return self._option_by_id.get(option_id)


class ChoiceItem(_WithOptions):
    """One option of several."""

    type: Literal["choice"]


class ChoicesItem(_WithOptions):
    """Any number of options; an exclusive one stands alone."""

    type: Literal["choices"]


class _Numeric(ItemBase):
    min: Number
    max: Number
    points: dict[Number, Number] | None = None  # lower edge -> points; the first edge is min

    @field_validator("points", mode="before")
    @classmethod
    def _each_edge_once(cls, value: object) -> object:
        # 20 and 20.0 are two keys of a file and one number: the second would hide the first.
        if isinstance(value, Mapping):
            edges = [Decimal(key) for key in value if is_plain_number(key)]
            if len(set(edges)) != len(edges):
                raise PydanticCustomError("doubled_edge", "holds one edge twice")
        return value

    @property
    def places(self) -> int:
        """Digits after the point that an answer may have."""
        return 0


class IntegerItem(_Numeric):
    """A whole number without a unit."""

    type: Literal["integer"]


class ScaleItem(_Numeric):
    """A whole number picked from a line, such as 0 to 10."""

    type: Literal["scale"]
    min_text: Text | None = None
    max_text: Text | None = None


class QuantityItem(_Numeric):
    """An exact decimal with a UCUM unit, or with a choice of units."""

    type: Literal["quantity"]
    unit: Unit | None = None
    units: dict[Name, Unit] | None = None  # word the patient picks -> UCUM
    unit_texts: dict[Name, Text] | None = None  # how a unit is shown where the word is not enough
    decimals: Whole = 0

    @property
    def places(self) -> int:
        return self.decimals


class _Timed(ItemBase):
    precision: Annotated[tuple[Precision, ...], Field(min_length=1, max_length=2)]
    not_after: Literal["visit"] | None = None

    @property
    def finest(self) -> Precision:
        return self.precision[0]

    @property
    def coarsest(self) -> Precision:
        return self.precision[-1]


class DateItem(_Timed):
    """A calendar date, as coarse as `precision` allows."""

    type: Literal["date"]


class DateTimeItem(_Timed):
    """A moment, as coarse as `precision` allows."""

    type: Literal["date_time"]


class TextItem(ItemBase):
    """Free text, shown exactly as typed."""

    type: Literal["text"]
    max_length: Whole = 2000


class RowsItem(ItemBase):
    """Repeating rows of fields."""

    type: Literal["rows"]
    max_rows: Whole = 8
    fields: Annotated[tuple[Field_, ...], Field(min_length=1)]

    def field(self, field_id: str) -> Field_ | None:
        """The field of that id, or None."""
        return next((field for field in self.fields if field.id == field_id), None)


def _type(value: object) -> str | None:
    found = value.get("type") if isinstance(value, dict) else getattr(value, "type", None)
    return str(found) if found is not None else None


Field_ = Annotated[
    Annotated[ChoiceItem, Tag("choice")]
    | Annotated[IntegerItem, Tag("integer")]
    | Annotated[ScaleItem, Tag("scale")]
    | Annotated[QuantityItem, Tag("quantity")]
    | Annotated[DateItem, Tag("date")]
    | Annotated[DateTimeItem, Tag("date_time")]
    | Annotated[TextItem, Tag("text")],
    Discriminator(_type),
]
Item = Annotated[
    Annotated[ChoiceItem, Tag("choice")]
    | Annotated[ChoicesItem, Tag("choices")]
    | Annotated[IntegerItem, Tag("integer")]
    | Annotated[ScaleItem, Tag("scale")]
    | Annotated[QuantityItem, Tag("quantity")]
    | Annotated[DateItem, Tag("date")]
    | Annotated[DateTimeItem, Tag("date_time")]
    | Annotated[TextItem, Tag("text")]
    | Annotated[RowsItem, Tag("rows")],
    Discriminator(_type),
]


def points_at(item: IntegerItem | ScaleItem | QuantityItem, value: Decimal) -> Decimal:
    """Points of a number: those of the highest edge not above it, or the number itself.

    value  within item.min and item.max
    """
    if item.points is None:
        return value
    return item.points[max(edge for edge in item.points if edge <= value)]
