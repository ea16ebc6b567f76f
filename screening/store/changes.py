"""What has changed since a list was drawn, told by the audit trail: ids and counts only.

Whatever changes a visit writes its event in the same transaction, so the newest number of such an
event stands for all that a list shows. No event of another kind than the quiet ones is left out:
a kind that is added later counts from the start.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Engine, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import Session

from screening.quick_dataclass import dataclass
from screening.store.audit import Kind
from screening.store.models import AuditEvent, Encounter, Response
from screening.store.straight import Straight

AT_MOST = 200  # events read at a time; whoever was away longer than that loads the page anew

# Looks, and what happens before and between the answers. A list shows none of it.
QUIET = frozenset(
    {
        Kind.SIGNED_IN,
        Kind.SIGN_IN_REFUSED,
        Kind.SIGNED_OUT,
        Kind.PATIENT_SEARCHED,
        Kind.PATIENT_READ,
        Kind.ENCOUNTER_READ,
        Kind.SUMMARY_READ,
        Kind.SUMMARY_MADE,
        Kind.AUDIT_READ,
        Kind.AUDIT_OF_PATIENT_READ,
        Kind.AUDIT_OF_VISIT_READ,
        Kind.AUDIT_CHECKED,
        Kind.AUDIT_EXPORTED,
        Kind.RECOVERY_SHEET_SHOWN,
        Kind.BACKUP_MADE,
        Kind.ERASED_LOOKED_UP,
        Kind.CODE_REFUSED,
        Kind.ANSWERS_SAVED,
        Kind.RESPONSES_REPLAYED,
        Kind.DEFINITION_DRAFT_SAVED,  # every few seconds while somebody writes
    }
)
SENT = frozenset({Kind.RESPONSE_SENT, Kind.RESPONSE_AMENDED})
FOUND = frozenset({Kind.FINDING_RAISED, Kind.FINDING_CHANGED})

_SHOWS = and_(*(AuditEvent.kind != kind.value for kind in sorted(QUIET)))
_NEWEST = Straight(
    select(AuditEvent.number).where(_SHOWS).order_by(AuditEvent.number.desc()).limit(1)
)
_LATER = Straight(
    select(
        func.max(AuditEvent.number).label("last"),
        func.max(case((_SHOWS, AuditEvent.number))).label("newest"),
    ).where(AuditEvent.number > bindparam("read_to"))
)

_ANY = Straight(
    select(AuditEvent.number)
    .where(AuditEvent.number > bindparam("since"))
    .where(or_(*(AuditEvent.kind == kind.value for kind in sorted(SENT | FOUND))))
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class VisitNews:
    """What came into one visit."""

    encounter_id: UUID
    sent: int  # forms that were sent or put right
    findings: int  # raised, or changed by another answer


@dataclass(frozen=True, slots=True)
class News:
    """What came in after an event."""

    number: int  # of the newest event that was looked at: ask from there next time
    visits: tuple[VisitNews, ...]


class Seen(NamedTuple):
    """How far the trail has come."""

    last: int  # number of the newest event of any kind; 0 while there is none
    newest: int  # of the newest one that a list may show


class Newest:
    """Reads how far the trail has come, for one process and its database.

    Events are numbered one by one as they are committed (audit.record), so nothing new can come
    before what was read. Drawing a list writes an event for each name on it: whoever began at the
    end each time would walk past all of those to the last change.
    """

    def __init__(self) -> None:
        self._known: Seen | None = None

    def look(self, session: Session) -> Seen:
        """As of now."""
        assert isinstance(session.bind, Engine)  # noqa: S101  as open_database makes them
        if self._known is None:
            first = _NEWEST.first(session.bind)
            self._known = Seen(first["number"], first["number"]) if first else Seen(0, 0)
        known = self._known
        later = _LATER.first(session.bind, read_to=known.last)
        if later and later["last"] is not None:
            known = Seen(later["last"], later["newest"] or known.newest)
            self._known = known  # at once, for other threads: an older one only reads more again
        return known


def since(session: Session, site_id: UUID, number: int) -> News:
    """What was sent and what was found in visits of a site after event number `number`.

    One short statement while nothing happened, which is nearly always.
    """
    assert isinstance(session.bind, Engine)  # noqa: S101  as open_database makes them
    if _ANY.first(session.bind, since=number) is None:
        return News(number, ())
    events = session.execute(
        select(AuditEvent.number, AuditEvent.kind, AuditEvent.ids)
        .where(AuditEvent.number > number)
        .where(AuditEvent.kind.in_([kind.value for kind in sorted(SENT | FOUND)]))
        .order_by(AuditEvent.number)
        .limit(AT_MOST)
    ).all()
    told = [(event.kind, json.loads(event.ids)) for event in events]
    sent = [UUID(ids["response"]) for kind, ids in told if kind in SENT]
    found = Counter(UUID(ids["encounter"]) for kind, ids in told if kind in FOUND)
    of_response = _visits_of(session, sent)
    forms = Counter(of_response[one] for one in sent if one in of_response)
    mine = session.scalars(
        select(Encounter.id)
        .where(Encounter.site_id == site_id, Encounter.id.in_([*forms, *found]))
        .order_by(Encounter.started_at, Encounter.id)
    )
    visits = tuple(VisitNews(one, forms[one], found[one]) for one in mine)
    return News(events[-1].number, visits)


def _visits_of(session: Session, response_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    rows = session.execute(
        select(Response.id, Response.encounter_id).where(Response.id.in_(list(response_ids)))
    )
    return {row.id: row.encounter_id for row in rows}
