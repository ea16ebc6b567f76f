"""Findings that were raised: recorded once, kept through every later change, seen by name."""

from collections.abc import Iterable
from dataclasses import field
from datetime import datetime
from typing import TypedDict, cast
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from screening.quick_dataclass import dataclass
from screening.store import models
from screening.store.audit import Kind, record
from screening.store.encounters import EncounterState
from screening.store.errors import NotThere
from screening.store.sealing import Place, seal_json, unseal_json


class _StoredChange(TypedDict):
    at: str
    because: str
    raised: bool


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a finding after it was raised."""

    at: datetime
    because: str = field(repr=False)  # the answer in words
    raised: bool  # False: the answer no longer raises it; True: it does again


@dataclass(frozen=True, slots=True)
class RaisedFinding:
    """One finding of one response, as it was when it was raised, with what came later."""

    id: UUID
    encounter_id: UUID
    response_id: UUID
    questionnaire_id: str
    questionnaire_version: str
    finding_id: str
    level: str  # now, before_leaving, within_7_days, within_28_days, note
    raised_at: datetime
    text: str = field(repr=False)
    because: str = field(repr=False)
    changes: tuple[Change, ...]
    seen_by: UUID | None  # account
    seen_at: datetime | None
    answered_by: UUID | None  # account; who went when it called
    answered_at: datetime | None

    @property
    def stands(self) -> bool:
        """Whether the answers still raise it."""
        return not self.changes or self.changes[-1].raised


@dataclass(frozen=True, slots=True)
class Unseen:
    """A finding nobody has seen, without its content: enough for a banner on any screen."""

    id: UUID
    encounter_id: UUID
    level: str
    raised_at: datetime


def raise_finding(
    session: Session,
    response_id: UUID,
    finding_id: str,
    *,
    level: str,
    text: str,
    because: str,
    now: datetime,
) -> RaisedFinding:
    """Record a finding. Raised again it stays one; after a change, its coming back is noted.

    raises   NotThere
    """
    response = _response(session, response_id)
    row = _find(session, response_id, finding_id)
    if row is not None:
        known = _value(session, row)
        return known if known.stands else _change(session, row, because, raised=True, now=now)
    row = models.RaisedFinding(
        id=uuid4(),
        encounter_id=response.encounter_id,
        response_id=response_id,
        questionnaire_id=response.questionnaire_id,
        questionnaire_version=response.questionnaire_version,
        finding_id=finding_id,
        level=level,
        raised_at=now,
        change_count=0,
    )
    row.detail = seal_json(session, _detail_place(row), {"text": text, "because": because})
    row.changes = seal_json(session, _changes_place(row), [])
    session.add(row)
    session.flush()
    record(session, now, Kind.FINDING_RAISED, None, encounter=row.encounter_id, finding=row.id)
    return _value(session, row)


def mark_changed(
    session: Session, response_id: UUID, finding_id: str, *, because: str, now: datetime
) -> RaisedFinding | None:
    """Note that the answers no longer raise it; None when it was never raised.

    because   what the answer is now, in words
    """
    _response(session, response_id)
    row = _find(session, response_id, finding_id)
    if row is None:
        return None
    known = _value(session, row)
    return _change(session, row, because, raised=False, now=now) if known.stands else known


def mark_seen(session: Session, id: UUID, *, by: UUID, now: datetime) -> RaisedFinding:
    """Note who saw it first; later ones change nothing.

    raises   NotThere
    """
    row = session.get(models.RaisedFinding, id)
    if row is None:
        raise NotThere("finding")
    if row.seen_by is None:
        row.seen_by, row.seen_at = by, now
        session.flush()
        record(session, now, Kind.FINDING_SEEN, by, encounter=row.encounter_id, finding=row.id)
    return _value(session, row)


def for_encounter(session: Session, encounter_id: UUID) -> tuple[RaisedFinding, ...]:
    """All findings of one visit, in the order in which they were raised."""
    rows = session.scalars(
        select(models.RaisedFinding)
        .where(models.RaisedFinding.encounter_id == encounter_id)
        .order_by(models.RaisedFinding.raised_at, models.RaisedFinding.finding_id)
    )
    return tuple(_value(session, row) for row in rows)


def unseen(session: Session, site_id: UUID, levels: Iterable[str]) -> tuple[Unseen, ...]:
    """Findings of these levels in open visits of the site that nobody has seen, oldest first."""
    rows = session.scalars(
        select(models.RaisedFinding)
        .join(models.Encounter, models.Encounter.id == models.RaisedFinding.encounter_id)
        .where(models.Encounter.site_id == site_id)
        .where(models.Encounter.state == EncounterState.OPEN)
        .where(models.RaisedFinding.seen_by.is_(None))
        .where(models.RaisedFinding.level.in_(tuple(levels)))
        .order_by(models.RaisedFinding.raised_at, models.RaisedFinding.id)
    )
    return tuple(Unseen(row.id, row.encounter_id, row.level, row.raised_at) for row in rows)


def _change(
    session: Session, row: models.RaisedFinding, because: str, *, raised: bool, now: datetime
) -> RaisedFinding:
    changes = _stored_changes(session, row)
    changes.append({"at": now.isoformat(), "because": because, "raised": raised})
    row.change_count += 1
    row.changed_at = now
    if raised:  # it calls again: whoever answered came for the time before
        row.answered_by = row.answered_at = None
    row.changes = seal_json(session, _changes_place(row), changes)
    session.flush()
    record(session, now, Kind.FINDING_CHANGED, None, encounter=row.encounter_id, finding=row.id)
    return _value(session, row)


def _response(session: Session, response_id: UUID) -> models.Response:
    row = session.get(models.Response, response_id)
    if row is None:
        raise NotThere("response")
    return row


def _find(session: Session, response_id: UUID, finding_id: str) -> models.RaisedFinding | None:
    return session.scalar(
        select(models.RaisedFinding)
        .where(models.RaisedFinding.response_id == response_id)
        .where(models.RaisedFinding.finding_id == finding_id)
    )


def _stored_changes(session: Session, row: models.RaisedFinding) -> list[_StoredChange]:
    return cast(list[_StoredChange], unseal_json(session, _changes_place(row), row.changes))


def _value(session: Session, row: models.RaisedFinding) -> RaisedFinding:
    detail = cast(dict[str, str], unseal_json(session, _detail_place(row), row.detail))
    return RaisedFinding(
        id=row.id,
        encounter_id=row.encounter_id,
        response_id=row.response_id,
        questionnaire_id=row.questionnaire_id,
        questionnaire_version=row.questionnaire_version,
        finding_id=row.finding_id,
        level=row.level,
        raised_at=row.raised_at,
        text=detail["text"],
        because=detail["because"],
        changes=tuple(
            Change(datetime.fromisoformat(change["at"]), change["because"], change["raised"])
            for change in _stored_changes(session, row)
        ),
        seen_by=row.seen_by,
        seen_at=row.seen_at,
        answered_by=row.answered_by,
        answered_at=row.answered_at,
    )


def _detail_place(row: models.RaisedFinding) -> Place:
    return Place("raised_finding", row.id, "detail", 1)


def _changes_place(row: models.RaisedFinding) -> Place:
    return Place("raised_finding", row.id, "changes", row.change_count)
