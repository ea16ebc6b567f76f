"""Questionnaire: one instrument or form as frozen values, straight from its file."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, PrivateAttr, StringConstraints

from screening.core.case import Case
from screening.core.condition import Condition
from screening.core.item import Item, Option, Rater
from screening.core.levels import Level
from screening.core.scalars import Definition, Name, Number, Ref, Source, Text, Texts, Whole, YesNo
from screening.core.score import Banded, Score

DurationUnit = Literal["h", "d", "wk", "mo", "a"]

# [0-9] and not \d, which takes the digits of every script.
Version = Annotated[
    str, StringConstraints(pattern=r"^(0|[1-9][0-9]{0,5})(\.(0|[1-9][0-9]{0,5})){2}$")
]
LANGUAGE = r"[a-z]{2}(-[A-Z]{2})?"
Language = Annotated[str, StringConstraints(pattern=f"^{LANGUAGE}$")]


class Evidence(Definition):
    """How well the use of the instrument is supported."""

    grade: Literal["none", "low", "moderate", "high"]
    note: Text | None = None
    source: Source | None = None


class Instrument(Definition):
    """What a published scale is, whose it is and what it was tested for."""

    name: Text | None = None
    authors: Text | None = None
    year: Whole | None = None
    citation: Text | None = None
    doi: Text | None = None
    pmid: Text | None = None
    wording: Literal["own", "adapted", "published"]
    fingerprint: Text | None = None  # of the texts, where the wording is published
    credit: Text | None = None
    licence: Text
    used_for: Texts = ()
    validated_for: Texts = ()
    limits: Texts = ()
    evidence: Evidence
    source: Source | None = None
    reviewed_by: Text | None = None  # a named clinician; left out = nobody yet


class Page(Definition):
    """Items that belong together; a patient still meets one at a time unless `layout: grid`."""

    id: Name
    title: Text
    layout: Literal["grid"] | None = None
    items: Annotated[tuple[Item, ...], Field(min_length=1)]


class Between(Definition):
    """Two moments and the unit their distance is told in, rounded down."""

    from_: Ref = Field(alias="from")
    to: Ref
    unit: DurationUnit


class Ratio(Definition):
    """One number divided by another, times a factor; either may be a ratio itself."""

    of: Ref
    to: Ref
    times: Number


class Computed(Banded):
    """A value worked out from answers that is not a score."""

    text: Text | None = None
    between: Between | None = None
    ratio: Ratio | None = None
    decimals: Whole = 0

    @property
    def label(self) -> str:
        return self.text or super().label

    @property
    def ends(self) -> tuple[str, ...]:
        """What it is worked out from: items, or ratios for a ratio."""
        pairs = ((b.from_, b.to) for b in (self.between,) if b is not None)
        shares = ((r.of, r.to) for r in (self.ratio,) if r is not None)
        return tuple(ref for pair in (*pairs, *shares) for ref in pair if ref != "visit")


class FeatureRow(Definition):
    """One feature that points towards or away, or neither."""

    id: Name
    text: Text | None = None
    towards: Condition | None = None
    away: Condition | None = None
    source: Source | None = None


class FeatureTable(Definition):
    """A table towards / away / unknown. It has no total, on purpose."""

    id: Name
    title: Text | None = None
    note: Text | None = None  # a fixed sentence printed with the table
    rows: Annotated[tuple[FeatureRow, ...], Field(min_length=1)]


class Finding(Definition):
    """What a clinician must see when its condition holds."""

    id: Name
    level: Level
    tell_patient: Literal["crisis", "stop_tell_staff", "quiet"] = "quiet"
    ask_if_unknown: YesNo = False
    when: Condition
    text: Text | None = None
    why: Text | None = None
    source: Source | None = None

    @property
    def words(self) -> str:
        return self.text or self.id.replace("_", " ")


class SummaryLine(Definition):
    """A line of the clinician's page: a label and the values it shows."""

    text: Text
    of: Annotated[tuple[Ref, ...], Field(min_length=1)]


class SummaryLines(Definition):
    """Which lines this questionnaire gives to page 1."""

    right_now: tuple[SummaryLine, ...] = ()
    use: tuple[SummaryLine, ...] = ()


class Questionnaire(Definition):
    """One version of one questionnaire, pinned by the SHA-256 of its file."""

    id: Name
    version: Version
    title: Text
    short_title: Text | None = None
    about: Text | None = None
    rated_by: Rater
    recall: Text | None = None
    language: Language = "en"
    instrument: Instrument
    uses: tuple[Ref, ...] = ()
    option_sets: dict[Name, tuple[Option, ...]] = {}
    pages: Annotated[tuple[Page, ...], Field(min_length=1)]
    computed: tuple[Computed, ...] = ()
    scores: tuple[Score, ...] = ()
    features: tuple[FeatureTable, ...] = ()
    findings: tuple[Finding, ...] = ()
    summary: SummaryLines = SummaryLines.model_construct()
    cases: tuple[Case, ...] = ()
    _sha256: str = PrivateAttr(default="")

    @property
    def name(self) -> str:
        """The short name, e.g. COWS."""
        return self.short_title or self.title

    @property
    def sha256(self) -> str:
        """SHA-256 of the file's bytes, 64 hex digits; empty when it was not read from a file."""
        return self._sha256

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """All items in the order of the file."""
        return tuple(item for page in self.pages for item in page.items)

    @cached_property
    def _item_by_id(self) -> dict[str, Item]:
        return {item.id: item for item in self.items}

    def item(self, item_id: str) -> Item:
        """The item of that id; KeyError when there is none."""
        return self._item_by_id[item_id]

    def has_item(self, item_id: str) -> bool:
        return item_id in self._item_by_id

    @property
    def figures(self) -> tuple[Computed | Score, ...]:
        """What is worked out and may lie in bands, in the order of the file."""
        return (*self.computed, *self.scores)

    def named(self, name: str) -> Item | Computed | Score | None:
        """The item, computed value or score of that id: they share one set of names."""
        if name in self._item_by_id:
            return self._item_by_id[name]
        return next((one for one in self.figures if one.id == name), None)

    def rests_on(self, ref: str) -> tuple[str, ...]:
        """What a name stands on: the items below a computed value, else the name itself."""
        todo, found = [ref], dict[str, None]()
        followed: set[str] = set()
        while todo:
            name = todo.pop(0)
            known = self.named(name)
            if not isinstance(known, Computed):
                found[name] = None
            elif name not in followed:  # a circle is refused later
                followed.add(name)
                todo += known.ends
        return tuple(found)

    @cached_property
    def moments(self) -> frozenset[str]:
        """What durations of this file begin or end with."""
        ends = (one.ends for one in self.computed if one.between is not None)
        return frozenset(ref for pair in ends for ref in pair)

    def page_of(self, item_id: str) -> Page:
        """The page that holds the item."""
        return next(page for page in self.pages if any(i.id == item_id for i in page.items))

    def rater(self, item: Item) -> Rater:
        """Who may answer the item."""
        return item.rated_by or self.rated_by

    def items_for(self, role: Literal["patient", "clinician"]) -> tuple[Item, ...]:
        """The items that this role may rate, in the order of the file."""
        return tuple(item for item in self.items if self.rater(item) in (role, "either"))
