"""Packets: which questionnaires a visit brings, in which order and when."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, PrivateAttr

from screening.core.condition import Condition
from screening.core.questionnaire import Page, Questionnaire, Version
from screening.core.scalars import (
    Definition,
    Name,
    Names,
    Number,
    Ref,
    Text,
    Texts,
    Whole,
    YesNo,
)


class Entry(Definition):
    """One questionnaire of a packet, or some pages of it.

    A questionnaire may stand in several entries; what is answered in them is one response.
    """

    questionnaire: Name
    pages: Annotated[Names, Field(min_length=1)] | None = None  # all of them where left out
    when: Condition | None = None  # over "questionnaire.item" of earlier entries
    not_within_days: Whole | None = None  # left out when it was answered less long ago

    def brings(self, questionnaire: Questionnaire) -> tuple[Page, ...]:
        """The pages that this entry brings, in the order in which they are asked.

        A page that a newer version of the questionnaire no longer has is passed over.
        """
        if self.pages is None:
            return questionnaire.pages
        by_id = {page.id: page for page in questionnaire.pages}
        return tuple(by_id[name] for name in self.pages if name in by_id)


class TypicalAnswer(Definition):
    """One answer of the typical visit that is not the plain one.

    Everything that is not named is answered plainly: No, none of these, or the least.
    """

    item: Ref  # "questionnaire.item", on a page that the packet brings
    answer: Annotated[Texts, Field(min_length=1)]  # an option, several of a checklist, or a number


class Packet(Definition):
    """The questionnaires of one kind of visit, in the order in which they are asked."""

    id: Name
    version: Version
    title: Text
    about: Text | None = None
    review: YesNo = True  # the patient checks all answers before sending
    minutes: Number | None = None  # what the patient's part should take in a typical visit
    leaflet: Name | None = None  # to hand out at the end, in the languages that there are
    entries: Annotated[tuple[Entry, ...], Field(min_length=1)]
    # The visit that `minutes` is for, which `simulate` holds to them.
    typical: Annotated[tuple[TypicalAnswer, ...], Field(min_length=1)] | None = None
    _sha256: str = PrivateAttr(default="")

    @property
    def sha256(self) -> str:
        """SHA-256 of the file's bytes, 64 hex digits."""
        return self._sha256
