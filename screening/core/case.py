"""Worked cases as a questionnaire file states them; cases.py runs them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator

from screening.core.levels import Level
from screening.core.scalars import BandId, Definition, Name, Names, Number, Ref, Source, Text, YesNo
from screening.core.yaml_tree import Mapping, Sequence, bare


def _without_places(value: object) -> object:
    return bare(value) if isinstance(value, Mapping | Sequence) else value


Pair = tuple[Number, Number]


class ExpectedScore(Definition):
    """What a score must come to; only what is given is compared."""

    value: Number | None = None
    band: BandId | None = None  # of the first band set
    bands: dict[Name, BandId] | None = None
    incomplete: Names | None = None  # the items that are missing
    possible: Pair | None = None
    bands_possible: dict[Name, tuple[BandId, ...]] | None = None
    prorated: YesNo | None = None
    cautions: tuple[Name, ...] | None = None  # ids of the conditional cautions that stand beside it


class ExpectedComputed(Definition):
    """What a computed value must come to."""

    value: Number | None = None
    low: Number | None = None
    high: Number | None = None
    band: BandId | None = None  # of the first band set
    bands: dict[Name, BandId] | None = None
    bands_possible: dict[Name, tuple[BandId, ...]] | None = None
    unknown: YesNo = False


class Expected(Definition):
    """What must come out. `findings` and `ask` are exact sets."""

    asked: tuple[Name, ...] = ()  # items that must be asked
    not_asked: tuple[Name, ...] = ()  # items that must not be asked

    scores: dict[Name, ExpectedScore] = {}
    computed: dict[Name, ExpectedComputed] = {}
    features: dict[Name, dict[Name, Literal["towards", "away", "neither", "unknown"]]] = {}
    findings: tuple[Name, ...] | dict[Name, Level] | None = None
    ask: tuple[Name, ...] | None = None


class Case(Definition):
    """Answers, and what must come out of them."""

    id: Name
    visit: Text | None = None
    answers: Annotated[dict[Ref, Any], BeforeValidator(_without_places)] = {}
    expect: Expected
    source: Source | Text | None = None
