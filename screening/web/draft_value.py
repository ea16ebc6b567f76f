"""One draft as its pages tell of it: what it will be, and what it is based on."""

from __future__ import annotations

from uuid import UUID

from flask import g

from screening.core.draft_heads import told_version
from screening.quick_dataclass import dataclass
from screening.store import definition_drafts, library
from screening.store.definition_drafts import QUESTIONNAIRE, DefinitionDraft
from screening.store.errors import NotThere

FORMS = "drafts"  # purpose of the form token


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft with its newest text in words."""

    held: DefinitionDraft
    text: str
    version: str  # as the text tells; empty where it tells none
    before: str  # the version that it is based on; empty for a new questionnaire

    @property
    def id(self) -> UUID:
        return self.held.id

    @property
    def item_id(self) -> str:
        return self.held.item_id

    @property
    def name(self) -> str:
        """cows 1.1.0"""
        return f"{self.item_id} {self.version}".strip()

    @property
    def number(self) -> int:
        """Of the newest text."""
        return self.held.text.number

    @property
    def is_new(self) -> bool:
        """Whether it is a questionnaire that was never in use."""
        return self.held.based_on is None

    @property
    def open(self) -> bool:
        return self.held.closed_as is None


def my_draft(draft_id: UUID) -> Drafted:
    """The draft of a questionnaire, closed ones as well.

    raises   NotThere, also for one of a translation
    """
    found = definition_drafts.get(g.session, draft_id)
    if found.kind != QUESTIONNAIRE:
        raise NotThere("draft")
    return drafted(found)


def open_drafts() -> tuple[Drafted, ...]:
    """Those of questionnaires, sorted by id."""
    found = definition_drafts.list_open(g.session)
    return tuple(drafted(draft) for draft in found if draft.kind == QUESTIONNAIRE)


def drafted(draft: DefinitionDraft) -> Drafted:
    """The same with what its text tells."""
    text = words_of(draft.text.data)
    before = library.get(g.session, draft.based_on).version if draft.based_on else ""
    return Drafted(draft, text, told_version(text), before)


def words_of(data: bytes) -> str:
    """A text as it is shown; signs that are no UTF-8 are replaced."""
    return data.decode("utf-8", "replace")
