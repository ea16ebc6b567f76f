"""Patients at the front desk: looked for, added, opened. Names are posted, never in addresses."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from screening.security.permissions import Action
from screening.store import audit, correction_log, encounters, patients
from screening.store.audit import Kind
from screening.store.db import commit
from screening.store.errors import NameTaken
from screening.store.patients import Identity, Patient
from screening.web import cookies
from screening.web.csrf import check_token
from screening.web.desk_corrections import told
from screening.web.desk_forms import (
    IDENTITY_FIELDS,
    SEARCH_FIELDS,
    read_day,
    read_identity,
    typed_fields,
)
from screening.web.desk_records import my_patient, note_read, note_reads, today
from screening.web.guards import may
from screening.web.parts import parts

bp = Blueprint("patients", __name__, url_prefix="/patients")

FORMS = "desk"  # purpose of the form token, the same at the whole desk


@bp.get("/")
@may(Action.FIND_PATIENT)
def find() -> ResponseReturnValue:
    """The search form."""
    blank = dict.fromkeys(SEARCH_FIELDS, "")
    return render_template("desk/patients/find.html", typed=blank, errors={}, found=None)


@bp.post("/")
@may(Action.FIND_PATIENT)
def search() -> ResponseReturnValue:
    """Look for a record number, or for a family name with a birth date. Posted: names stay out
    of addresses."""
    typed = typed_fields(SEARCH_FIELDS)
    check_token(FORMS, cookies.STAFF)
    errors: dict[str, str] = {}
    found: tuple[Patient, ...] = ()
    site = g.account.site_id
    if typed["record"]:
        known = patients.find_by_record(g.session, site, typed["record"])
        found = (known,) if known else ()
    elif typed["family"]:
        born = read_day(typed, today())
        if isinstance(born, str):
            errors["day"] = born
        else:
            found = patients.find(g.session, site, typed["family"], born)
    else:
        errors["record"] = "Enter a record number, or a family name with a date of birth."
    audit.record_read(g.session, g.now, Kind.PATIENT_SEARCHED, g.account.id, sign_in=g.sign_in.id)
    for patient in found:
        note_read(patient.id)
    commit(g.session)
    page = render_template(
        "desk/patients/find.html", typed=typed, errors=errors, found=None if errors else found
    )
    return page, 422 if errors else 200


@bp.get("/new")
@may(Action.ADD_PATIENT)
def add() -> ResponseReturnValue:
    """The form for a new patient."""
    return _add_page(dict.fromkeys(IDENTITY_FIELDS, ""), {}, ())


@bp.post("/new")
@may(Action.ADD_PATIENT)
def save() -> ResponseReturnValue:
    """Add a patient, unless somebody with this birth date is there and nobody has looked."""
    typed = typed_fields((*IDENTITY_FIELDS, "is_new"))
    check_token(FORMS, cookies.STAFF)
    identity, errors = read_identity(typed, today())
    if identity is None:
        return _add_page(typed, errors, ()), 422
    known = patients.find_by_record(g.session, g.account.site_id, identity.record)
    if known is not None:
        if known.identity == identity:  # the form was sent twice
            return redirect(url_for(".one", patient_id=known.id), 303)
        return _taken(typed, known), 422
    near = patients.near_duplicates(g.session, g.account.site_id, identity.born)
    if near and not typed["is_new"]:
        for other in near:
            note_read(other.id)
        commit(g.session)
        return _add_page(typed, {}, near), 422
    return _add(identity, typed)


@bp.get("/<uuid:patient_id>")
@may(Action.FIND_PATIENT)
def one(patient_id: UUID) -> ResponseReturnValue:
    """One patient: the visits so far, and the packets to start a new one with."""
    found = my_patient(patient_id)
    visits = encounters.of_patient(g.session, patient_id, void=True)
    packets = parts().shelf.current_packets(g.session)
    page = render_template(
        "desk/patients/one.html",
        patient=found,
        visits=visits[::-1],
        packets=packets.values(),
        corrected=told(correction_log.of_patient(g.session, patient_id)),
    )
    note_reads([patient_id])
    return page


def _add(identity: Identity, typed: dict[str, str]) -> ResponseReturnValue:
    try:
        added = patients.add(g.session, g.account.site_id, identity, by=g.account.id, now=g.now)
    except NameTaken:  # another desk was quicker by a moment
        errors = {"record": "This record number is already in use. Look for the patient."}
        return _add_page(typed, errors, ()), 422
    commit(g.session)
    return redirect(url_for(".one", patient_id=added.id), 303)


def _taken(typed: dict[str, str], known: Patient) -> str:
    note_read(known.id)
    commit(g.session)
    errors = {"record": "This record number belongs to the patient below. Open that one."}
    return _add_page(typed, errors, (known,))


def _add_page(typed: dict[str, str], errors: dict[str, str], near: tuple[Patient, ...]) -> str:
    return render_template("desk/patients/add.html", typed=typed, errors=errors, near=near)
