"""The texts of drafts, each as it was typed: stored as steps, read as texts.

A draft is saved at every pause in typing. Whole texts would let the database grow by the length of
the file each second; a step is some dozens of bytes.
"""

from collections.abc import Sequence
from dataclasses import field
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from screening.quick_dataclass import dataclass
from screening.store import text_steps
from screening.store.errors import NotThere
from screening.store.models import DefinitionText as Row

WHOLE_EVERY = 25  # texts: so many steps at most are taken to read one


@dataclass(frozen=True, slots=True)
class DefinitionText:
    """What a draft said at one moment."""

    number: int  # the first is 1
    data: bytes = field(repr=False)  # as typed
    saved_by: UUID
    saved_at: datetime
    again: int | None  # the number whose text this is once more


def newest(session: Session, draft_id: UUID) -> DefinitionText:
    """The text that was saved last."""
    return history(session, draft_id, at_most=1)[-1]


def text(session: Session, draft_id: UUID, number: int) -> DefinitionText:
    """One text of a draft.

    raises   NotThere
    """
    found = history(session, draft_id, upto=number, at_most=1)
    if not found or found[0].number != number:
        raise NotThere("text of the draft")
    return found[0]


def history(
    session: Session, draft_id: UUID, *, upto: int | None = None, at_most: int | None = None
) -> tuple[DefinitionText, ...]:
    """The texts, the first one first.

    upto      the highest number wanted; None for the newest
    at_most   how many of them, counted back from there; None for all
    """
    wanted = _back_from(draft_id, upto).limit(at_most)
    rows = session.scalars(wanted).all()
    return _read(session, draft_id, rows)


def add(
    session: Session,
    draft_id: UUID,
    before: DefinitionText | None,
    data: bytes,
    *,
    by: UUID,
    now: datetime,
    again: int | None,
) -> DefinitionText:
    """One more text behind the newest one."""
    number = before.number + 1 if before else 1
    as_step = before is not None and number % WHOLE_EVERY != 1
    stored = text_steps.step(before.data, data) if before and as_step else text_steps.whole(data)
    row = Row(id=uuid4(), draft_id=draft_id, number=number, data=stored, again=again)
    row.saved_by, row.saved_at = by, now
    session.add(row)
    session.flush()
    return DefinitionText(number, data, by, now, again)


def _back_from(draft_id: UUID, number: int | None) -> Select[Row]:
    rows = select(Row).where(Row.draft_id == draft_id).order_by(Row.number.desc())
    return rows if number is None else rows.where(Row.number <= number)


def _read(session: Session, draft_id: UUID, rows: Sequence[Row]) -> tuple[DefinitionText, ...]:
    """Rows that follow one another, the newest first, as texts, the first one first."""
    if not rows:
        return ()
    oldest, data = rows[-1], b""
    if text_steps.is_step(oldest.data):
        before = session.scalars(_back_from(draft_id, oldest.number - 1).limit(WHOLE_EVERY)).all()
        for row in _from_whole(before):
            data = text_steps.read(row.data, data)
    found = []
    for row in reversed(rows):
        data = text_steps.read(row.data, data)
        found.append(DefinitionText(row.number, data, row.saved_by, row.saved_at, row.again))
    return tuple(found)


def _from_whole(rows: Sequence[Row]) -> Sequence[Row]:
    """Of rows with the newest first those from the last whole one on, that one first."""
    ends = next(n for n, row in enumerate(rows) if not text_steps.is_step(row.data))
    return rows[ends::-1]
