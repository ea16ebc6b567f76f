"""The way of a draft into use: two people, and the very judging that the command line does.

A named clinician approves a text beside the version in use; an administrator, who is somebody else,
publishes exactly that. Each reason against it is a sentence; without any it may be done.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from uuid import UUID

from flask import g
from sqlalchemy.orm import Session

from screening.core.difference import Change, differences
from screening.core.difference_kinds import Kind
from screening.core.loading import load_stored
from screening.core.questionnaire import Questionnaire
from screening.core.versions import Step, next_version, parts_of, step_for
from screening.errors import DefinitionErrors
from screening.quick_dataclass import dataclass
from screening.store import approvals, definition_drafts, library, publications
from screening.store.approvals import Approval, Asked
from screening.store.library import Version
from screening.web.draft_checks import Checked, check
from screening.web.draft_value import Drafted

FORMS = "publishing"  # purpose of the form tokens
KINDS: dict[Kind, str] = {
    "scoring": "The same answers lead to something else",
    "items": "What is asked, of whom and when",
    "wording": "Wording, sources and worked cases",
}

CLOSED = "This draft is closed."
STALE = "The text was changed since this page was shown. Look at it again."
SAME = "This text is in use already. Nothing would change."
NOT_APPROVED = "No clinician has approved this text beside the version in use."
OWN_APPROVAL = "You approved this text. Another person has to publish it."
OWN_TEXT = "You wrote part of this draft. Another clinician has to approve it."


@dataclass(frozen=True, slots=True)
class Stepped:
    """What the changes of a version ask of its number."""

    changes: tuple[Change, ...]
    needed: Step  # patch, minor or major
    least: str  # the lowest version that may be published
    enough: bool

    def of(self, kind: Kind) -> tuple[Change, ...]:
        """The changes of one weight."""
        return tuple(change for change in self.changes if change.kind == kind)


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a draft is on its way into use."""

    draft: Drafted
    sha256: str  # of the newest text
    before: Version | None  # the newest version of the questionnaire, retired or not
    checked: Checked
    writers: frozenset[UUID]
    asked: Asked | None  # of this very text
    approval: Approval | None  # of this very text beside that very version
    behind: tuple[str, ...]  # translations in use that would not tell the new version

    @property
    def questionnaire(self) -> Questionnaire | None:
        """What the text says; None while it has a fault of its own."""
        return self.checked.judged.questionnaire

    def against_asking(self, shown: str) -> tuple[str, ...]:
        """Why the text that a page was shown with may not be handed to the clinicians."""
        return tuple(self._against(shown))

    def against_approving(self, account_id: UUID, shown: str) -> tuple[str, ...]:
        """Why this person may not approve the text that a page was shown with."""
        own = [OWN_TEXT] if account_id in self.writers else []
        return (*self._against(shown), *own)

    def against_publishing(self, account_id: UUID, shown: str) -> tuple[str, ...]:
        """Why this person may not publish the text that a page was shown with."""
        if self.approval is None:
            return (*self._against(shown), NOT_APPROVED)
        own = [OWN_APPROVAL] if self.approval.by == account_id else []
        return (*self._against(shown), *own)

    def _against(self, shown: str) -> Iterator[str]:
        if not self.draft.open:
            yield CLOSED
        elif shown != self.sha256:
            yield STALE
        elif self.before is not None and self.before.sha256 == self.sha256:
            yield SAME
        number = len(self.checked.judged.all_faults)
        if number:
            yield f"{number} {'fault' if number == 1 else 'faults'} must be put right first."


def standing_of(session: Session, draft: Drafted) -> Standing:
    """Everything that the page of a draft's approval tells; it takes a second for a new text."""
    data = draft.held.text.data
    sha256 = hashlib.sha256(data).hexdigest()
    before = library.newest(session, draft.item_id)
    asked = [one for one in approvals.asked(session) if one.draft_id == draft.id]
    return Standing(
        draft=draft,
        sha256=sha256,
        before=before,
        checked=check(session, draft),
        writers=definition_drafts.writers(session, draft.id),
        asked=next((one for one in asked if one.sha256 == sha256), None),
        approval=approvals.find(session, sha256, against=before.sha256 if before else None),
        behind=_behind(session, draft),
    )


def put_into_use(session: Session, standing: Standing) -> None:
    """Take the text in as a version, and close its draft; to be called without any reason against.

    raises   VersionConflict
    """
    found, draft = standing.questionnaire, standing.draft
    assert found is not None  # noqa: S101  a fault would have been a reason against it
    library.import_version(session, found.id, found.version, draft.held.text.data, now=g.now)
    publications.note(session, standing.sha256, draft.id, by=g.account.id, now=g.now)
    definition_drafts.close(
        session, draft.id, definition_drafts.PUBLISHED, by=g.account.id, now=g.now
    )


def step_between(old: Questionnaire, new: Questionnaire) -> Stepped:
    """What changed, and whether the new version's number says so."""
    changes = differences(old, new)
    needed = step_for(changes)
    least = next_version(old.version, needed)
    return Stepped(changes, needed, least, parts_of(new.version) >= parts_of(least))


def built(version: Version) -> Questionnaire:
    """A stored version as its authors wrote it, without the clinic's own words."""
    return load_stored(f"{version.id} {version.version}", version.data)


def built_draft(draft: Drafted) -> Questionnaire | None:
    """What the text of a draft says, whatever it means; None where that cannot be made out."""
    try:
        return load_stored(draft.item_id, draft.held.text.data)
    except DefinitionErrors:
        return None


def _behind(session: Session, draft: Drafted) -> tuple[str, ...]:
    """The translations of a questionnaire that do not tell the version of its draft."""
    names = (version.id for version in library.current_translations(session))
    return tuple(
        name
        for name in names
        if name.partition(".")[0] == draft.item_id
        and library.find_translation(session, name, draft.version) is None
    )
