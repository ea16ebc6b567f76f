"""Invitations: codes that let somebody in the first time, and the set-up token of a new clinic."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from screening.store import attempts, models
from screening.store.account_value import Account, account_value
from screening.store.audit import Kind, record
from screening.store.errors import OutOfTurn
from screening.store.sealing import keyed, keys_of

LASTS = timedelta(hours=72)
SET_UP_LASTS = timedelta(minutes=30)


def invite(
    session: Session, account_id: UUID, code: str, *, by: UUID | None, now: datetime
) -> None:
    """Let whoever has the code choose the account's password; earlier codes end."""
    row = _make(session, account_id, code, lasts=LASTS, now=now)
    record(session, now, Kind.INVITED, by, account=account_id, invitation=row.id)


def open_set_up(session: Session, code: str, *, now: datetime) -> None:
    """Let whoever has the code make the first account; earlier codes end.

    raises   OutOfTurn when there is an account
    """
    if not is_untouched(session):
        raise OutOfTurn
    row = _make(session, None, code, lasts=SET_UP_LASTS, now=now)
    record(session, now, Kind.SET_UP_OPENED, None, invitation=row.id)


def is_untouched(session: Session) -> bool:
    """Whether this installation has no account yet."""
    return not session.scalar(select(func.count()).select_from(models.Account))


def invited(session: Session, code: str, *, now: datetime) -> Account | None:
    """Whose invitation this code is; None: nobody's, used, too old, or the account is disabled."""
    row = _live(session, code, now)
    if row is None or row.account_id is None:
        return None
    account = session.get_one(models.Account, row.account_id)
    return None if account.disabled_at is not None else account_value(account)


def opens_set_up(session: Session, code: str, *, now: datetime) -> bool:
    """Whether this is the set-up token, in time, of an installation without account."""
    row = _live(session, code, now)
    return row is not None and row.account_id is None and is_untouched(session)


def spend(session: Session, code: str, *, now: datetime) -> bool:
    """End a code by its use; False when somebody else was faster or it is too late."""
    row = _live(session, code, now)
    if row is None:
        return False
    row.ended_at = now
    session.flush()
    if row.account_id is not None:
        ids = {"account": row.account_id, "invitation": row.id}
        record(session, now, Kind.INVITATION_USED, row.account_id, **ids)
    return True


def is_locked(session: Session, place: str, *, now: datetime) -> bool:
    """Whether codes from this place are refused for now, right or wrong.

    place   address that the try comes from
    """
    mark = attempts.mark(session, "place", place)
    return attempts.is_locked(session, attempts.INVITATION_PLACE, mark, now=now)


def refuse(session: Session, place: str, *, now: datetime) -> None:
    """Count a code that was none; the caller commits before it answers."""
    mark = attempts.mark(session, "place", place)
    attempts.failed(session, attempts.INVITATION_PLACE, mark, now=now)
    record(session, now, Kind.INVITATION_REFUSED, None, place=mark)


def open_until(session: Session, *, now: datetime) -> dict[UUID, datetime]:
    """Account -> when its open invitation ends."""
    rows = session.execute(
        select(models.Invitation.account_id, models.Invitation.expires_at).where(
            models.Invitation.account_id.is_not(None),
            models.Invitation.ended_at.is_(None),
            models.Invitation.expires_at > now,
        )
    )
    return {account_id: until for account_id, until in rows if account_id is not None}


def end_all(session: Session, account_id: UUID | None, *, now: datetime) -> None:
    """End the open codes of an account, or the set-up token."""
    whose: ColumnElement[bool] = (
        models.Invitation.account_id.is_(None)
        if account_id is None
        else models.Invitation.account_id == account_id
    )
    open_ones = select(models.Invitation).where(whose, models.Invitation.ended_at.is_(None))
    for row in session.scalars(open_ones).all():
        row.ended_at = now
    session.flush()


def _make(
    session: Session, account_id: UUID | None, code: str, *, lasts: timedelta, now: datetime
) -> models.Invitation:
    end_all(session, account_id, now=now)
    row = models.Invitation(
        id=uuid4(),
        account_id=account_id,
        mark=_mark(session, code),
        made_at=now,
        expires_at=now + lasts,
    )
    session.add(row)
    session.flush()
    return row


def _live(session: Session, code: str, now: datetime) -> models.Invitation | None:
    return session.scalar(
        select(models.Invitation).where(
            models.Invitation.mark == _mark(session, code),
            models.Invitation.ended_at.is_(None),
            models.Invitation.expires_at > now,
        )
    )


def _mark(session: Session, code: str) -> str:
    return keyed(keys_of(session).codes, "invitation", code)
