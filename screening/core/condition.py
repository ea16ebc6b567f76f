"""Conditions: nested all, any, not over tests of one item, computed value or score.

`enable_when`, `when`, `towards` and `away` are all conditions. What they mean is worked out
in logic.py; this module knows only their shape.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, RootModel, Tag
from pydantic_core import PydanticCustomError

from screening.core.scalars import BandIds, Definition, Name, Names, Number, Ref, YesNo

MissingReason = Literal["declined", "not_assessed", "not_asked", "not_recorded"]


class Operators(Definition):
    """What is asked of one value. Several limits together must all hold."""

    at_least: Number | None = None
    at_most: Number | None = None
    above: Number | None = None
    below: Number | None = None
    is_: Names | None = Field(default=None, alias="is")
    is_not: Names | None = None
    includes: Names | None = None
    band: BandIds | None = None
    answered: YesNo | None = None
    missing: MissingReason | Literal["any"] | None = None
    any_row: Condition | None = None

    def given(self) -> tuple[str, ...]:
        """The names of the operators in use, as an administrator writes them."""
        return tuple(name.rstrip("_") for name in sorted(self.model_fields_set))


LIMITS = frozenset({"at_least", "at_most", "above", "below"})
PRESENCE = frozenset({"answered", "missing"})


def _test_kind(value: object) -> str | None:
    if isinstance(value, str):
        return "option"
    return "operators" if isinstance(value, Mapping | Operators) else None


_Test = Annotated[
    Annotated[Name, Tag("option")] | Annotated[Operators, Tag("operators")],
    Discriminator(_test_kind),
]


class ItemTest(RootModel[dict[Ref, _Test]]):
    """One test: `{item: option}` or `{item: {at_least: 3}}`."""

    model_config = {"frozen": True, "strict": True, "defer_build": True}

    def model_post_init(self, context: Any) -> None:
        if len(self.root) != 1:
            raise PydanticCustomError("one_test_only", "holds more than one test")

    @property
    def ref(self) -> str:
        """The item, computed value or score that is looked at."""
        return next(iter(self.root))

    @cached_property
    def operators(self) -> Operators:
        """The test in its long form."""
        test = self.root[self.ref]
        if isinstance(test, str):
            # It was checked as a part of the whole; Operators alone would need a validator more.
            return Operators.model_construct({"is_"}, is_=(test,))
        return test


class AllOf(Definition):
    """Every one of these holds."""

    all: Annotated[tuple[Condition, ...], Field(min_length=1)]


class AnyOf(Definition):
    """At least one of these holds."""

    any: Annotated[tuple[Condition, ...], Field(min_length=1)]


class NotOf(Definition):
    """This does not hold."""

    not_: Condition = Field(alias="not")


def _condition_kind(value: object) -> str | None:
    if isinstance(value, Mapping):
        return next((word for word in ("all", "any", "not") if word in value), "test")
    kinds: dict[type, str] = {AllOf: "all", AnyOf: "any", NotOf: "not", ItemTest: "test"}
    return kinds.get(type(value))


Condition = Annotated[
    Annotated[AllOf, Tag("all")]
    | Annotated[AnyOf, Tag("any")]
    | Annotated[NotOf, Tag("not")]
    | Annotated[ItemTest, Tag("test")],
    Discriminator(_condition_kind),
]


def tests_in(condition: Condition) -> Iterator[ItemTest]:
    """Every test of a condition, in the order of the file; those inside any_row are not entered."""
    match condition:
        case AllOf():
            for part in condition.all:
                yield from tests_in(part)
        case AnyOf():
            for part in condition.any:
                yield from tests_in(part)
        case NotOf():
            yield from tests_in(condition.not_)
        case ItemTest():
            yield condition


def refs_in(condition: Condition | None) -> tuple[str, ...]:
    """What a condition looks at, each once, in the order of the file."""
    if condition is None:
        return ()
    return tuple(dict.fromkeys(test.ref for test in tests_in(condition)))
