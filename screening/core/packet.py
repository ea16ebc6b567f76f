"""Packets: which questionnaires a visit brings, in which order and when."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, PrivateAttr

from screening.core.condition import Condition
from screening.core.questionnaire import Version
from screening.core.scalars import Definition, Name, Text, Whole, YesNo


class Entry(Definition):
    """One questionnaire of a packet."""

    questionnaire: Name
    when: Condition | None = None  # over "questionnaire.item" of earlier entries
    not_within_days: Whole | None = None  # left out when it was answered less long ago


class Packet(Definition):
    """The questionnaires of one kind of visit, in the order in which they are asked."""

    id: Name
    version: Version
    title: Text
    about: Text | None = None
    review: YesNo = True  # the patient checks all answers before sending
    entries: Annotated[tuple[Entry, ...], Field(min_length=1)]
    _sha256: str = PrivateAttr(default="")

    @property
    def sha256(self) -> str:
        """SHA-256 of the file's bytes, 64 hex digits."""
        return self._sha256
