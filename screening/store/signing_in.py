"""Signing in: look up, compare outside of any transaction, settle.

Comparing a password costs a tenth of a second on purpose. Done inside a writing transaction it
would hold up every tablet that saves, so it lies between the two steps, in the caller's hands.
"""

from __future__ import annotations

from dataclasses import field
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from screening.quick_dataclass import dataclass
from screening.store import attempts, factors, half_sign_ins, models
from screening.store.account_value import normal_name
from screening.store.attempts import NAME_AT_PLACE, SECOND_FACTOR, SIGN_IN_PLACE
from screening.store.audit import Kind, record
from screening.store.half_sign_ins import HalfSignIn
from screening.store.sign_ins import ProvedBy, SignIn, open_for


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to sign in, between look-up and settling."""

    account_id: UUID | None  # None: no such name, or disabled; nobody is told
    password_hash: str | None = field(repr=False)  # None: compare against a dummy, same cost
    locked: bool  # refuse without comparing
    place: str  # marks, not the typed values
    name_at_place: str


def look_up(session: Session, name: str, place: str, *, now: datetime) -> Attempt:
    """What a typed name stands for. A reading session is enough.

    place   address or device the try comes from
    """
    normal = normal_name(name)
    row = session.scalar(select(models.Account).where(models.Account.name == normal))
    live = row if row is not None and row.disabled_at is None else None
    place_mark = attempts.mark(session, "place", place)
    pair_mark = attempts.mark(session, "name and place", normal, place)
    return Attempt(
        account_id=live.id if live else None,
        # An account whose invitation is still open has none: the same cost as for an unknown name.
        password_hash=(live.password_hash or None) if live else None,
        locked=attempts.sign_in_locked(session, place_mark, pair_mark, now=now),
        place=place_mark,
        name_at_place=pair_mark,
    )


def settle(
    session: Session,
    attempt: Attempt,
    *,
    matched: bool,
    token: str,
    now: datetime,
    factor_required: bool = False,
) -> SignIn | HalfSignIn | None:
    """Count the try and, when it was right, open a sign-in; None says no more than "not in".

    Where the account has a second factor, no more than the way to it is open: see half_sign_ins.
    The caller commits in every case, before it answers.

    matched          whether the password fitted attempt.password_hash
    token            256 fresh random bits (screening.security.kiosk_tokens.new_token)
    factor_required  whoever has no second factor has to add one first
    """
    row = _checked(session, attempt, matched and attempt.password_hash is not None, now)
    if row is None:
        return None
    if factors.has_any(session, row.id):
        return half_sign_ins.begin(
            session, row.id, attempt.place, attempt.name_at_place, token, now=now
        )
    attempts.succeeded(session, NAME_AT_PLACE, attempt.name_at_place, now=now)
    return open_for(
        session,
        row.id,
        proved_by=ProvedBy.PASSWORD,
        place=attempt.place,
        token=token,
        now=now,
        must_enrol=factor_required,
    )


def settle_passkey(
    session: Session, attempt: Attempt, *, matched: bool, token: str, now: datetime
) -> SignIn | None:
    """The same for a passkey, which is both factors at once.

    attempt  looked up by the name of the passkey's account
    matched  whether the passkey was verified
    """
    row = _checked(session, attempt, matched, now)
    if row is None:
        return None
    attempts.succeeded(session, NAME_AT_PLACE, attempt.name_at_place, now=now)
    return open_for(
        session, row.id, proved_by=ProvedBy.PASSKEY, place=attempt.place, token=token, now=now
    )


def settle_half(
    session: Session, half: HalfSignIn, *, proved_by: str | None, token: str, now: datetime
) -> SignIn | None:
    """Count the try at a second factor and, when it was right, open the sign-in.

    proved_by   which factor was right; None: none was
    """
    if half.locked or half_sign_ins.is_locked(session, half, now=now):
        return None
    if proved_by is None:
        for limit, mark in half.counted_under:
            attempts.failed(session, limit, mark, now=now)
        record(session, now, Kind.SIGN_IN_REFUSED, half.account.id, place=half.place)
        return None
    half_sign_ins.end(session, half)
    attempts.succeeded(session, NAME_AT_PLACE, half.name_at_place, now=now)
    attempts.succeeded(session, SECOND_FACTOR, half.account.id.hex, now=now)
    return open_for(
        session, half.account.id, proved_by=proved_by, place=half.place, token=token, now=now
    )


def prove(session: Session, attempt: Attempt, *, matched: bool, now: datetime) -> bool:
    """Count the try of somebody signed in to show anew who they are; no sign-in is opened.

    The caller commits in both cases, before it answers.
    """
    if _checked(session, attempt, matched, now) is None:
        return False
    attempts.succeeded(session, NAME_AT_PLACE, attempt.name_at_place, now=now)
    return True


def _checked(
    session: Session, attempt: Attempt, matched: bool, now: datetime
) -> models.Account | None:
    # Looked at once more: many tries sent at the same moment all passed the look-up.
    if attempt.locked or attempts.sign_in_locked(
        session, attempt.place, attempt.name_at_place, now=now
    ):
        return None
    row = _still_valid(session, attempt) if matched else None
    if row is None:
        attempts.failed(session, NAME_AT_PLACE, attempt.name_at_place, now=now)
        attempts.failed(session, SIGN_IN_PLACE, attempt.place, now=now)
        record(session, now, Kind.SIGN_IN_REFUSED, attempt.account_id, place=attempt.place)
    return row


def _still_valid(session: Session, attempt: Attempt) -> models.Account | None:
    """The account, unless it was disabled or got another password since the look-up."""
    if attempt.account_id is None:
        return None
    row = session.get(models.Account, attempt.account_id)
    if (
        row is None
        or row.disabled_at is not None
        or (row.password_hash or None) != attempt.password_hash
    ):
        return None
    return row
