"""One patient as the clinician sees it: all visits, trends, what is different since last time."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from screening.report.all_visits import AllVisits, tell_all_visits
from screening.security.permissions import Action
from screening.store import encounters, patients
from screening.store.encounters import Encounter, EncounterState
from screening.web.chart import line_of
from screening.web.desk_records import my_patient, note_reads, note_visit_read
from screening.web.guards import may
from screening.web.parts import parts
from screening.web.site_here import site
from screening.web.visits import load_record
from screening.web.worklist import WorkRow, rows_of

bp = Blueprint("patients", __name__, url_prefix="/patients")


@bp.get("/<uuid:patient_id>")
@may(Action.READ_ENCOUNTER)
def one(patient_id: UUID) -> ResponseReturnValue:
    """All visits of a patient; an entry that was merged leads to the one that stays."""
    found = my_patient(patient_id)
    stays = patients.standing(g.session, found)
    if stays.id != found.id:
        return redirect(url_for(".one", patient_id=stays.id), 303)
    visits = [one.id for one in reversed(encounters.of_patient(g.session, found.id))]
    rows = rows_of(g.session, visits, parts(), now=g.now)
    last = _last_sent(rows)
    page = render_template(
        "clinician/patients/one.html",
        patient=found,
        rows=rows,
        erased=[
            one
            for one in encounters.of_patient(g.session, found.id, void=True)
            if one.state == EncounterState.ERASED
        ],
        told=_told(last) if last else None,
        chart_line=line_of(last) if last else "",
    )
    note_reads([found.id])
    if last:
        note_visit_read(last.id)
    return page


def _last_sent(rows: tuple[WorkRow, ...]) -> Encounter | None:
    """The newest visit at which something was sent."""
    return next((row.visit for row in rows if row.is_sent), None)


def _told(visit: Encounter) -> AllVisits:
    shelf = parts().shelf
    record = load_record(g.session, visit, shelf, site_name=site().name)
    return tell_all_visits(record, shelf.references)
