"""Drafts of questionnaires and translations: every text that was saved, and who saved it.

A draft need not be sound: whatever was typed is kept. It belongs to the installation, as the
library does, and one file has at most one open draft, so that two people meet in the same text.
"""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from screening.quick_dataclass import dataclass
from screening.store import definition_texts, models
from screening.store.audit import Kind, record
from screening.store.definition_texts import DefinitionText
from screening.store.errors import DraftClosed, DraftOpen, NotThere, StaleText

QUESTIONNAIRE, TRANSLATION = "questionnaire", "translation"
PUBLISHED, DISCARDED = "published", "discarded"
CLOSED_BY = {
    PUBLISHED: Kind.DEFINITION_DRAFT_PUBLISHED,
    DISCARDED: Kind.DEFINITION_DRAFT_DISCARDED,
}


@dataclass(frozen=True, slots=True)
class DefinitionDraft:
    """One file on its way to its next version, with the text that was saved last."""

    id: UUID
    kind: str  # QUESTIONNAIRE or TRANSLATION
    item_id: str  # hair_check; hair_check.es of a translation
    based_on: str | None  # SHA-256 of the version before; None: there was none
    begun_by: UUID
    begun_at: datetime
    closed_as: str | None  # PUBLISHED or DISCARDED; None while it is open
    text: DefinitionText


def begin(
    session: Session,
    kind: str,
    item_id: str,
    data: bytes,
    *,
    based_on: str | None,
    by: UUID,
    now: datetime,
) -> DefinitionDraft:
    """A new draft with its first text.

    raises   DraftOpen when this file has an open draft
    """
    row = models.DefinitionDraft(
        id=uuid4(), kind=kind, item_id=item_id, based_on=based_on, begun_by=by, begun_at=now
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        raise DraftOpen(item_id) from None
    record(session, now, Kind.DEFINITION_DRAFT_BEGUN, by, draft=row.id, item=item_id)
    text = _add(session, row, None, data, by=by, now=now, again=None)
    return _value(row, text)


def get(session: Session, draft_id: UUID) -> DefinitionDraft:
    """One draft, closed ones as well.

    raises   NotThere
    """
    row = _row(session, draft_id)
    return _value(row, definition_texts.newest(session, draft_id))


def list_open(session: Session) -> tuple[DefinitionDraft, ...]:
    """The drafts that are neither published nor discarded, sorted by the file's name."""
    rows = session.scalars(
        select(models.DefinitionDraft)
        .where(models.DefinitionDraft.closed_at.is_(None))
        .order_by(models.DefinitionDraft.item_id)
    ).all()
    return tuple(_value(row, definition_texts.newest(session, row.id)) for row in rows)


def find_open(session: Session, item_id: str) -> DefinitionDraft | None:
    """The open draft of a file, if it has one."""
    row = session.scalar(
        select(models.DefinitionDraft).where(
            models.DefinitionDraft.item_id == item_id, models.DefinitionDraft.closed_at.is_(None)
        )
    )
    return _value(row, definition_texts.newest(session, row.id)) if row else None


def save(
    session: Session,
    draft_id: UUID,
    data: bytes,
    *,
    shown: int,
    by: UUID,
    now: datetime,
    again: int | None = None,
) -> DefinitionDraft:
    """Keep what was typed as the newest text; the same text again changes nothing.

    shown    number of the text that the page was shown with
    again    the number whose text this is once more, when an older one is brought back
    raises   StaleText with the newest one when somebody saved meanwhile, DraftClosed, NotThere
    """
    row = _open_row(session, draft_id)
    newest = definition_texts.newest(session, draft_id)
    if newest.data == data:
        return _value(row, newest)
    if newest.number != shown:
        raise StaleText(newest.number, newest.data, newest.saved_by)
    text = _add(session, row, newest, data, by=by, now=now, again=again)
    return _value(row, text)


def writers(session: Session, draft_id: UUID) -> frozenset[UUID]:
    """The accounts that saved any of its texts."""
    rows = select(models.DefinitionText.saved_by).where(models.DefinitionText.draft_id == draft_id)
    return frozenset(session.scalars(rows))


def step_back(draft: DefinitionDraft) -> int | None:
    """The number of the text that undoing brings back; None at the first one."""
    at = draft.text.again or draft.text.number
    return at - 1 if at > 1 else None


def step_on(session: Session, draft: DefinitionDraft) -> int | None:
    """The number of the text that redoing brings back; None where nothing was undone last."""
    if draft.text.again is None:
        return None
    typed_last = session.scalar(
        select(func.max(models.DefinitionText.number)).where(
            models.DefinitionText.draft_id == draft.id, models.DefinitionText.again.is_(None)
        )
    )
    return draft.text.again + 1 if draft.text.again < (typed_last or 0) else None


def close(session: Session, draft_id: UUID, closed_as: str, *, by: UUID, now: datetime) -> None:
    """End a draft: it was published, or is not wanted any more. Its texts stay readable.

    closed_as   PUBLISHED or DISCARDED
    raises      DraftClosed, NotThere
    """
    row = _open_row(session, draft_id)
    row.closed_at, row.closed_as = now, closed_as
    session.flush()
    record(session, now, CLOSED_BY[closed_as], by, draft=row.id, item=row.item_id)


def _open_row(session: Session, draft_id: UUID) -> models.DefinitionDraft:
    row = _row(session, draft_id)
    if row.closed_at is not None:
        raise DraftClosed
    return row


def _row(session: Session, draft_id: UUID) -> models.DefinitionDraft:
    row = session.get(models.DefinitionDraft, draft_id)
    if row is None:
        raise NotThere("draft")
    return row


def _add(
    session: Session,
    draft: models.DefinitionDraft,
    before: DefinitionText | None,
    data: bytes,
    *,
    by: UUID,
    now: datetime,
    again: int | None,
) -> DefinitionText:
    text = definition_texts.add(session, draft.id, before, data, by=by, now=now, again=again)
    record(session, now, Kind.DEFINITION_DRAFT_SAVED, by, draft=draft.id, text=text.number)
    return text


def _value(row: models.DefinitionDraft, text: DefinitionText) -> DefinitionDraft:
    return DefinitionDraft(
        id=row.id,
        kind=row.kind,
        item_id=row.item_id,
        based_on=row.based_on,
        begun_by=row.begun_by,
        begun_at=row.begun_at,
        closed_as=row.closed_as,
        text=text,
    )
