"""Putting records right: visits made void or moved, two entries of one person merged."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from screening.security.permissions import Action
from screening.store import accounts, corrections, patients
from screening.store.correction_log import REASON_AT_MOST, Correction
from screening.store.db import commit
from screening.store.encounters import Encounter
from screening.store.patients import Patient
from screening.web import cookies
from screening.web.csrf import check_token
from screening.web.desk_forms import read_day, typed_fields
from screening.web.desk_records import my_patient, my_visit, note_read, note_reads, today
from screening.web.guards import may
from screening.web.one_line import holds_hidden, plain_spaces

bp = Blueprint("corrections", __name__)

FORMS = "corrections"  # purpose of the form token
WHOSE = ("record", "day", "month", "year")  # who the right patient is, by two marks
MOVE = (*WHOSE, "move-reason")
VOID = ("void-reason",)
MERGE = (*WHOSE, "reason")
BLANK = dict.fromkeys((*MOVE, *VOID), "")

Errors = dict[str, str]


@bp.get("/visits/<uuid:encounter_id>/correct")
@may(Action.CORRECT_RECORDS)
def visit(encounter_id: UUID) -> ResponseReturnValue:
    """Both ways to put a visit right."""
    found = my_visit(encounter_id)
    page = _visit_page(found, BLANK, {})
    note_reads([found.patient_id])
    return page


@bp.post("/visits/<uuid:encounter_id>/void")
@may(Action.CORRECT_RECORDS)
def void(encounter_id: UUID) -> ResponseReturnValue:
    """Let a visit count in nothing; what was answered is kept."""
    typed = typed_fields(VOID)
    check_token(FORMS, cookies.STAFF)
    found = my_visit(encounter_id)
    errors = reason_errors(typed, "void-reason")
    if errors:
        return _visit_page(found, BLANK | typed, errors), 422
    corrections.void(
        g.session,
        found.id,
        site_id=g.account.site_id,
        reason=typed["void-reason"],
        by=g.account.id,
        now=g.now,
    )
    commit(g.session)
    return redirect(url_for("desk.visit", encounter_id=found.id), 303)


@bp.post("/visits/<uuid:encounter_id>/move")
@may(Action.CORRECT_RECORDS)
def move(encounter_id: UUID) -> ResponseReturnValue:
    """Give a visit with all its answers to the patient whose it is."""
    typed = typed_fields(MOVE)
    check_token(FORMS, cookies.STAFF)
    found = my_visit(encounter_id)
    to, errors = _whose(typed)
    errors |= reason_errors(typed, "move-reason")
    if to is None or errors:
        return _visit_page(found, BLANK | typed, errors), 422
    corrections.move(
        g.session,
        found.id,
        to.id,
        site_id=g.account.site_id,
        reason=typed["move-reason"],
        by=g.account.id,
        now=g.now,
    )
    commit(g.session)
    return redirect(url_for("desk.visit", encounter_id=found.id), 303)


@bp.get("/patients/<uuid:patient_id>/merge")
@may(Action.CORRECT_RECORDS)
def merge_form(patient_id: UUID) -> ResponseReturnValue:
    """Which entry of the same person is to stay."""
    found = my_patient(patient_id)
    page = _merge_page(found, dict.fromkeys(MERGE, ""), {})
    note_reads([found.id])
    return page


@bp.post("/patients/<uuid:patient_id>/merge")
@may(Action.CORRECT_RECORDS)
def merge(patient_id: UUID) -> ResponseReturnValue:
    """Bring two entries of one person together; the one that was typed stays."""
    typed = typed_fields(MERGE)
    check_token(FORMS, cookies.STAFF)
    found = my_patient(patient_id)
    into, errors = _whose(typed)
    errors |= reason_errors(typed, "reason")
    if into is not None and into.id == patients.standing(g.session, found).id:
        errors["record"] = "This is the same entry. Enter the record number of the other one."
    if into is None or errors:
        return _merge_page(found, typed, errors), 422
    corrections.merge(
        g.session,
        found.id,
        into.id,
        site_id=g.account.site_id,
        reason=typed["reason"],
        by=g.account.id,
        now=g.now,
    )
    commit(g.session)
    return redirect(url_for("desk.patients.one", patient_id=into.id), 303)


def told(found: tuple[Correction, ...]) -> list[tuple[Correction, str]]:
    """Corrections, each with the name of who made it."""
    return [(one, accounts.get(g.session, one.by).full_name) for one in found]


def reason_errors(typed: dict[str, str], name: str) -> Errors:
    """What is wrong with the reason that was typed; it is put into one plain line."""
    reason = typed[name] = plain_spaces(typed[name])
    if not reason:
        return {name: "Enter the reason. It is kept with the correction."}
    if len(reason) > REASON_AT_MOST:
        return {name: f"Enter the reason in at most {REASON_AT_MOST} characters."}
    if holds_hidden(reason, joiners=True):
        return {name: "In the reason is a sign that cannot be seen. Type it anew."}
    return {}


def _whose(typed: dict[str, str]) -> tuple[Patient | None, Errors]:
    """The patient of a record number and a birth date; both, so that a slip of one is noticed."""
    if not typed["record"]:
        return None, {"record": "Enter the record number."}
    born = read_day(typed, today())
    if isinstance(born, str):
        return None, {"day": born}
    known = patients.find_by_record(g.session, g.account.site_id, typed["record"])
    if known is None or known.identity.born != born:
        return None, {"record": "Nobody has this record number and this date of birth. Check both."}
    note_read(known.id)
    return known, {}


def _visit_page(visit: Encounter, typed: dict[str, str], errors: Errors) -> str:
    return render_template(
        "desk/corrections/visit.html",
        visit=visit,
        patient=patients.get(g.session, visit.patient_id),
        typed=typed,
        errors=errors,
    )


def _merge_page(patient: Patient, typed: dict[str, str], errors: Errors) -> str:
    return render_template(
        "desk/corrections/merge.html", patient=patient, typed=typed, errors=errors
    )
