"""Scores, bands and reference lines as a questionnaire file states them."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from screening.core.condition import Condition
from screening.core.scalars import BandId, Definition, Name, Number, Source, Text, Whole

Basis = Literal["published", "convention", "house"]
Kind = Literal["sum", "count", "mean", "maximum", "weighted"]
KINDS: tuple[Kind, ...] = ("sum", "count", "mean", "maximum", "weighted")

# Name, not Condition, so that the two words of a fields list read alike.
ItemNames = Annotated[tuple[Name, ...], Field(min_length=1)]


class Band(Definition):
    """One band, named by its lower edge only: bands can neither overlap nor leave a hole."""

    from_: Number = Field(alias="from")
    id: BandId
    text: Text | None = None  # the id in words where left out

    @property
    def words(self) -> str:
        return self.text or self.id.replace("_", " ")


class Branch(Definition):
    """Bands for one case of `choose`; the one with `otherwise` serves when no case is met."""

    when: Condition | None = None
    otherwise: Text | None = None  # the reason that is printed
    bands: Annotated[tuple[Band, ...], Field(min_length=1)]


class BandSet(Definition):
    """Bands with the basis they rest on."""

    id: Name
    basis: Basis = "house"
    note: Text | None = None
    source: Source | None = None
    bands: tuple[Band, ...] = ()
    choose: tuple[Branch, ...] = ()

    def branches(self) -> tuple[tuple[Band, ...], ...]:
        """Every list of bands that may apply."""
        return (self.bands,) if self.bands else tuple(branch.bands for branch in self.choose)


class Banded(Definition):
    """A figure that may lie in bands. A lone `bands:` list is the set `main`."""

    id: Name
    bands: tuple[Band, ...] = ()
    band_sets: tuple[BandSet, ...] = ()
    source: Source | None = None

    @property
    def label(self) -> str:
        """What it is called."""
        return self.id.replace("_", " ")

    @cached_property
    def sets(self) -> tuple[BandSet, ...]:
        """All band sets, `main` first."""
        if self.bands:
            return (BandSet(id="main", bands=self.bands, source=self.source), *self.band_sets)
        return self.band_sets


class Line(Definition):
    """A reference line at a value: shown as a line, never as an instruction."""

    at: Number
    text: Text
    source: Source | None = None


class Caution(Definition):
    """A sentence beside the score, always or when its condition holds."""

    id: Name | None = None  # by which worked cases name it
    text: Text
    when: Condition | None = None


class LeaveOut(Definition):
    """Items that do not count while the condition holds."""

    items: ItemNames
    when: Condition


class ProrateLimit(Definition):
    """How many items may be missing."""

    at_most: Whole


class Prorate(Definition):
    """The total is scaled up from the answered items."""

    prorate: ProrateLimit


class Score(Banded):
    """One figure worked out from points. Exactly one of sum, count, mean, maximum, weighted."""

    title: Text | None = None
    sum: ItemNames | None = None
    count: ItemNames | None = None  # items worth more than 0
    mean: ItemNames | None = None
    maximum: ItemNames | None = None
    weighted: dict[Name, Number] | None = None
    leave_out: LeaveOut | None = None
    range: Annotated[tuple[Number, Number], Field()]
    decimals: Whole = 0
    missing: Literal["incomplete"] | Prorate = "incomplete"
    lines: tuple[Line, ...] = ()
    cautions: tuple[Caution, ...] = ()

    @property
    def label(self) -> str:
        return self.title or super().label

    @cached_property
    def kind(self) -> Kind:
        return next(kind for kind in KINDS if getattr(self, kind) is not None)

    @cached_property
    def items(self) -> tuple[str, ...]:
        """The ids of the items it is made of, in the order of the file."""
        return tuple(getattr(self, self.kind))

    @property
    def prorate_at_most(self) -> int:
        """How many items may be missing for a value all the same."""
        return 0 if self.missing == "incomplete" else self.missing.prorate.at_most
