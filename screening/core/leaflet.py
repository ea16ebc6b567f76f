"""Leaflets: one page for patients, each statement with its source; one file per language."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, PrivateAttr, StringConstraints

from screening.core.questionnaire import Version
from screening.core.scalars import Day, Definition, Name, Source, Text

Urgency = Literal["now", "today", "soon"]


class Claim(Definition):
    """One statement. Its source and grade are for staff; the patient reads the text."""

    id: Name  # the same in every language
    text: Text
    source: Source
    grade: Literal["none", "low", "moderate", "high"] | None = None  # none: nothing is known


class Section(Definition):
    """Statements under one heading."""

    id: Name
    title: Text
    urgency: Urgency | None = None  # when to get help; left out where nothing is to be done
    claims: Annotated[tuple[Claim, ...], Field(min_length=1)]


class HelpLine(Claim):
    """A number to call, and what for."""

    number: Text


class HelpBox(Definition):
    """Where to call."""

    title: Text
    lines: Annotated[tuple[HelpLine, ...], Field(min_length=1)]


class Leaflet(Definition):
    """One leaflet in one language. It is the same for everybody and names nobody."""

    id: Name  # the same in every language
    version: Version
    date: Day  # of this version
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")]
    title: Text
    intro: Claim
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]
    questions: Section  # to ask the clinician
    help: HelpBox
    reviewed_by: Text | None = None  # a named clinician; left out = nobody yet
    _sha256: str = PrivateAttr(default="")

    @property
    def key(self) -> str:
        """Id and language, as the file is named: withdrawal_and_hair.en."""
        return f"{self.id}.{self.language}"

    @property
    def sha256(self) -> str:
        """SHA-256 of the file's bytes, 64 hex digits."""
        return self._sha256

    @property
    def said(self) -> tuple[Claim, ...]:
        """Everything with a source, in the order of reading."""
        sections = (*self.sections, self.questions)
        return (
            self.intro,
            *(claim for section in sections for claim in section.claims),
            *self.help.lines,
        )

    @property
    def refs(self) -> tuple[str, ...]:
        """The sources, each once, in the order in which they are first named."""
        return tuple(dict.fromkeys(ref for one in self.said for ref in one.source.ref))
