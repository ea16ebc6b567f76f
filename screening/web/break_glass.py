"""Break-glass access: a clinician reads the record of another clinic's patient, with a reason."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from screening.quick_dataclass import dataclass
from screening.report.summary import summarise
from screening.security.permissions import Action
from screening.store import accounts, break_glass, encounters, patients, responses, sites
from screening.store.break_glass import Access
from screening.store.db import commit
from screening.store.patients import Patient
from screening.web import cookies
from screening.web.csrf import check_token
from screening.web.desk_forms import RECORD_AT_MOST, read_day, typed_fields
from screening.web.desk_records import note_reads, note_visit_read, today
from screening.web.fresh import fresh_proof
from screening.web.guards import may
from screening.web.one_line import plain_spaces
from screening.web.parts import parts
from screening.web.visits import load_record

bp = Blueprint("break_glass", __name__)

FORMS = "break_glass"  # purpose of the form token
FIELDS = ("clinic", "record", "day", "month", "year", "reason")
REASON_AT_LEAST, REASON_AT_MOST = 10, 300  # characters
LISTED = 200
NOBODY = (
    "Nobody there has exactly this record number and date of birth, or there were too many tries. "
    "Ask the other clinic by telephone."
)


@dataclass(frozen=True, slots=True)
class Row:
    """One access, as the administrator of the patient's clinic reads it."""

    access: Access
    who: str
    clinic: str  # of who opened it
    record: str  # number of the patient


@bp.get("/clinic/break-glass/")
@may(Action.BREAK_GLASS)
@fresh_proof
def form() -> ResponseReturnValue:
    """Whose record, and why; and the accesses that are still open."""
    return _form(dict.fromkeys(FIELDS, ""), {})


@bp.post("/clinic/break-glass/")
@may(Action.BREAK_GLASS)
@fresh_proof
def open_access() -> ResponseReturnValue:
    """Open one patient's record for an hour. The reason is kept, whatever is read after it."""
    typed = typed_fields(FIELDS)
    check_token(FORMS, cookies.STAFF)
    errors, found = _read(typed)
    commit(g.session)
    if found is None:
        return _form(typed, errors), 422
    access = break_glass.open_access(
        g.session, found, plain_spaces(typed["reason"]), by=g.account.id, now=g.now
    )
    commit(g.session)
    return redirect(url_for(".patient", access_id=access.id), 303)


@bp.get("/clinic/break-glass/<uuid:access_id>")
@may(Action.BREAK_GLASS)
def patient(access_id: UUID) -> ResponseReturnValue:
    """The patient's visits, for as long as the access lasts."""
    access = break_glass.live(g.session, access_id, by=g.account.id, now=g.now)
    found = patients.get(g.session, access.patient_id, site_id=access.site_id)
    page = render_template(
        "break_glass/patient.html",
        access=access,
        patient=found,
        clinic=sites.name_of(g.session, access.site_id),
        visits=[
            (visit, bool(responses.for_encounter(g.session, visit.id)))
            for visit in reversed(encounters.of_patient(g.session, found.id))
        ],
    )
    note_reads([found.id])
    return page


@bp.get("/clinic/break-glass/<uuid:access_id>/visits/<uuid:encounter_id>")
@may(Action.BREAK_GLASS)
def visit(access_id: UUID, encounter_id: UUID) -> ResponseReturnValue:
    """What was answered and found at one visit. There is nothing to press on this page."""
    found = break_glass.visit(g.session, access_id, encounter_id, by=g.account.id, now=g.now)
    access = break_glass.live(g.session, access_id, by=g.account.id, now=g.now)
    # Findings at the levels of the patient's clinic, which may have raised them.
    g.site_of_record = access.site_id
    shelf, clinic = parts().shelf, sites.name_of(g.session, access.site_id)
    record = load_record(g.session, found, shelf, site_name=clinic)
    page = render_template(
        "break_glass/visit.html",
        access=access,
        visit=found,
        clinic=clinic,
        answered=bool(record.responses),
        summary=summarise(record, shelf.references),
    )
    note_visit_read(found.id)
    return page


@bp.get("/admin/break-glass")
@may(Action.READ_BREAK_GLASS)
def overview() -> ResponseReturnValue:
    """Who of another clinic has opened a record of this one, when and why."""
    return render_template("break_glass/overview.html", rows=_rows(), at_most=LISTED)


def _read(typed: dict[str, str]) -> tuple[dict[str, str], Patient | None]:
    """What to correct, or whom it is about."""
    errors: dict[str, str] = {}
    clinics = {str(site_id): site_id for site_id, _ in _other_sites()}
    if typed["clinic"] not in clinics:
        errors["clinic"] = "Choose the clinic that the patient comes from."
    if not typed["record"] or len(typed["record"]) > RECORD_AT_MOST:
        errors["record"] = f"Enter the record number in at most {RECORD_AT_MOST} characters."
    born = read_day(typed, today())
    if isinstance(born, str):
        errors["day"] = born
    reason = plain_spaces(typed["reason"])
    if not REASON_AT_LEAST <= len(reason) <= REASON_AT_MOST:
        errors["reason"] = (
            f"Write in {REASON_AT_LEAST} to {REASON_AT_MOST} characters why it cannot wait."
        )
    if errors or isinstance(born, str):
        return errors, None
    found = break_glass.find(
        g.session, clinics[typed["clinic"]], typed["record"], born, by=g.account.id, now=g.now
    )
    return ({} if found else {"record": NOBODY}), found


def _other_sites() -> tuple[tuple[UUID, str], ...]:
    return break_glass.other_sites(g.session, g.account.site_id)


def _form(typed: dict[str, str], errors: dict[str, str]) -> str:
    return render_template(
        "break_glass/form.html",
        typed=typed,
        errors=errors,
        clinics=_other_sites(),
        open_ones=break_glass.live_ones(g.session, by=g.account.id, now=g.now),
        reason_at_most=REASON_AT_MOST,
    )


def _rows() -> tuple[Row, ...]:
    held = break_glass.of_site(g.session, g.account.site_id, at_most=LISTED)
    people = {account.id: account for account in accounts.list_accounts(g.session)}
    return tuple(
        Row(
            access=one,
            who=people[one.account_id].full_name,
            clinic=sites.name_of(g.session, people[one.account_id].site_id),
            record=patients.get(g.session, one.patient_id).identity.record,
        )
        for one in held
    )
