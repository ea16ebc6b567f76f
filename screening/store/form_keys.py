"""Form keys: what makes a double submit one row and one reply."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from screening.store.errors import FormKeyReused
from screening.store.models import FormKey
from screening.store.sealing import keyed, keys_of


def number_of(session: Session, key: str, act: str, response_id: UUID) -> int | None:
    """The number that this very page produced before; None when it is new.

    raises   FormKeyReused when the key came with another response
    """
    row = session.get(FormKey, (_mark(session, key), act))
    if row is None:
        return None
    if row.response_id != response_id:
        raise FormKeyReused
    return row.number


def is_known(session: Session, key: str, act: str) -> bool:
    """Whether this very page did this before, whoever asks: the answer opens nothing."""
    return session.get(FormKey, (_mark(session, key), act)) is not None


def remember(
    session: Session, key: str, act: str, response_id: UUID, number: int, *, now: datetime
) -> None:
    """Tie the page to what it produced, in the transaction that produces it."""
    session.add(
        FormKey(key=_mark(session, key), act=act, response_id=response_id, number=number, at=now)
    )
    session.flush()


def _mark(session: Session, key: str) -> str:
    # Whatever came in, of any length, becomes 64 digits.
    return keyed(keys_of(session).tokens, "form", key)
