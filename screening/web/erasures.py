"""Erasures of this site: what waits for a second person, what was erased, and the report of it."""

from __future__ import annotations

import hashlib
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from screening.exchange.cells import write_rows
from screening.quick_dataclass import dataclass
from screening.security.permissions import Action
from screening.store import accounts, audit, erasures, listed, patients
from screening.store.audit import Kind
from screening.store.db import commit
from screening.store.encounters import Encounter
from screening.store.erasing import KINDS
from screening.store.erasures import Erasure, Ground, Scope, State
from screening.store.errors import NotThere
from screening.web import cookies
from screening.web.csrf import check_token
from screening.web.desk_forms import typed_fields
from screening.web.desk_records import note_reads
from screening.web.fresh import fresh_proof
from screening.web.guards import may
from screening.web.parts import parts
from screening.web.site_here import site

bp = Blueprint("erasures", __name__, url_prefix="/admin/erasures")

FORMS = "erasures"  # purpose of the form token
LISTED = 200  # visits of a request that are told one by one
SCOPES = {
    Scope.VISIT: "One visit",
    Scope.PATIENT: "A patient with all visits",
    Scope.PAST_RETENTION: "Visits past retention",
}
GROUNDS = {
    Ground.ASKED_BY_PATIENT: "The patient asked for it",
    Ground.WRONG_ENTRY: "It was entered by mistake",
    Ground.ORDERED: "A court or an authority ordered it",
    Ground.RETENTION_OVER: "The time for which it is kept is over",
}
HEAD = ("erasure", "what", "ground", "asked_by", "asked_at", "carried_out_by", "carried_out_at")


@dataclass(frozen=True, slots=True)
class Row:
    """One request in words; nothing of what was erased but how many records there were."""

    erasure: Erasure
    scope: str
    ground: str
    asked_by: str
    decided_by: str
    counts: tuple[tuple[str, int], ...]  # kind and number, those of which there were any
    is_mine: bool  # asked for by whoever reads this


@bp.get("/")
@may(Action.CONFIRM_ERASURE)
def overview() -> ResponseReturnValue:
    """What waits, and the erasure report."""
    rows = _rows()
    return render_template(
        "erasures/overview.html",
        waiting=[row for row in rows if row.erasure.state == State.ASKED],
        done=[row for row in rows if row.erasure.state == State.DONE],
    )


@bp.post("/report.csv")
@may(Action.CONFIRM_ERASURE)
def report() -> ResponseReturnValue:
    """The erasure report as a file; the trail holds its hash before it goes out."""
    typed_fields(())
    check_token(FORMS, cookies.STAFF)
    done = [row for row in _rows() if row.erasure.state == State.DONE]
    data = write_rows((*HEAD, *(kind.replace(" ", "_") for kind in KINDS)), map(_cells, done))
    audit.record(
        g.session, g.now, Kind.ERASURE_REPORT_TAKEN, g.account.id,
        erasures=len(done), sha256=hashlib.sha256(data).hexdigest(),
    )  # fmt: skip
    commit(g.session)
    headers = {"Content-Disposition": 'attachment; filename="erasures.csv"'}
    return Response(data, mimetype="text/csv", headers=headers)


@bp.get("/<uuid:erasure_id>")
@may(Action.CONFIRM_ERASURE)
def one(erasure_id: UUID) -> ResponseReturnValue:
    """What is asked for, and the buttons of the second person."""
    found = erasures.get(g.session, erasure_id, site_id=g.account.site_id)
    named = _named(found) if found.state == State.ASKED else ()
    page = render_template(
        "erasures/one.html",
        row=_row(found, accounts.full_names(g.session)),
        named=[words for _, words in named[:LISTED]],
        more=len(named[LISTED:]),
    )
    if named:
        note_reads(dict.fromkeys(patient_id for patient_id, _ in named[:LISTED]))
    return page


@bp.post("/<uuid:erasure_id>/carry-out")
@may(Action.CONFIRM_ERASURE)
@fresh_proof
def carry_out(erasure_id: UUID) -> ResponseReturnValue:
    """Erase it, as the second person."""
    typed_fields(())
    check_token(FORMS, cookies.STAFF)
    erasures.carry_out(g.session, erasure_id, site_id=g.account.site_id, by=g.account.id, now=g.now)
    commit(g.session)
    parts().database.empty_journal()
    return redirect(url_for(".one", erasure_id=erasure_id), 303)


@bp.post("/<uuid:erasure_id>/withdraw")
@may(Action.CONFIRM_ERASURE)
def withdraw(erasure_id: UUID) -> ResponseReturnValue:
    """Let the request go: nothing is erased."""
    typed_fields(())
    check_token(FORMS, cookies.STAFF)
    erasures.withdraw(g.session, erasure_id, site_id=g.account.site_id, by=g.account.id, now=g.now)
    commit(g.session)
    return redirect(url_for(".one", erasure_id=erasure_id), 303)


def _rows() -> list[Row]:
    people = accounts.full_names(g.session)
    return [_row(one, people) for one in erasures.of_site(g.session, g.account.site_id)]


def _row(found: Erasure, people: dict[UUID, str]) -> Row:
    return Row(
        erasure=found,
        scope=SCOPES[found.scope],
        ground=GROUNDS[found.ground],
        asked_by=people.get(found.asked_by, ""),
        decided_by=people.get(found.decided_by, "") if found.decided_by else "",
        counts=tuple((kind, found.counts[kind]) for kind in KINDS if kind in found.counts),
        is_mine=found.asked_by == g.account.id,
    )


def _named(found: Erasure) -> tuple[tuple[UUID, str], ...]:
    """What is asked for, by record number: enough to find it by, and no name; whose it is first."""
    if found.scope == Scope.PATIENT:
        return tuple((one, _record_of(one)) for one in found.targets)
    known = listed.visits_of(g.session, found.targets)  # what is gone is left out
    visits = [one for one in known.values() if one.site_id == g.account.site_id]
    visits.sort(key=lambda visit: visit.started_at)
    return tuple((visit.patient_id, _words_of(visit)) for visit in visits)


def _words_of(visit: Encounter) -> str:
    record = _record_of(visit.patient_id)
    return f"Visit {visit.number} of record {record}, {_day(visit.started_at)}"


def _record_of(patient_id: UUID) -> str:
    try:
        found = patients.get(g.session, patient_id, site_id=g.account.site_id)
    except NotThere:  # erased by another request meanwhile
        return "a record that is gone"
    return patients.standing(g.session, found).identity.record


def _day(at: datetime) -> str:
    return at.astimezone(ZoneInfo(site().time_zone)).date().isoformat()


def _cells(row: Row) -> tuple[str, ...]:
    done = row.erasure
    told = (
        str(done.id), row.scope, row.ground, row.asked_by, done.asked_at.isoformat(),
        row.decided_by, done.decided_at.isoformat() if done.decided_at else "",
    )  # fmt: skip
    return (*told, *(str(done.counts.get(kind, 0)) for kind in KINDS))
