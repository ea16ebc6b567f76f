"""Asking for an erasure: a patient found by record number, a legal hold, and what is too old."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from flask import Blueprint, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from screening.security.permissions import Action
from screening.store import accounts, audit, encounters, erasures, legal_holds, patients, retention
from screening.store.audit import Kind
from screening.store.db import commit
from screening.store.encounters import EncounterState
from screening.store.erasures import Ground, Scope
from screening.store.patients import Patient
from screening.store.retention import Past
from screening.web import cookies
from screening.web.csrf import check_token
from screening.web.desk_forms import RECORD_AT_MOST, typed_fields
from screening.web.desk_records import my_patient, note_reads
from screening.web.erasures import FORMS, GROUNDS
from screening.web.fresh import fresh_proof
from screening.web.guards import may
from screening.web.one_line import plain_spaces
from screening.web.site_here import site

bp = Blueprint("erasure_asking", __name__, url_prefix="/admin/erasures")

REASON_AT_LEAST, REASON_AT_MOST = 10, 300  # characters
WHOLE = "patient"  # value of the field "what"; else the id of a visit
NOBODY = "No patient of this site has this record number."
NO_RECORD = "Enter the record number."
NO_CHOICE = "Choose one of the list."
WRONG_REASON = f"Write {REASON_AT_LEAST} to {REASON_AT_MOST} characters."
BLANK = {"what": "", "ground": "", "reason": ""}
# A batch has a ground of its own; what is erased by hand has one of the others.
BY_HAND = tuple(one for one in Ground if one != Ground.RETENTION_OVER)


@bp.get("/find")
@may(Action.ASK_ERASURE)
def form() -> ResponseReturnValue:
    """Whose record."""
    return _find_page("", {})


@bp.post("/find")
@may(Action.ASK_ERASURE)
def find() -> ResponseReturnValue:
    """On to the patient with this record number; the search is on the trail."""
    number = typed_fields(("record",))["record"]
    check_token(FORMS, cookies.STAFF)
    if not number or len(number) > RECORD_AT_MOST:
        return _find_page(number, {"record": NO_RECORD}), 422
    found = patients.find_by_record(g.session, g.account.site_id, number)
    audit.record_read(g.session, g.now, Kind.PATIENT_SEARCHED, g.account.id, sign_in=g.sign_in.id)
    commit(g.session)
    if found is None:
        return _find_page(number, {"record": NOBODY}), 422
    return redirect(url_for(".patient", patient_id=found.id), 303)


@bp.get("/patients/<uuid:patient_id>")
@may(Action.ASK_ERASURE)
def patient(patient_id: UUID) -> ResponseReturnValue:
    """A record number with its visits, and no answer and no name: what to erase, or to hold."""
    found = my_patient(patient_id)
    page = _patient_page(found, BLANK, {})
    note_reads([found.id])
    return page


@bp.post("/patients/<uuid:patient_id>/ask")
@may(Action.ASK_ERASURE)
@fresh_proof
def ask(patient_id: UUID) -> ResponseReturnValue:
    """Hand the erasure of a patient, or of one visit, to a second person."""
    found = my_patient(patient_id)
    typed = BLANK | typed_fields(("what", "ground"))
    check_token(FORMS, cookies.STAFF)
    choices = {WHOLE, *(str(one.id) for one in _erasable(found))}
    errors = {
        name: NO_CHOICE
        for name, known in (("what", choices), ("ground", set(BY_HAND)))
        if typed[name] not in known
    }
    if errors:
        return _patient_page(found, typed, errors), 422
    is_whole = typed["what"] == WHOLE
    asked = erasures.ask(
        g.session,
        g.account.site_id,
        Scope.PATIENT if is_whole else Scope.VISIT,
        [found.id if is_whole else UUID(typed["what"])],
        Ground(typed["ground"]),
        by=g.account.id,
        now=g.now,
    )
    commit(g.session)
    return redirect(url_for("erasures.one", erasure_id=asked.id), 303)


@bp.post("/patients/<uuid:patient_id>/hold")
@may(Action.ASK_ERASURE)
def hold(patient_id: UUID) -> ResponseReturnValue:
    """Put a legal hold on: nothing of the patient is erased while it stands."""
    found = my_patient(patient_id)
    typed = BLANK | typed_fields(("reason",))
    check_token(FORMS, cookies.STAFF)
    reason = plain_spaces(typed["reason"])
    if not REASON_AT_LEAST <= len(reason) <= REASON_AT_MOST:
        return _patient_page(found, typed, {"reason": WRONG_REASON}), 422
    legal_holds.place(g.session, found.id, reason, by=g.account.id, now=g.now)
    commit(g.session)
    return redirect(url_for(".patient", patient_id=found.id), 303)


@bp.post("/patients/<uuid:patient_id>/hold/lift")
@may(Action.ASK_ERASURE)
@fresh_proof
def lift(patient_id: UUID) -> ResponseReturnValue:
    """Take the hold off."""
    found = my_patient(patient_id)
    typed_fields(())
    check_token(FORMS, cookies.STAFF)
    legal_holds.lift(g.session, found.id, by=g.account.id, now=g.now)
    commit(g.session)
    return redirect(url_for(".patient", patient_id=found.id), 303)


@bp.get("/past-retention")
@may(Action.ASK_ERASURE)
def past() -> ResponseReturnValue:
    """How many visits are older than this site keeps them."""
    return _past_page(_past())


@bp.post("/past-retention")
@may(Action.ASK_ERASURE)
@fresh_proof
def ask_past() -> ResponseReturnValue:
    """Hand all of them to a second person, as they were counted on the page."""
    typed = typed_fields(("number",))
    check_token(FORMS, cookies.STAFF)
    found = _past()
    if typed["number"] != str(len(found.visits)) or not found.visits:
        return _past_page(found, is_stale=True), 409
    asked = erasures.ask(
        g.session, g.account.site_id, Scope.PAST_RETENTION, found.visits, Ground.RETENTION_OVER,
        by=g.account.id, now=g.now,
    )  # fmt: skip
    commit(g.session)
    return redirect(url_for("erasures.one", erasure_id=asked.id), 303)


def _past() -> Past:
    return retention.past(g.session, g.account.site_id, site().retention_years, now=g.now)


def _past_page(found: Past, *, is_stale: bool = False) -> str:
    """
    is_stale   asked for as an earlier page had counted them
    """
    years = site().retention_years
    return render_template("erasures/past.html", past=found, years=years, is_stale=is_stale)


def _find_page(number: str, errors: dict[str, str]) -> str:
    return render_template(
        "erasures/find.html", typed={"record": number}, errors=errors, at_most=RECORD_AT_MOST
    )


def _erasable(found: Patient) -> tuple[encounters.Encounter, ...]:
    visits = encounters.of_patient(g.session, found.id, void=True)
    return tuple(one for one in visits if one.state != EncounterState.ERASED)


def _patient_page(found: Patient, typed: Mapping[str, str], errors: dict[str, str]) -> str:
    held = legal_holds.of_patient(g.session, found.id)
    people = accounts.full_names(g.session)
    return render_template(
        "erasures/patient.html",
        patient=found,
        visits=encounters.of_patient(g.session, found.id, void=True),
        erasable=_erasable(found),
        hold=held,
        placed_by=people.get(held.placed_by, "") if held else "",
        grounds=[(one.value, GROUNDS[one]) for one in BY_HAND],
        whole=WHOLE,
        reason_at_most=REASON_AT_MOST,
        typed=typed,
        errors=errors,
    )
