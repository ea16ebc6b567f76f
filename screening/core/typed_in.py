"""That answers came on paper: who typed them in, and who held them against it."""

from __future__ import annotations

from datetime import date, datetime

from screening.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class TypedIn:
    """How one response got from paper into the record."""

    filled_in_on: date  # as it stands on the paper
    typists: tuple[str, ...]  # names, each once
    typed_at: datetime  # aware; the last page
    checked_by: str  # a name; empty before the second look
    checked_at: datetime | None
    blank: tuple[str, ...]  # ids of items that the paper leaves blank
