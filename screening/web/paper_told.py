"""How a visit's paper got into the record, with names: for pages, the trace and the summary."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from screening.core.typed_in import TypedIn
from screening.quick_dataclass import dataclass
from screening.store import accounts, paper
from screening.store.paper import PaperEntry


@dataclass(frozen=True, slots=True)
class PaperTold:
    """The paper of one visit as its page tells it."""

    language: str
    typed_in: TypedIn
    any_typed: bool  # False: taken up, and nothing typed yet


def paper_told(session: Session, encounter_id: UUID) -> PaperTold | None:
    """None where the visit has no paper."""
    entry = paper.of_encounter(session, encounter_id)
    if entry is None:
        return None
    return PaperTold(entry.language, typed_in(session, entry, blank=()), bool(entry.pages))


def typed_in(session: Session, entry: PaperEntry, *, blank: tuple[str, ...]) -> TypedIn:
    """The same for one response.

    blank   ids of its items that the paper leaves blank
    """
    return TypedIn(
        filled_in_on=entry.filled_in_on,
        typists=tuple(name_of(session, one) for one in entry.typists),
        typed_at=entry.last_typed_at,
        checked_by=name_of(session, entry.checked_by) if entry.checked_by else "",
        checked_at=entry.checked_at,
        blank=blank,
    )


def name_of(session: Session, account_id: UUID) -> str:
    """The full name of an account."""
    return accounts.get(session, account_id).full_name
