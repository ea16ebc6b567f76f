"""Translation: the texts of one version of a questionnaire, told in other words.

A file beside its questionnaire, with a version of its own: hair_check.es.yaml in another language,
cows.en-published.yaml with the published words. It holds ids and texts and nothing else; points,
conditions and ids cannot be written there. retelling.py puts the texts in their places.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Literal

from pydantic import BaseModel, PrivateAttr

from screening.core.fingerprint import fingerprint
from screening.core.questionnaire import Language, Version
from screening.core.scalars import BandId, Definition, Name, Source, Text
from screening.core.yaml_tree import Place

TextById = dict[Name, Text]

TO_BE_WRITTEN = "..."  # stands where the text is still missing
PUBLISHED = "-published"  # the end of a wording pack's name


class ItemTexts(Definition):
    """What is read of an item, or of a field of rows."""

    text: Text | None = None
    short: Text | None = None
    hint: Text | None = None
    min_text: Text | None = None
    max_text: Text | None = None
    unit_texts: TextById | None = None
    options: TextById | None = None  # also in place of an option set's text, for this item alone
    fields: dict[Name, ItemTexts] | None = None


class BandSetTexts(Definition):
    """A band that stands in several branches has one text."""

    note: Text | None = None
    otherwise: Text | None = None
    bands: dict[BandId, Text] | None = None


class ScoreTexts(Definition):
    """Lines and cautions have no ids: they stand in the order of the questionnaire."""

    title: Text | None = None
    bands: dict[BandId, Text] | None = None
    band_sets: dict[Name, BandSetTexts] | None = None
    lines: tuple[Text, ...] | None = None
    cautions: tuple[Text, ...] | None = None


class ComputedTexts(Definition):
    """What a computed value is called, and its bands."""

    text: Text | None = None
    bands: dict[BandId, Text] | None = None
    band_sets: dict[Name, BandSetTexts] | None = None


class FeatureTexts(Definition):
    """A table and its rows."""

    title: Text | None = None
    note: Text | None = None
    rows: TextById | None = None


class FindingTexts(Definition):
    """What a clinician reads of a finding."""

    text: Text | None = None
    why: Text | None = None


class SummaryTexts(Definition):
    """Labels on the clinician's page, in the order of the questionnaire."""

    right_now: tuple[Text, ...] | None = None
    use: tuple[Text, ...] | None = None


class Texts(Definition):
    """All texts of a questionnaire, under the ids of what they belong to."""

    title: Text | None = None
    short_title: Text | None = None
    about: Text | None = None
    recall: Text | None = None
    option_sets: dict[Name, TextById] | None = None
    pages: TextById | None = None  # page -> its title
    items: dict[Name, ItemTexts] | None = None
    computed: dict[Name, ComputedTexts] | None = None
    scores: dict[Name, ScoreTexts] | None = None
    features: dict[Name, FeatureTexts] | None = None
    findings: dict[Name, FindingTexts] | None = None
    summary: SummaryTexts | None = None

    @cached_property
    def told(self) -> Mapping[Place, str]:
        """Every text by its place in the file; what is still to be written is left out."""
        left_out = ("", TO_BE_WRITTEN)
        return {place: text for place, text in self.written.items() if text not in left_out}

    @cached_property
    def written(self) -> Mapping[Place, str]:
        """The same with what is still to be written; what holds nothing at all stands as empty."""
        parts = ((name, getattr(self, name)) for name in Texts.model_fields)
        return {place: text for name, part in parts for place, text in _leaves((name,), part)}


class Translation(Texts):
    """One version of one translation or wording pack, pinned by the SHA-256 of its file."""

    translates: Name  # the questionnaire's id
    for_version: Version  # the version whose words it tells, and no other
    version: Version
    language: Language
    reviewed_by: Text | None = None  # who compared both texts; left out = nobody yet
    wording: Literal["published"] | None = None  # left out: words of our own
    permission: Text | None = None  # why the published words may be used here
    source: Source | None = None  # where they were published
    fingerprint: Text | None = None  # of all texts; the check names the right one
    _sha256: str = PrivateAttr(default="")

    @property
    def id(self) -> str:
        """The name of its file without the ending: hair_check.es, cows.en-published."""
        return f"{self.translates}.{self.language}{PUBLISHED if self.wording else ''}"

    @property
    def sha256(self) -> str:
        """SHA-256 of the file's bytes, 64 hex digits."""
        return self._sha256

    @property
    def told_fingerprint(self) -> str:
        """The fingerprint that its texts have: another one as soon as one letter changes."""
        return fingerprint(self.told.values())


def _leaves(place: Place, value: object) -> Iterator[tuple[Place, str]]:
    if value is None or isinstance(value, str):
        yield from () if value is None else ((place, value),)
        return
    empty = True
    for part, inner in _parts(value):
        if inner is not None:
            empty = False
            yield from _leaves((*place, part), inner)
    if empty:
        yield place, ""


def _parts(value: object) -> Iterable[tuple[str | int, object]]:
    if isinstance(value, BaseModel):
        return ((name, getattr(value, name)) for name in type(value).model_fields)
    if isinstance(value, Mapping):
        return value.items()
    assert isinstance(value, tuple)
    return enumerate(value)
