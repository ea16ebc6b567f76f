"""What is known and worked out about one filled-in questionnaire: plain frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Literal, Protocol

from screening.core.answers import Answer, Answers, Missing
from screening.core.condition import MissingReason
from screening.core.levels import Level
from screening.core.moments import Moment
from screening.core.questionnaire import Questionnaire
from screening.core.score import Basis
from screening.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class MissingItem:
    """An item that a figure still needs."""

    item_id: str
    reason: MissingReason


@dataclass(frozen=True, slots=True)
class BandHit:
    """A band that applies, or may apply."""

    set_id: str
    basis: Basis
    band_id: str
    text: str
    reason: str | None = None  # why this branch of `choose` was taken when it was not known


@dataclass(frozen=True, slots=True)
class TraceLine:
    """One step of a score: what was answered and what it is worth."""

    item_id: str
    answer: Answer | Missing  # Missing only for a legitimate skip
    points: Decimal  # after the weight, where there is one
    running: Decimal  # running value, this step included


@dataclass(frozen=True, slots=True)
class Observation:
    """One score worked out from answers (FHIR Observation)."""

    code: str  # the score's id, e.g. "cows"
    value: Decimal | None  # None while anything it needs is missing
    low: Decimal  # lowest value still possible
    high: Decimal  # highest value still possible
    range: tuple[Decimal, Decimal]  # lowest and highest value at all
    bands: tuple[BandHit, ...]  # empty without a value
    bands_possible: tuple[BandHit, ...]
    missing: tuple[MissingItem, ...]
    prorated: bool
    trace: tuple[TraceLine, ...]
    answered: int  # items with points
    needed: int  # items that count
    banded: frozenset[str] = frozenset()  # ids of band sets that give a band, whatever is missing


@dataclass(frozen=True, slots=True)
class Computed:
    """A duration or ratio, as a span where its answers are coarse."""

    code: str
    low: Decimal | None  # None when it cannot be told
    high: Decimal | None
    unit: str | None
    exact: Fraction | None = None  # of a ratio, before rounding: others go on from it
    bands: tuple[BandHit, ...] = ()  # those that all of the span lies in
    bands_possible: tuple[BandHit, ...] = ()  # those that some of it lies in

    @property
    def value(self) -> Decimal | None:
        """The value where both ends agree."""
        return self.low if self.low == self.high else None


Seen = Answer | Missing | Computed | Observation
"""What is known under one name: an item as it counts, a computed value or a score."""
SeenAnswers = Mapping[str, Seen]
"""By item id; of other questionnaires also computed values and scores, as "other.name"."""

Says = Literal["towards", "away", "neither", "unknown"]


@dataclass(frozen=True, slots=True)
class FeatureSays:
    """What one row of a feature table says."""

    table_id: str
    row_id: str
    says: Says


@dataclass(frozen=True, slots=True)
class Evidence:
    """One answer a finding rests on."""

    ref: str  # item, computed value or score
    label: str
    words: str
    options: tuple[str, ...] = ()  # ticked ones that the condition names; empty: all are told


@dataclass(frozen=True, slots=True)
class RaisedFinding:
    """A finding that holds, or that cannot be told and has to be asked in person."""

    code: str  # the finding's id
    level: Level
    state: Literal["raised", "ask"]
    text: str
    because: str  # plain sentence without full stop
    evidence: tuple[Evidence, ...]


class Facts(Protocol):
    """What conditions, scores and features look at."""

    @property
    def questionnaire(self) -> Questionnaire: ...

    @property
    def visit(self) -> Moment | None: ...

    def given(self, ref: str) -> Seen | None:
        """The answer as it was given, also where it does not count."""
        ...

    def look(self, ref: str) -> Seen:
        """The item's state, or the computed value or score of that name."""
        ...

    def enabled(self, item_id: str) -> bool | None:
        """True, False, or None when it cannot be told."""
        ...

    def supposing(self, answers: Answers) -> Facts:
        """The same with these answers in place of what is missing."""
        ...


Row = Mapping[str, Answer]
