"""The front desk: today's visits, finding patients, starting visits. Nothing clinical is shown."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from screening.security.permissions import Action
from screening.store import encounters, patients, sittings
from screening.store.db import commit
from screening.store.errors import NotThere
from screening.web import (
    cookies,
    desk_corrections,
    desk_entry,
    desk_import,
    desk_patients,
    desk_tablets,
    site_here,
)
from screening.web.csrf import check_token
from screening.web.desk_forms import typed_fields
from screening.web.desk_kiosk import LANGUAGE, NAME, READ_ALOUD, code_page, hand_over_here
from screening.web.desk_list import expected_rows, rows_of_day
from screening.web.desk_records import (
    my_patient,
    my_visit,
    note_reads,
    today,
)
from screening.web.desk_visits import begin_or_go_on, visit_page
from screening.web.guards import may
from screening.web.parts import parts

bp = Blueprint("desk", __name__, url_prefix="/desk")
bp.register_blueprint(desk_patients.bp)
for part in (desk_tablets, desk_corrections, desk_entry, desk_import):
    bp.register_blueprint(part.bp)


@bp.get("/")
@may(Action.SEE_DAY_LIST)
def day_list() -> ResponseReturnValue:
    """Today's visits, and how far each patient is."""
    site, day = g.account.site_id, today()
    zone = site_here.site().time_zone
    rows = rows_of_day(g.session, site, day, parts(), time_zone=zone, now=g.now)
    expected = expected_rows(
        g.session, site, day, parts().shelf, here=[row.patient.id for row in rows]
    )
    page = render_template("desk/day_list.html", rows=rows, expected=expected)
    note_reads([*(row.patient.id for row in rows), *(row.patient.id for row in expected)])
    return page


@bp.post("/patients/<uuid:patient_id>/visits")
@may(Action.START_VISIT)
def start_visit(patient_id: UUID) -> ResponseReturnValue:
    """Start a visit with a packet, and in the same step hand this tablet over or make a code.

    Sent twice, the visit that has just begun goes on.
    """
    typed = typed_fields(("packet", "step", READ_ALOUD, NAME))
    check_token(desk_patients.FORMS, cookies.STAFF)
    person = patients.standing(g.session, my_patient(patient_id))
    packet = parts().shelf.current_packets(g.session).get(typed["packet"])
    if packet is None:
        raise NotThere("packet")
    visit = begin_or_go_on(person.id, packet)
    if typed["step"] == "hand_over":
        return hand_over_here(visit, typed)
    if typed["step"] == "code":
        return code_page(visit, read_aloud=bool(typed[READ_ALOUD]))
    commit(g.session)
    return redirect(url_for(".visit", encounter_id=visit.id), 303)


@bp.get("/visits/<uuid:encounter_id>")
@may(Action.START_VISIT)
def visit(encounter_id: UUID) -> ResponseReturnValue:
    """One visit as the desk sees it: how far the patient is, and what to hand out."""
    found = my_visit(encounter_id)
    page = visit_page(found)
    note_reads([found.patient_id])
    return page


@bp.post("/visits/<uuid:encounter_id>/code")
@may(Action.START_VISIT)
def make_code(encounter_id: UUID) -> ResponseReturnValue:
    """Make a one-use code and show it, once: only a keyed hash of it is kept."""
    typed = typed_fields((READ_ALOUD, LANGUAGE))
    check_token(desk_patients.FORMS, cookies.STAFF)
    aloud = bool(typed[READ_ALOUD])
    return code_page(my_visit(encounter_id), read_aloud=aloud, language=typed[LANGUAGE])


@bp.post("/visits/<uuid:encounter_id>/hand-over")
@may(Action.HAND_OVER)
def hand_over(encounter_id: UUID) -> ResponseReturnValue:
    """Give this very tablet to the patient; one that is not enrolled gets a name first."""
    typed = typed_fields((READ_ALOUD, LANGUAGE, NAME))
    check_token(desk_patients.FORMS, cookies.STAFF)
    return hand_over_here(my_visit(encounter_id), typed)


@bp.post("/visits/<uuid:encounter_id>/pause")
@may(Action.HAND_OVER)
def pause(encounter_id: UUID) -> ResponseReturnValue:
    """Lock the patient's tablet and keep the answers; one tap on a new code goes on elsewhere."""
    typed_fields(())
    check_token(desk_patients.FORMS, cookies.STAFF)
    found = my_visit(encounter_id)
    for held in sittings.for_encounter(g.session, found.id):
        sittings.pause(g.session, held.id, by=g.account.id, now=g.now)
    commit(g.session)
    return redirect(url_for(".visit", encounter_id=found.id), 303)


@bp.post("/visits/<uuid:encounter_id>/end")
@may(Action.END_VISIT)
def end_visit(encounter_id: UUID) -> ResponseReturnValue:
    """End the visit; its codes and tablets stop working."""
    typed_fields(())
    check_token(desk_patients.FORMS, cookies.STAFF)
    found = my_visit(encounter_id)
    encounters.end(g.session, found.id, by=g.account.id, now=g.now)
    commit(g.session)
    return redirect(url_for(".day_list"), 303)
