"""A visit at the desk: whether one is gone on with or another begins, and the page of one."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import g, render_template

from screening.core.levels import RECORDED_LEVELS
from screening.core.packet import Packet
from screening.quick_dataclass import dataclass
from screening.store import correction_log, encounters, findings, paper, patients, sittings
from screening.store.encounters import Encounter, EncounterState
from screening.store.hand_over import ON_A_TABLET, OVER
from screening.web import desk_corrections, leaflets
from screening.web.desk_list import status_of
from screening.web.desk_records import today
from screening.web.paper_told import paper_told
from screening.web.parts import parts
from screening.web.site_here import site

# A visit that begins before midnight is the same one after it, for so long.
PAST_MIDNIGHT = timedelta(hours=2)
LONGEST = timedelta(days=1)  # then what is on a tablet is closed as not finished


@dataclass(frozen=True, slots=True)
class Before:
    """What became of the patient's older visits when this one began."""

    ended: tuple[Encounter, ...]
    left_open: tuple[Encounter, ...]  # with the same packet; somebody has still to be seen to


def begin_or_go_on(patient_id: UUID, packet: Packet) -> Encounter:
    """The visit that goes on with this packet, or a new one in place of those that do not.

    Durations run to the start of a visit: one of another day would tell wrong hours, and one
    whose questions are over takes no more answers.
    """
    waiting = _open_visits(patient_id, packet.id)
    going_on = [visit for visit in waiting if _goes_on(visit)]
    if going_on:
        return going_on[-1]
    for visit in waiting:
        _leave(visit)
    zone = site().time_zone
    return encounters.start(
        g.session, patient_id, packet.sha256, time_zone=zone, by=g.account.id, now=g.now
    )


def newest_sitting(visit: Encounter) -> sittings.Sitting | None:
    """The sitting that counts; None before the first."""
    held = sittings.for_encounter(g.session, visit.id)
    return held[-1] if held else None


def visit_page(visit: Encounter, *, refused: bool = False) -> str:
    """One visit as the desk sees it.

    refused   no code was made and no tablet handed over, because the questions are over
    """
    return render_template(
        "desk/visit.html",
        visit=visit,
        patient=patients.get(g.session, visit.patient_id),
        status=status_of(g.session, visit, parts().shelf, now=g.now),
        paper=paper_told(g.session, visit.id),
        leaflets=leaflets.of_visit(visit),
        corrected=desk_corrections.told(correction_log.of_encounter(g.session, visit.id)),
        before=before(visit),
        refused=refused,
    )


def before(visit: Encounter) -> Before:
    """The older visits that were ended by the start of this one, or could not be."""
    older = [
        one
        for one in encounters.of_patient(g.session, visit.patient_id)
        if one.number < visit.number
    ]
    return Before(
        tuple(one for one in older if one.ended_at == visit.started_at),
        tuple(
            one
            for one in older
            if one.state == EncounterState.OPEN and one.packet_id == visit.packet_id
        ),
    )


def _open_visits(patient_id: UUID, packet_id: str) -> list[Encounter]:
    visits = encounters.of_patient(g.session, patient_id)
    return [v for v in visits if v.state == EncounterState.OPEN and v.packet_id == packet_id]


def _goes_on(visit: Encounter) -> bool:
    """Whether the visit is of today, or runs past midnight, and takes answers still."""
    last, entry = newest_sitting(visit), paper.of_encounter(g.session, visit.id)
    sent_from_paper = entry is not None and entry.checked_at is not None
    if sent_from_paper or (last is not None and last.state in OVER):
        return False
    zone = ZoneInfo(site().time_zone)
    if visit.started_at.astimezone(zone).date() == today():
        return True
    since = g.now - visit.started_at
    in_hands = (
        last is not None and last.state in ON_A_TABLET and g.now - last.last_seen_at < sittings.IDLE
    )
    return bool(since < PAST_MIDNIGHT or (in_hands and since < LONGEST))


def _leave(visit: Encounter) -> None:
    """End a visit, unless it still calls somebody: ended visits call no more."""
    calls = any(
        known.level in RECORDED_LEVELS and known.seen_by is None
        for known in findings.for_encounter(g.session, visit.id)
    )
    if not calls:
        encounters.end(g.session, visit.id, by=g.account.id, now=g.now)
        return
    for held in sittings.for_encounter(g.session, visit.id):
        sittings.pause(g.session, held.id, by=g.account.id, now=g.now)
