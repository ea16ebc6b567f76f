"""The records of who is signed in: opened and found by their token.

See also signing_in, and sign_in_ends for the list of them and how they end.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import Engine, bindparam, select
from sqlalchemy.orm import Session

from screening.quick_dataclass import dataclass
from screening.store import models
from screening.store.account_value import Account, account_value
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
        models.Site.settings_version,
    )
    .join(models.Account, models.Account.id == models.SignIn.account_id)
    .join(models.Site, models.Site.id == models.Account.site_id)
    .where(models.SignIn.token_hash == bindparam("mark"))
)


class ProvedBy(StrEnum):
    """How somebody showed who they are when a sign-in was opened."""

    PASSWORD = "password"  # noqa: S105  the name of a way
    PASSKEY = "passkey"
    TOTP = "totp"  # and the password before it
    RECOVERY_CODE = "recovery_code"  # and the password before it


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
    settings_version: int | None = None  # of its site, where it was read along


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
        row["settings_version"],
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


def enrolled(session: Session, sign_in_id: UUID, token: str, *, now: datetime) -> None:
    """A second factor was added where one was asked for first: everything opens, to a new token."""
    row = session.get_one(models.SignIn, sign_in_id)
    row.must_enrol, row.token_hash = False, token_hash(session, token)
    session.flush()


def token_hash(session: Session, token: str) -> str:
    """What is kept of a sign-in's token."""
    return keyed(keys_of(session).tokens, "sign-in", token)
