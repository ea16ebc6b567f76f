"""Signing in: look up, compare the password outside of any transaction, settle. And the records.

The comparison costs a tenth of a second on purpose. Done inside a writing transaction it would hold
up every tablet that saves, so it lies between the two steps, in the caller's hands.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import Engine, bindparam, select
from sqlalchemy.orm import Session

from screening.store import attempts, models, pins
from screening.store.account_value import Account, account_value, normal_name
from screening.store.audit import Kind, record
from screening.store.sealing import keyed, keys_of
from screening.store.straight import Straight

IDLE = timedelta(minutes=10)
LONGEST = timedelta(hours=12)
# Last seen is written at most this often, so that reading pages does not mean a write each.
SEEN_STEP = timedelta(seconds=15)
TOKEN_CHARS = 43  # of 256 random bits in URL-safe base64
_LOOK = Straight(
    select(
        models.SignIn.id,
        models.SignIn.started_at,
        models.SignIn.last_seen_at,
        models.SignIn.ended_at,
        models.SignIn.proved_at,
        models.SignIn.must_enrol,
        models.SignIn.workstation_id,
        models.Account.id.label("account_id"),
        models.Account.site_id,
        models.Account.name,
        models.Account.full_name,
        models.Account.role,
        models.Account.must_change_password,
        models.Account.disabled_at,
    )
    .join(models.Account, models.Account.id == models.SignIn.account_id)
    .where(models.SignIn.token_hash == bindparam("mark"))
)


class ProvedBy(StrEnum):
    """How somebody showed who they are when a sign-in was opened."""

    PASSWORD = "password"  # noqa: S105  the name of a way
    PASSKEY = "passkey"
    TOTP = "totp"  # and the password before it
    RECOVERY_CODE = "recovery_code"  # and the password before it


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to sign in, between look-up and settling."""

    account_id: UUID | None  # None: no such name, or disabled; nobody is told
    password_hash: str | None = field(repr=False)  # None: compare against a dummy, same cost
    locked: bool  # refuse without comparing
    place: str  # marks, not the typed values
    name_at_place: str


@dataclass(frozen=True, slots=True)
class SignIn:
    """One signed-in browser."""

    id: UUID
    account: Account
    started_at: datetime
    last_seen_at: datetime
    proved_at: datetime  # when its person last showed who they are
    must_enrol: bool = False  # a second factor has to be added before anything else
    workstation_id: UUID | None = None  # where it was opened, if that computer is enrolled


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
        locked=_locked(session, place_mark, pair_mark, now),
        place=place_mark,
        name_at_place=pair_mark,
    )


def settle(
    session: Session, attempt: Attempt, *, matched: bool, token: str, now: datetime
) -> SignIn | None:
    """Count the try and, when it was right, open a sign-in; None says no more than "not in".

    The caller commits in both cases, before it answers.

    matched   whether the password fitted attempt.password_hash
    token     256 fresh random bits (screening.security.kiosk_tokens.new_token)
    """
    row = _proven(session, attempt, matched, now)
    if row is None:
        return None
    return open_for(
        session, row.id, proved_by=ProvedBy.PASSWORD, place=attempt.place, token=token, now=now
    )


def prove(session: Session, attempt: Attempt, *, matched: bool, now: datetime) -> bool:
    """Count the try of somebody signed in to show anew who they are; no sign-in is opened.

    The caller commits in both cases, before it answers.
    """
    return _proven(session, attempt, matched, now) is not None


def _proven(
    session: Session, attempt: Attempt, matched: bool, now: datetime
) -> models.Account | None:
    # Looked at once more: many tries sent at the same moment all passed the look-up.
    if attempt.locked or _locked(session, attempt.place, attempt.name_at_place, now):
        return None
    row = _still_valid(session, attempt) if matched else None
    if row is None:
        attempts.failed(session, attempts.NAME_AT_PLACE, attempt.name_at_place, now=now)
        attempts.failed(session, attempts.SIGN_IN_PLACE, attempt.place, now=now)
        record(session, now, Kind.SIGN_IN_REFUSED, attempt.account_id, place=attempt.place)
        return None
    attempts.succeeded(session, attempts.NAME_AT_PLACE, attempt.name_at_place, now=now)
    return row


def sign_in_by_token(
    session: Session, token: str, *, now: datetime, touch: bool = True
) -> SignIn | None:
    """The live sign-in behind a cookie; None when unknown, ended, idle too long or too old.

    touch   False for polling, which must not keep an unattended screen signed in
    """
    row = session.scalar(
        select(models.SignIn).where(models.SignIn.token_hash == token_hash(session, token))
    )
    if row is None or row.ended_at is not None:
        return None
    if now - row.last_seen_at >= IDLE or now - row.started_at >= LONGEST:
        return None
    if touch and now - row.last_seen_at >= SEEN_STEP:
        row.last_seen_at = now
        session.flush()
    account = session.get_one(models.Account, row.account_id)
    return SignIn(
        row.id,
        account_value(account),
        row.started_at,
        row.last_seen_at,
        row.proved_at,
        row.must_enrol,
        row.workstation_id,
    )


def look(session: Session, token: str, *, now: datetime) -> SignIn | None:
    """The same beside the session's own transaction, for pages that only read; nothing is noted."""
    assert isinstance(session.bind, Engine)  # noqa: S101  as open_database makes them
    row = _LOOK.first(session.bind, mark=token_hash(session, token))
    if row is None or row["ended_at"] is not None:
        return None
    if now - row["last_seen_at"] >= IDLE or now - row["started_at"] >= LONGEST:
        return None
    account = Account(
        id=row["account_id"],
        site_id=row["site_id"],
        name=row["name"],
        full_name=row["full_name"],
        role=row["role"],
        must_change_password=row["must_change_password"],
        disabled=row["disabled_at"] is not None,
    )
    return SignIn(
        row["id"],
        account,
        row["started_at"],
        row["last_seen_at"],
        row["proved_at"],
        row["must_enrol"],
        row["workstation_id"],
    )


def open_for(
    session: Session,
    account_id: UUID,
    *,
    proved_by: str,
    place: str,
    token: str,
    now: datetime,
    must_enrol: bool = False,
) -> SignIn:
    """Open a sign-in for an account whose person has shown who they are. Every way in ends here.

    proved_by   a ProvedBy, or another way of at most 20 letters
    place       mark of address or device (attempts.mark), not the typed value
    token       256 fresh random bits (screening.security.kiosk_tokens.new_token)
    must_enrol  nothing opens until a second factor was added
    """
    assert len(token) >= TOKEN_CHARS  # noqa: S101  a shorter one is a slip of ours
    account = session.get_one(models.Account, account_id)
    row = models.SignIn(
        id=uuid4(),
        account_id=account.id,
        token_hash=token_hash(session, token),
        place=place,
        started_at=now,
        last_seen_at=now,
        proved_at=now,
        proved_by=proved_by,
        must_enrol=must_enrol,
    )
    session.add(row)
    session.flush()
    record(session, now, Kind.SIGNED_IN, account.id, sign_in=row.id)
    return SignIn(row.id, account_value(account), now, now, now, must_enrol)


def note_proof(session: Session, sign_in_id: UUID, *, now: datetime) -> None:
    """Whoever is signed in has shown anew who they are."""
    row = session.get_one(models.SignIn, sign_in_id)
    row.proved_at = now
    session.flush()
    record(session, now, Kind.SIGN_IN_PROVED, row.account_id, sign_in=row.id)


def forget_proof(session: Session, sign_in_id: UUID) -> None:
    """What takes a fresh proof asks for one next: a PIN is none, nor is another's word."""
    row = session.get_one(models.SignIn, sign_in_id)
    row.proved_at = row.started_at - LONGEST
    session.flush()


def sign_out(session: Session, sign_in_id: UUID, *, now: datetime) -> None:
    """End one sign-in; twice changes nothing."""
    row = session.get(models.SignIn, sign_in_id)
    if row is not None and row.ended_at is None:
        end(session, row, "signed_out", now)


def end_all(
    session: Session, account_id: UUID, *, reason: str, now: datetime, keep: UUID | None = None
) -> None:
    """End every sign-in of one account, and its PIN: password, factor or role changed, disabled.

    keep   one that stays: the one in which its own person made the change
    """
    pins.forget(session, account_id)
    rows = session.scalars(
        select(models.SignIn)
        .where(models.SignIn.account_id == account_id, models.SignIn.ended_at.is_(None))
        .order_by(models.SignIn.started_at)
    )
    for row in rows.all():
        if row.id != keep:
            end(session, row, reason, now)


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


def _locked(session: Session, place: str, name_at_place: str, now: datetime) -> bool:
    if attempts.is_locked(session, attempts.NAME_AT_PLACE, name_at_place, now=now):
        return True
    known_here = attempts.has_succeeded(session, attempts.NAME_AT_PLACE, name_at_place)
    return not known_here and attempts.is_locked(session, attempts.SIGN_IN_PLACE, place, now=now)


def _still_valid(session: Session, attempt: Attempt) -> models.Account | None:
    """The account, unless it was disabled or got another password since the look-up."""
    if attempt.account_id is None:
        return None
    row = session.get(models.Account, attempt.account_id)
    if row is None or row.disabled_at is not None or row.password_hash != attempt.password_hash:
        return None
    return row


def end(session: Session, row: models.SignIn, reason: str, now: datetime) -> None:
    """End one that is open, for a reason of at most 20 letters."""
    row.ended_at, row.end_reason = now, reason
    session.flush()
    record(session, now, Kind.SIGNED_OUT, row.account_id, sign_in=row.id, reason=reason)


def token_hash(session: Session, token: str) -> str:
    """What is kept of a sign-in's token."""
    return keyed(keys_of(session).tokens, "sign-in", token)
