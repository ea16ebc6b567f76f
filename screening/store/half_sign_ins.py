"""Between a right password and the second factor: who is expected, and for how long."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from screening.quick_dataclass import dataclass
from screening.store import attempts, models
from screening.store.account_value import Account, account_value
from screening.store.attempts import NAME_AT_PLACE, SECOND_FACTOR, SIGN_IN_PLACE, Limit
from screening.store.sealing import keyed, keys_of

LASTS = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class HalfSignIn:
    """A browser whose password was right."""

    id: UUID
    account: Account
    place: str  # marks that tries are counted under
    name_at_place: str
    locked: bool  # refuse without looking at what was typed

    @property
    def counted_under(self) -> tuple[tuple[Limit, str], ...]:
        """What a wrong try counts against: the account here, this place, the account anywhere."""
        return (
            (NAME_AT_PLACE, self.name_at_place),
            (SIGN_IN_PLACE, self.place),
            (SECOND_FACTOR, self.account.id.hex),
        )


def begin(
    session: Session, account_id: UUID, place: str, name_at_place: str, token: str, *, now: datetime
) -> HalfSignIn:
    """Expect the second factor from the browser with this token; no earlier one from there."""
    session.execute(
        delete(models.HalfSignIn).where(models.HalfSignIn.name_at_place == name_at_place)
    )
    row = models.HalfSignIn(
        id=uuid4(),
        account_id=account_id,
        token_hash=_token_hash(session, token),
        place=place,
        name_at_place=name_at_place,
        started_at=now,
    )
    session.add(row)
    session.flush()
    return _value(session, row, now)


def find(session: Session, token: str, *, now: datetime) -> HalfSignIn | None:
    """Whom the browser with this token is about to be; None when too late or nobody."""
    wanted = models.HalfSignIn.token_hash == _token_hash(session, token)
    row = session.scalar(select(models.HalfSignIn).where(wanted))
    if row is None or now - row.started_at >= LASTS:
        return None
    half = _value(session, row, now)
    return None if half.account.disabled else half


def is_locked(session: Session, half: HalfSignIn, *, now: datetime) -> bool:
    """Whether second factors of this account are refused for now, right or wrong."""
    if attempts.sign_in_locked(session, half.place, half.name_at_place, now=now):
        return True
    known_here = attempts.has_succeeded(session, NAME_AT_PLACE, half.name_at_place)
    wide = attempts.is_locked(session, SECOND_FACTOR, half.account.id.hex, now=now)
    return wide and not known_here


def end(session: Session, half: HalfSignIn) -> None:
    """It became a whole one, or was given up."""
    session.execute(delete(models.HalfSignIn).where(models.HalfSignIn.id == half.id))


def _value(session: Session, row: models.HalfSignIn, now: datetime) -> HalfSignIn:
    account = account_value(session.get_one(models.Account, row.account_id))
    half = HalfSignIn(row.id, account, row.place, row.name_at_place, locked=False)
    return replace(half, locked=is_locked(session, half, now=now))


def _token_hash(session: Session, token: str) -> str:
    """It never stands for a whole sign-in: that one is found by another mark of its token."""
    return keyed(keys_of(session).tokens, "half sign-in", token)
