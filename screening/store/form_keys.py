"""Form keys: what makes a double submit one row and one reply."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from screening.store.errors import FormKeyReused, OtherContent
from screening.store.models import FormKey
from screening.store.sealing import fingerprint, keyed, keys_of


def number_of(
    session: Session, key: str, act: str, response_id: UUID, content: object = None
) -> int | None:
    """The number that this very page produced before; None when it is new.

    content   what was typed: a page sent again with something else in it is no repetition
    raises    FormKeyReused when the key came with another response, OtherContent when the same
              page comes with something else in it
    """
    row = session.get(FormKey, (_mark(session, key), act))
    if row is None:
        return None
    if row.response_id != response_id:
        raise FormKeyReused
    if row.content != _content(session, content):
        raise OtherContent
    return row.number


def is_known(session: Session, key: str, act: str) -> bool:
    """Whether this very page did this before, whoever asks: the answer opens nothing."""
    return session.get(FormKey, (_mark(session, key), act)) is not None


def remember(
    session: Session,
    key: str,
    act: str,
    response_id: UUID,
    number: int,
    content: object = None,
    *,
    now: datetime,
) -> None:
    """Tie the page to what it produced, in the transaction that produces it."""
    session.add(
        FormKey(
            key=_mark(session, key),
            act=act,
            response_id=response_id,
            number=number,
            content=_content(session, content),
            at=now,
        )
    )
    session.flush()


def _content(session: Session, content: object) -> str:
    # Keyed: a plain hash of a short answer could be guessed.
    return keyed(keys_of(session).tokens, "content", fingerprint(content))


def _mark(session: Session, key: str) -> str:
    # Whatever came in, of any length, becomes 64 digits.
    return keyed(keys_of(session).tokens, "form", key)
