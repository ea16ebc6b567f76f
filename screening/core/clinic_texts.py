"""What the clinic itself says: to patients, to its own staff on findings, and on copies for others.

One file per language.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, PrivateAttr, StringConstraints

from screening.core.levels import Level
from screening.core.questionnaire import Version
from screening.core.scalars import Day, Definition, Name, Text
from screening.core.yaml_tree import Place

Paragraphs = Annotated[tuple[Text, ...], Field(min_length=1)]


class CalledNumber(Definition):
    """A number to call, and what for."""

    number: Annotated[str, StringConstraints(pattern=r"^[0-9+][0-9 ()+-]{1,24}$")]
    text: Text


class PatientMessage(Definition):
    """What a patient reads after an answer; it names neither the answer nor a reason."""

    title: Text
    text: Paragraphs


class Messages(Definition):
    """One message for each way of `tell_patient` that says something."""

    crisis: PatientMessage
    stop_tell_staff: PatientMessage


class Consent(Definition):
    """What a patient agrees to before the first question, where the clinic asks for it."""

    version: Version  # of this text; it stands in the record of who agreed
    title: Text
    text: Paragraphs
    agree: Text
    decline: Text


class ClinicFinding(Definition):
    """A finding as the clinic wants its own staff to read it, wherever it is raised."""

    id: Name
    text: Text | None = None
    level: Level | None = None  # a clinic may raise a level, and never lowers one


class OutsideCopy(Definition):
    """What a copy that leaves the clinic says of passing it on; without it none is made."""

    version: Version  # of this text; it stands on the copy and in the audit trail
    dated: Day
    read_by: Text | None = None  # whose counsel has read it, and when
    short: Annotated[
        str, StringConstraints(min_length=1, max_length=90)
    ]  # at the foot of each page
    text: Paragraphs  # on the first page


class ClinicTexts(Definition):
    """All of it in one language."""

    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")]
    help_lines: Annotated[tuple[CalledNumber, ...], Field(min_length=1)]
    messages: Messages
    consent: Consent
    findings: tuple[ClinicFinding, ...] = ()
    outside_copy: OutsideCopy | None = None
    _source: bytes = PrivateAttr(default=b"")

    @property
    def key(self) -> str:
        """As the file is named: clinic.en."""
        return f"clinic.{self.language}"

    @property
    def source(self) -> bytes:
        """The file."""
        return self._source

    @property
    def sha256(self) -> str:
        """SHA-256 of the file's bytes, 64 hex digits."""
        return hashlib.sha256(self._source).hexdigest()

    @property
    def texts(self) -> tuple[tuple[Place, str], ...]:
        """Everything that a patient reads, with its place in the file."""
        pages: Mapping[Place, PatientMessage | Consent] = {
            ("messages", "crisis"): self.messages.crisis,
            ("messages", "stop_tell_staff"): self.messages.stop_tell_staff,
            ("consent",): self.consent,
        }
        found: list[tuple[Place, str]] = [
            (("help_lines", n, "text"), line.text) for n, line in enumerate(self.help_lines)
        ]
        for place, page in pages.items():
            found.append(((*place, "title"), page.title))
            found += [((*place, "text", n), text) for n, text in enumerate(page.text)]
        consent = (("agree", self.consent.agree), ("decline", self.consent.decline))
        return (*found, *((("consent", name), text) for name, text in consent))
