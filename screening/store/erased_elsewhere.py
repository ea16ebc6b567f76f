"""What was erased, and came back with a backup: told by events of the trail that were kept apart.

The database that was put back knows nothing of those erasures. An export of the trail does, by ids
alone; each event in it is believed by its own signature.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from screening.quick_dataclass import dataclass
from screening.store import models, patients
from screening.store.audit import Kind, record
from screening.store.audit_link import Signer, hash_of_told
from screening.store.encounters import EncounterState

ERASED = {Kind.VISIT_ERASED.value: "encounter", Kind.PATIENT_ERASED.value: "patient"}


@dataclass(frozen=True, slots=True)
class CameBack:
    """A record to be erased anew, by what an administrator finds it by."""

    site: str
    record: str  # number of the patient
    visit: int | None  # its number with this patient; None: the patient with all visits
    day: date | None  # of the visit, at its clinic


@dataclass(frozen=True, slots=True)
class Compared:
    """A kept export set against the database."""

    erased: int  # visits and patients that it tells of
    not_ours: tuple[int, ...]  # places of lines, from 1, that this installation did not sign
    came_back: tuple[CameBack, ...]


def compare(session: Session, lines: Iterable[str], *, operator: int, now: datetime) -> Compared:
    """Hold an export of the trail, as JSON lines, against what is there; the look is an event."""
    signed, not_ours = Signer(session), list[int]()
    ids: dict[str, dict[UUID, None]] = {"encounter": {}, "patient": {}}
    for place, line in enumerate(lines, 1):
        event = _ours(line, signed)
        if event is None:
            not_ours.append(place)
        elif (kind := event[0]) in ERASED:
            what = ERASED[kind]
            ids[what][UUID(json.loads(event[1])[what])] = None
    whole = [row for one in ids["patient"] if (row := session.get(models.Patient, one))]
    told = [_patient(session, row) for row in whole]
    for one in ids["encounter"]:
        visit = session.get(models.Encounter, one)
        if (
            visit
            and visit.state != EncounterState.ERASED
            and visit.patient_id not in ids["patient"]
        ):
            told.append(_visit(session, visit))
    record(session, now, Kind.ERASED_LOOKED_UP, None, records=len(told), operator=operator)
    return Compared(sum(map(len, ids.values())), tuple(not_ours), tuple(told))


def _ours(line: str, signed: Signer) -> tuple[str, str] | None:
    """Kind and ids of an event; None for what was not signed here."""
    try:
        told = json.loads(line)
        account_id = UUID(told["account_id"]).hex if told["account_id"] else None
        event_hash = hash_of_told(
            told["number"], told["at"], told["kind"], account_id, told["ids"], told["previous_hash"]
        )
        signature = str(told["signature"])
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    if not hmac.compare_digest(signed(event_hash).encode(), signature.encode()):
        return None
    return told["kind"], told["ids"]


def _patient(session: Session, row: models.Patient) -> CameBack:
    return CameBack(_site(session, row.site_id), _number(session, row.id), None, None)


def _visit(session: Session, row: models.Encounter) -> CameBack:
    day = row.started_at.astimezone(ZoneInfo(row.time_zone)).date()
    return CameBack(_site(session, row.site_id), _number(session, row.patient_id), row.number, day)


def _site(session: Session, site_id: UUID) -> str:
    return session.get_one(models.Site, site_id).name


def _number(session: Session, patient_id: UUID) -> str:
    return patients.get(session, patient_id).identity.record
