"""Coming back to a sign-in of today by PIN, at the workstation where it was opened, and locking it.

A sign-in that was opened on an enrolled workstation keeps its row while it is locked or idle. A
right PIN gives that row a new token; its start stays, so twelve hours are the end however often
somebody comes back, and whatever ends a sign-in ends this as well. Comparing costs a tenth of a
second, so it lies between look_up() and settle(), outside of any transaction.
"""

import secrets
from dataclasses import field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from screening.quick_dataclass import dataclass
from screening.store import models, sign_in_ends, sign_ins
from screening.store.account_value import account_value
from screening.store.audit import Kind, record
from screening.store.sign_ins import SignIn

PIN_TRIES = 3  # wrong ones in a row; then the sign-in ends and the password is asked for


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who may come back here. Strangers pass the desk, so it tells hardly anything."""

    sign_in_id: UUID
    initials: str
    since: datetime | None  # of the sign-in; only where somebody else has the same initials


@dataclass(frozen=True, slots=True)
class ReturnAttempt:
    """One typed PIN, between look-up and settling."""

    sign_in_id: UUID | None  # None: nobody waits there; nobody is told
    account_id: UUID | None
    workstation_id: UUID
    pin_hash: str | None = field(repr=False)  # None: compare against a dummy, same cost


def sit_down(session: Session, sign_in_id: UUID, workstation_id: UUID, *, now: datetime) -> None:
    """A sign-in was just opened in full on this workstation; an older one there makes room."""
    row = session.get_one(models.SignIn, sign_in_id)
    older = session.scalars(
        select(models.SignIn)
        .where(models.SignIn.account_id == row.account_id, models.SignIn.ended_at.is_(None))
        .where(models.SignIn.workstation_id == workstation_id)
        .order_by(models.SignIn.started_at)
    ).all()
    for one in older:
        sign_in_ends.end(session, one, "again", now)
    row.workstation_id = workstation_id
    _used(session, workstation_id, now)


def waiting(
    session: Session, workstation_id: UUID, *, within: timedelta, now: datetime
) -> tuple[Waiting, ...]:
    """Who may come back at this workstation, by initials.

    within   since the sign-in in full; at most sign_ins.LONGEST counts
    """
    found = [
        (row.id, initials(full_name), row.started_at)
        for row, full_name in session.execute(_coming(workstation_id, within, now)).all()
    ]
    letters = [who for _, who, _ in found]
    told = [
        Waiting(sign_in_id, who, started if letters.count(who) > 1 else None)
        for sign_in_id, who, started in found
    ]
    return tuple(sorted(told, key=lambda one: (one.initials, str(one.since))))


def look_up(
    session: Session, workstation_id: UUID, sign_in_id: UUID, *, within: timedelta, now: datetime
) -> ReturnAttempt:
    """What a choice from the list stands for. A reading session is enough."""
    row = _waiting_row(session, workstation_id, sign_in_id, within, now)
    if row is None:
        return ReturnAttempt(None, None, workstation_id, None)
    pin = session.get_one(models.Pin, row.account_id)
    return ReturnAttempt(row.id, row.account_id, workstation_id, pin.pin_hash)


def settle(
    session: Session,
    attempt: ReturnAttempt,
    *,
    matched: bool,
    token: str,
    within: timedelta,
    now: datetime,
) -> SignIn | None:
    """Count the try and, when it was right, open the sign-in again under a new token.

    The caller commits in both cases, before it answers.
    """
    if attempt.sign_in_id is None:
        return None
    # Looked at once more: many tries sent at the same moment all passed the look-up.
    row = _waiting_row(session, attempt.workstation_id, attempt.sign_in_id, within, now)
    if row is None:
        return None
    pin = session.get_one(models.Pin, row.account_id)
    if not matched or pin.pin_hash != attempt.pin_hash:
        _refuse(session, row, now)
        return None
    return _open_again(session, row, token, now)


def lock(session: Session, sign_in_id: UUID, *, now: datetime) -> None:
    """Nobody has the token any more; the sign-in waits for the PIN, or ends where there is none."""
    row = session.get_one(models.SignIn, sign_in_id)
    if row.workstation_id is None or session.get(models.Pin, row.account_id) is None:
        sign_in_ends.sign_out(session, sign_in_id, now=now)
        return
    row.token_hash = sign_ins.token_hash(session, secrets.token_urlsafe(32))
    session.flush()
    record(
        session, now, Kind.LOCKED, row.account_id,
        sign_in=row.id, workstation=row.workstation_id,
    )  # fmt: skip


def initials(full_name: str) -> str:
    """The first letters of a name: two where it has several parts, and never a whole part."""
    parts = [part for part in full_name.split() if part[0].isalnum()]
    if not parts:
        return "?"
    ends = parts[:1] if len(parts) == 1 else [parts[-2], parts[-1]]
    return "".join(part[0].upper() for part in ends)


def _refuse(session: Session, row: models.SignIn, now: datetime) -> None:
    row.pin_tries += 1
    session.flush()
    assert row.workstation_id is not None  # noqa: S101  it was found by it
    record(
        session, now, Kind.PIN_REFUSED, row.account_id,
        sign_in=row.id, workstation=row.workstation_id,
    )  # fmt: skip
    if row.pin_tries >= PIN_TRIES:
        sign_in_ends.end(session, row, "pin_tries", now)


def _open_again(session: Session, row: models.SignIn, token: str, now: datetime) -> SignIn:
    assert len(token) >= sign_ins.TOKEN_CHARS  # noqa: S101  a shorter one is a slip of ours
    assert row.workstation_id is not None  # noqa: S101  it was found by it
    row.token_hash, row.last_seen_at = sign_ins.token_hash(session, token), now
    row.pin_tries = 0
    _used(session, row.workstation_id, now)
    record(
        session, now, Kind.CAME_BACK, row.account_id,
        sign_in=row.id, workstation=row.workstation_id,
    )  # fmt: skip
    sign_ins.forget_proof(session, row.id)
    account = account_value(session.get_one(models.Account, row.account_id))
    return SignIn(
        row.id, account, row.started_at, now, row.proved_at, row.must_enrol, row.workstation_id
    )


def _used(session: Session, workstation_id: UUID, now: datetime) -> None:
    session.get_one(models.Workstation, workstation_id).last_used_at = now
    session.flush()


def _waiting_row(
    session: Session, workstation_id: UUID, sign_in_id: UUID, within: timedelta, now: datetime
) -> models.SignIn | None:
    wanted = _coming(workstation_id, within, now).where(models.SignIn.id == sign_in_id)
    found = session.execute(wanted).one_or_none()
    return found[0] if found else None


def _coming(workstation_id: UUID, within: timedelta, now: datetime) -> Select[models.SignIn, str]:
    """The sign-ins that a PIN opens at this workstation; every condition stands in the query."""
    since = now - min(within, sign_ins.LONGEST)
    return (
        select(models.SignIn, models.Account.full_name)
        .join(models.Account, models.Account.id == models.SignIn.account_id)
        .join(models.Pin, models.Pin.account_id == models.SignIn.account_id)
        .join(models.Workstation, models.Workstation.id == models.SignIn.workstation_id)
        .where(models.SignIn.workstation_id == workstation_id)
        .where(models.Workstation.retired_at.is_(None))
        .where(models.Workstation.site_id == models.Account.site_id)
        .where(models.SignIn.ended_at.is_(None), models.SignIn.started_at > since)
        .where(models.SignIn.pin_tries < PIN_TRIES, models.Account.disabled_at.is_(None))
    )
