"""One link of the audit trail's chain: how an event is hashed and signed, what it is found by."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from screening.store.sealing import canonical, keys_of

BEFORE_THE_FIRST = "0" * 64
ABOUT = ("encounter", "patient", "sitting", "response")  # what an event is found by, best first


class Signer:
    """HMAC under the audit key: nobody with the database alone can make one."""

    def __init__(self, session: Session) -> None:
        self._key = keys_of(session).audit

    def __call__(self, text: str) -> str:
        return hmac.digest(self._key, text.encode(), "sha256").hex()


def sign(session: Session, text: str) -> str:
    """The signature of one text."""
    return Signer(session)(text)


def hash_of(
    number: int, at: datetime, kind: str, account_id: UUID | None, ids: str, previous: str
) -> str:
    """The hash that an event has by what it says and by the event before it."""
    told_at = at.astimezone(UTC).isoformat(timespec="microseconds")
    return hash_of_told(
        number, told_at, kind, account_id.hex if account_id else None, ids, previous
    )


def hash_of_told(
    number: int, at: str, kind: str, account_id: str | None, ids: str, previous: str
) -> str:
    """The same of what is in words already.

    at           UTC, with microseconds and offset
    account_id   32 hex digits
    raises       TypeError, ValueError for what is no text, or none that UTF-8 can hold
    """
    return hashlib.sha256(canonical([number, at, kind, account_id, ids, previous])).hexdigest()


def about_of(carried: Mapping[str, object]) -> UUID | None:
    """Which of the ids that an event carries it is found by; None for an event about nobody."""
    for key in ABOUT:
        if key in carried:
            try:
                return UUID(str(carried[key]))
            except ValueError:
                return None
    return None
