"""The visits of a span of days out of the store, and the event that says that they went out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from screening.core.visit_evaluation import evaluate_visit
from screening.exchange.clinic import ExportedVisit, export_csv, export_fhir
from screening.quick_dataclass import dataclass
from screening.store import encounters
from screening.store.audit import Kind, record
from screening.store.sites import Site
from screening.web.shelf import Shelf
from screening.web.visits import load_record


@dataclass(frozen=True, slots=True)
class Format:
    """A form in which visits go out."""

    words: str
    media_type: str
    extension: str
    write: Callable[[Sequence[ExportedVisit]], bytes]


FORMATS: dict[str, Format] = {
    "csv": Format(
        "Tables with a data dictionary (CSV in a ZIP)", "application/zip", "zip", export_csv
    ),
    "fhir": Format("FHIR R4 Bundle (JSON)", "application/fhir+json", "json", export_fhir),
}


@dataclass(frozen=True, slots=True)
class Span:
    """Days on the clinic's calendar, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def collect(
    session: Session, shelf: Shelf, site: Site, span: Span
) -> tuple[tuple[UUID, ...], tuple[ExportedVisit, ...]]:
    """The visits of one site in which something was sent, with their ids.

    Drafts stay where they are, and so do visits that were made void.
    """
    found: list[ExportedVisit] = []
    ids: list[UUID] = []
    for visit in encounters.between(
        session, site.id, span.first, span.last, time_zone=site.time_zone
    ):
        held = load_record(session, visit, shelf, site_name=site.name, earlier=False)
        if held.responses:
            ids.append(visit.id)
            evaluated = evaluate_visit(held)
            found.append(ExportedVisit(str(visit.id), str(visit.patient_id), evaluated))
    return tuple(ids), tuple(found)


def note_export(
    session: Session,
    ids: Sequence[UUID],
    span: Span,
    form: str,
    data: bytes,
    *,
    by: UUID | None,
    now: datetime,
) -> None:
    """Write down what went out: the export as a whole, and each visit in it.

    by   the account; None on the command line, where the operator has no account
    """
    export = uuid4()
    record(
        session,
        now,
        Kind.ANSWERS_EXPORTED,
        by,
        export=export,
        format=form,
        first_day=_number(span.first),
        last_day=_number(span.last),
        visits=len(ids),
        sha256=hashlib.sha256(data).hexdigest(),
    )
    for encounter in ids:
        record(session, now, Kind.ENCOUNTER_EXPORTED, by, export=export, encounter=encounter)


def _number(day: date) -> int:
    """20261119: the trail takes no dates, so that nobody's birth date slips in."""
    return day.year * 10_000 + day.month * 100 + day.day
