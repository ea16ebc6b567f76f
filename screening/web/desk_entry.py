"""Putting right who a patient is: names, birth date and record number, with a reason."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from screening.security.permissions import Action
from screening.store import corrections, patients
from screening.store.db import commit
from screening.store.errors import NameTaken
from screening.store.patients import Identity, Patient
from screening.web import cookies
from screening.web.csrf import check_token
from screening.web.desk_corrections import FORMS, reason_errors
from screening.web.desk_forms import IDENTITY_FIELDS, read_identity, typed_fields
from screening.web.desk_records import my_patient, note_read, note_reads, today
from screening.web.guards import may

bp = Blueprint("entry", __name__, url_prefix="/patients")

FIELDS = (*IDENTITY_FIELDS, "reason", "is_new", "version")
GONE = "An entry that was merged into this one has this record number. It leads here already."
MEANWHILE = "Somebody else has put this entry right meanwhile. It is shown above: compare."

Errors = dict[str, str]


@bp.get("/<uuid:patient_id>/correct")
@may(Action.CORRECT_RECORDS)
def form(patient_id: UUID) -> ResponseReturnValue:
    """The entry as it is, to be changed where it is wrong."""
    found = patients.standing(g.session, my_patient(patient_id))
    who = found.identity
    typed = {
        "record": who.record,
        "family": who.family,
        "given": who.given,
        "day": str(who.born.day),
        "month": str(who.born.month),
        "year": str(who.born.year),
        "reason": "",
    }
    page = _page(found, typed, {}, ())
    note_reads([found.id])
    return page


@bp.post("/<uuid:patient_id>/correct")
@may(Action.CORRECT_RECORDS)
def save(patient_id: UUID) -> ResponseReturnValue:
    """Keep the entry as it was typed, once nobody else can be meant by it."""
    typed = typed_fields(FIELDS)
    check_token(FORMS, cookies.STAFF)
    found = patients.standing(g.session, my_patient(patient_id))
    identity, errors = read_identity(typed, today())
    if identity == found.identity:  # the form was sent twice, or nothing was changed
        return redirect(url_for("desk.patients.one", patient_id=found.id), 303)
    errors |= reason_errors(typed, "reason")
    if typed["version"] != str(found.identity_version):
        errors["record"] = MEANWHILE
    if identity is None or errors:
        return _page(found, typed, errors, ()), 422
    taken, near = _others(found, identity)
    if taken:
        errors["record"] = "This record number belongs to the patient below."
    if taken or (near and not typed["is_new"]):
        for other in (*taken, *near):
            note_read(other.id)
        commit(g.session)
        return _page(found, typed, errors, taken or near), 422
    return _save(found, identity, typed)


def _others(found: Patient, identity: Identity) -> tuple[tuple[Patient, ...], tuple[Patient, ...]]:
    """Who has the record number, and who was born that day where a name or the day changes."""
    site = g.account.site_id
    holder = patients.find_by_record(g.session, site, identity.record)
    taken = (holder,) if holder is not None and holder.id != found.id else ()
    was = found.identity
    if (was.family, was.given, was.born) == (identity.family, identity.given, identity.born):
        return taken, ()
    born = patients.near_duplicates(g.session, site, identity.born)
    return taken, tuple(other for other in born if other.id != found.id)


def _save(found: Patient, identity: Identity, typed: dict[str, str]) -> ResponseReturnValue:
    try:
        corrections.correct(
            g.session,
            found.id,
            identity,
            site_id=g.account.site_id,
            reason=typed["reason"],
            by=g.account.id,
            now=g.now,
        )
    except NameTaken:
        return _page(found, typed, {"record": GONE}, ()), 422
    commit(g.session)
    return redirect(url_for("desk.patients.one", patient_id=found.id), 303)


def _page(found: Patient, typed: dict[str, str], errors: Errors, near: tuple[Patient, ...]) -> str:
    return render_template(
        "desk/corrections/entry.html", patient=found, typed=typed, errors=errors, near=near
    )
