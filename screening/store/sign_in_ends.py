"""The live sign-ins of an account in a list, and how they end: by their owner, or all at once."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from screening.quick_dataclass import dataclass
from screening.store import models, pins
from screening.store.audit import Kind, record
from screening.store.errors import NotThere
from screening.store.sign_ins import IDLE, LONGEST

REVOKED = "revoked"  # by its owner, from the list of sign-ins


@dataclass(frozen=True, slots=True)
class Listed:
    """One live sign-in, as its owner's list shows it."""

    id: UUID
    started_at: datetime
    last_seen_at: datetime
    proved_by: str
    same_place: bool  # as the one that looks


def sign_out(session: Session, sign_in_id: UUID, *, now: datetime) -> None:
    """End one sign-in; twice changes nothing."""
    row = session.get(models.SignIn, sign_in_id)
    if row is not None and row.ended_at is None:
        end(session, row, "signed_out", now)


def live_ones(
    session: Session, account_id: UUID, *, own: UUID | None, now: datetime
) -> tuple[Listed, ...]:
    """The account's sign-ins that open something now, or by a PIN, newest first.

    own   the one that looks; None: somebody else's
    """
    by_pin = pins.is_set(session, account_id)
    rows = [
        row
        for row in session.scalars(_open_ones(account_id)).all()
        if now - row.started_at < LONGEST
        and (now - row.last_seen_at < IDLE or (by_pin and row.workstation_id is not None))
    ]
    places = {row.place for row in rows if row.id == own}
    return tuple(
        Listed(row.id, row.started_at, row.last_seen_at, row.proved_by, row.place in places)
        for row in reversed(rows)
    )


def end_all(session: Session, account_id: UUID, *, reason: str, now: datetime) -> None:
    """End every sign-in of one account: password or role changed, account disabled."""
    end_others(session, account_id, keep=None, reason=reason, now=now)


def end_others(
    session: Session, account_id: UUID, *, keep: UUID | None, reason: str, now: datetime
) -> None:
    """End every sign-in of one account but one; those that were half way as well.

    The PIN ends too, unless the sign-ins were only revoked: then nothing is left for it to open.
    """
    if reason != REVOKED:
        pins.forget(session, account_id)
    session.execute(delete(models.HalfSignIn).where(models.HalfSignIn.account_id == account_id))
    for row in session.scalars(_open_ones(account_id)).all():
        if row.id != keep:
            end(session, row, reason, now)


def revoke_all(session: Session, account_id: UUID, *, by: UUID, now: datetime) -> None:
    """An administrator ends every sign-in of somebody, who may sign in again at once."""
    session.execute(delete(models.HalfSignIn).where(models.HalfSignIn.account_id == account_id))
    for row in session.scalars(_open_ones(account_id)).all():
        end(session, row, REVOKED, now, by=by)


def end_own(session: Session, account_id: UUID, sign_in_id: UUID, *, now: datetime) -> None:
    """Revoke one sign-in of an account.

    raises   NotThere, also for somebody else's and one that ended before
    """
    row = session.scalar(_open_ones(account_id).where(models.SignIn.id == sign_in_id))
    if row is None:
        raise NotThere("sign-in")
    end(session, row, REVOKED, now)


def end_at_workstation(
    session: Session, workstation_id: UUID, *, reason: str, now: datetime
) -> None:
    """End every sign-in that was opened on one workstation."""
    rows = session.scalars(
        select(models.SignIn)
        .where(models.SignIn.workstation_id == workstation_id, models.SignIn.ended_at.is_(None))
        .order_by(models.SignIn.started_at)
    )
    for row in rows.all():
        end(session, row, reason, now)


def end(
    session: Session, row: models.SignIn, reason: str, now: datetime, *, by: UUID | None = None
) -> None:
    """End one that is open, for a reason of at most 20 letters.

    by   who did it; None: whose sign-in it was, or what befell it
    """
    row.ended_at, row.end_reason = now, reason
    session.flush()
    record(session, now, Kind.SIGNED_OUT, by or row.account_id, sign_in=row.id, reason=reason)


def _open_ones(account_id: UUID) -> Select[models.SignIn]:
    return (
        select(models.SignIn)
        .where(models.SignIn.account_id == account_id, models.SignIn.ended_at.is_(None))
        .order_by(models.SignIn.started_at)
    )
