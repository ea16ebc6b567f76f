"""Which version of each questionnaire was in use when, and how one goes out of use.

A visit keeps the versions that were in use when it began. A retired questionnaire is in no visit
that begins later, until a further version of it is published; nothing that was answered goes.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from screening.quick_dataclass import dataclass
from screening.store import models
from screening.store.audit import Kind, record
from screening.store.errors import NotThere


@dataclass(frozen=True, slots=True)
class Span:
    """One version, and from when on it was in use."""

    item_id: str
    version: str
    sha256: str
    imported_at: datetime
    retired_at: datetime | None  # None: it is in use, or a later version took its place


@dataclass(frozen=True, slots=True)
class Timeline:
    """Every version in the order of import."""

    spans: Sequence[Span]

    def at(self, moment: datetime) -> dict[str, str]:
        """SHA-256 of the versions in use at a moment, by the questionnaire's id, sorted.

        What came in later counts where nothing was there before: a packet that names it would
        otherwise bring nothing.
        """
        found: dict[str, Span] = {}
        for span in self.spans:
            if span.item_id not in found or span.imported_at <= moment:
                found[span.item_id] = span
        return {
            name: span.sha256
            for name, span in sorted(found.items())
            if span.retired_at is None or span.retired_at > moment
        }

    def current(self) -> dict[str, str]:
        """SHA-256 of the versions that a visit would get that begins now."""
        found = {span.item_id: span for span in self.spans}
        return {
            name: span.sha256 for name, span in sorted(found.items()) if span.retired_at is None
        }

    def newest(self, item_id: str) -> Span | None:
        """The version imported last, retired or not."""
        return next((span for span in reversed(self.spans) if span.item_id == item_id), None)

    def retired(self) -> tuple[Span, ...]:
        """The questionnaires that are out of use, with their newest version, sorted by id."""
        names = sorted({span.item_id for span in self.spans})
        newest = (self.newest(name) for name in names)
        return tuple(span for span in newest if span is not None and span.retired_at is not None)


def timeline(session: Session) -> Timeline:
    """Every version of every questionnaire, without its text."""
    table, retirement = models.QuestionnaireVersion, models.Retirement
    rows = session.execute(
        select(table.item_id, table.version, table.sha256, table.imported_at, retirement.retired_at)
        .outerjoin(retirement, retirement.sha256 == table.sha256)
        .order_by(table.sequence)
    )
    return Timeline([Span(*row) for row in rows])


def retire(session: Session, sha256: str, *, by: UUID, now: datetime) -> None:
    """Take a questionnaire out of use with its newest version. Twice changes nothing.

    raises   NotThere when this is not the newest version of a questionnaire
    """
    held = timeline(session)
    span = next((one for one in held.spans if one.sha256 == sha256), None)
    if span is None or held.newest(span.item_id) != span:
        raise NotThere("version in use")
    if span.retired_at is not None:
        return
    session.add(models.Retirement(sha256=sha256, retired_by=by, retired_at=now))
    session.flush()
    record(session, now, Kind.QUESTIONNAIRE_RETIRED, by, item=span.item_id, sha256=sha256)
