"""The front desk: today's visits, finding patients, starting visits. Nothing clinical is shown."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from screening.security.kiosk_tokens import new_code, new_token, shown_code
from screening.security.permissions import Action
from screening.store import encounters, kiosk_access, patients, sign_ins, sittings
from screening.store.db import commit
from screening.store.encounters import Encounter
from screening.store.errors import NotThere
from screening.store.sittings import SittingState
from screening.web import cookies, desk_patients
from screening.web.csrf import check_token
from screening.web.desk_forms import typed_fields
from screening.web.desk_list import rows_of_day, status_of
from screening.web.desk_records import (
    my_patient,
    my_visit,
    note_reads,
    open_visit,
    today,
)
from screening.web.guards import may
from screening.web.parts import parts
from screening.web.qr import draw_qr

bp = Blueprint("desk", __name__, url_prefix="/desk")
bp.register_blueprint(desk_patients.bp)


@bp.get("/")
@may(Action.SEE_DAY_LIST)
def day_list() -> ResponseReturnValue:
    """Today's visits, and how far each patient is."""
    rows = rows_of_day(g.session, g.account.site_id, today(), parts(), now=g.now)
    page = render_template("desk/day_list.html", rows=rows)
    note_reads([row.patient.id for row in rows])
    return page


@bp.post("/patients/<uuid:patient_id>/visits")
@may(Action.START_VISIT)
def start_visit(patient_id: UUID) -> ResponseReturnValue:
    """Start a visit with a packet. Sent twice, the visit that is open is shown again."""
    typed = typed_fields(("packet",))
    check_token(desk_patients.FORMS, cookies.STAFF)
    my_patient(patient_id)
    packet = parts().shelf.current_packets(g.session).get(typed["packet"])
    if packet is None:
        raise NotThere("packet")
    visit = open_visit(patient_id, packet.id)
    if visit is None:
        visit = encounters.start(
            g.session,
            patient_id,
            packet.sha256,
            time_zone=parts().settings.time_zone,
            by=g.account.id,
            now=g.now,
        )
        commit(g.session)
    return redirect(url_for(".visit", encounter_id=visit.id), 303)


@bp.get("/visits/<uuid:encounter_id>")
@may(Action.START_VISIT)
def visit(encounter_id: UUID) -> ResponseReturnValue:
    """One visit as the desk sees it: how far the patient is, and what to hand out."""
    found = my_visit(encounter_id)
    person = patients.get(g.session, found.patient_id)
    status = status_of(g.session, found, parts().shelf, now=g.now)
    page = render_template("desk/visit.html", visit=found, patient=person, status=status)
    note_reads([person.id])
    return page


@bp.post("/visits/<uuid:encounter_id>/code")
@may(Action.START_VISIT)
def make_code(encounter_id: UUID) -> ResponseReturnValue:
    """Make a one-use code and show it, once: only a keyed hash of it is kept."""
    typed_fields(())
    check_token(desk_patients.FORMS, cookies.STAFF)
    found = my_visit(encounter_id)
    if _answers_sent(found):
        return redirect(url_for(".visit", encounter_id=found.id), 303)
    code, waiting = new_code(), _sitting_to_go_on(found)
    if waiting is None:
        kiosk_access.open_sitting(
            g.session,
            found.id,
            code=code,
            language=parts().settings.language,
            by=g.account.id,
            now=g.now,
        )
    else:
        kiosk_access.new_code(g.session, waiting.id, code=code, by=g.account.id, now=g.now)
    commit(g.session)
    person = patients.get(g.session, found.patient_id)
    address = url_for("patient.start", _external=True)
    return render_template(
        "desk/code.html",
        visit=found,
        patient=person,
        code=shown_code(code),
        address=address,
        # Behind "#" it is sent to no server, so it stands in no log.
        qr=draw_qr(f"{address}#{shown_code(code)}"),
    )


@bp.post("/visits/<uuid:encounter_id>/hand-over")
@may(Action.HAND_OVER)
def hand_over(encounter_id: UUID) -> ResponseReturnValue:
    """Give this very tablet to the patient: staff are signed out first."""
    typed_fields(())
    check_token(desk_patients.FORMS, cookies.STAFF)
    found = my_visit(encounter_id)
    if _answers_sent(found):
        return redirect(url_for(".visit", encounter_id=found.id), 303)
    left = _sitting_to_go_on(found)
    if left is not None:  # cut its tablet off; the code made here is shown to nobody
        kiosk_access.new_code(g.session, left.id, code=new_code(), by=g.account.id, now=g.now)
    token = new_token()
    kiosk_access.hand_over(
        g.session,
        found.id,
        token=token,
        language=parts().settings.language,
        by=g.account.id,
        now=g.now,
    )
    sign_ins.sign_out(g.session, g.sign_in.id, now=g.now)
    commit(g.session)
    cookies.renew(cookies.STAFF)
    cookies.set_token(cookies.KIOSK, token)
    # What this browser kept of staff pages must not come back under the patient's hands.
    g.clear_site_data = True
    return redirect(url_for("patient.where"), 303)


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


def _answers_sent(visit: Encounter) -> bool:
    """Whether the patient has nothing left to do in this visit."""
    held = sittings.for_encounter(g.session, visit.id)
    return bool(held) and held[-1].state == SittingState.FINISHED


def _sitting_to_go_on(visit: Encounter) -> sittings.Sitting | None:
    """The newest sitting of the visit unless it is finished."""
    held = sittings.for_encounter(g.session, visit.id)
    return held[-1] if held and held[-1].state != SittingState.FINISHED else None
