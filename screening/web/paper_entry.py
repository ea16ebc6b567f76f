"""Enter from paper: staff type what stands on a form, and somebody holds it against the paper."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import Blueprint, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest, NotFound

from screening.core.answers import Setting
from screening.security.permissions import Action
from screening.settings import LANGUAGES
from screening.store import paper
from screening.store.db import commit
from screening.store.encounters import GONE, Encounter
from screening.store.errors import AlreadySent, EncounterEnded, NotThere, StaleForm
from screening.store.paper import PaperEntry
from screening.web import cookies
from screening.web.csrf import check_token
from screening.web.desk_forms import typed_fields
from screening.web.desk_records import my_visit, note_reads, note_visit_read, today
from screening.web.forms import page_form
from screening.web.guards import may
from screening.web.moments import moment_in_zone
from screening.web.paper_days import read_day_of_paper
from screening.web.paper_keeping import TypedSheet, confirm, keep, on_a_tablet, ticked_blank
from screening.web.paper_pages import (
    PURPOSE,
    check_page,
    load,
    next_address,
    overview_page,
    sheet_page,
    stale_page,
)
from screening.web.paper_sheets import PaperOfVisit, Sheet
from screening.web.parts import parts
from screening.web.raising import record_findings
from screening.web.typed import Form

bp = Blueprint("paper_entry", __name__, url_prefix="/paper-entry/<uuid:encounter_id>")
BEGIN_FIELDS = ("language", "day", "month", "year")
REST, SAVE = "rest", "save"  # acts of a sheet beside those of rows
FROM_TABLET = (
    "The patient answered this on a tablet in another way, and that stays. Take it out here; once "
    "everything is sent, a clinician can put it right."
)
IN_USE = "The patient still has these questions on a tablet. Pause it on the visit’s page first."
STILL_OPEN = "Something is still to be typed, see the list of sheets."


@bp.get("")
@may(Action.ENTER_FROM_PAPER)
def overview(encounter_id: UUID) -> ResponseReturnValue:
    """The sheets of the visit's paper and how far each is; before that, language and day."""
    visit = _visit(encounter_id)
    page = overview_page(visit, {"language": "", "day": "", "month": "", "year": ""}, {})
    note_reads([visit.patient_id])
    return page


@bp.post("")
@may(Action.ENTER_FROM_PAPER)
def begin(encounter_id: UUID) -> ResponseReturnValue:
    """Take up the paper, or put its language and day right."""
    typed = typed_fields(BEGIN_FIELDS)
    check_token(PURPOSE, cookies.STAFF)
    visit = _visit(encounter_id)
    day = read_day_of_paper(typed, today())
    errors = {} if isinstance(day, date) else {"day": day}
    if typed["language"] not in LANGUAGES:
        errors = {"language": "Choose the language of the paper.", **errors}
    if errors or not isinstance(day, date):
        return overview_page(visit, typed, errors), 422
    paper.begin(
        g.session, visit.id, language=typed["language"], filled_in_on=day, by=g.account.id,
        now=g.now,
    )  # fmt: skip
    commit(g.session)
    return redirect(url_for(".overview", encounter_id=visit.id), 303)


@bp.get("/<string:questionnaire_id>/<string:page_id>")
@may(Action.ENTER_FROM_PAPER)
def sheet(encounter_id: UUID, questionnaire_id: str, page_id: str) -> ResponseReturnValue:
    """All questions of a sheet at once, with what was typed."""
    visit, entry = _visit_with_paper(encounter_id)
    held = load(visit, entry)
    found = _find(held, questionnaire_id, page_id)
    page = sheet_page(visit, held, _typed(visit, found, None))
    note_visit_read(visit.id)
    return page


@bp.post("/<string:questionnaire_id>/<string:page_id>")
@may(Action.ENTER_FROM_PAPER)
def save(encounter_id: UUID, questionnaire_id: str, page_id: str) -> ResponseReturnValue:
    """Keep a sheet; with a fault or a second text nothing is kept and all of it comes back."""
    check_token(PURPOSE, cookies.STAFF)
    visit, entry = _visit_with_paper(encounter_id)
    held = load(visit, entry)
    found = _find(held, questionnaire_id, page_id)
    typed, act = _typed(visit, found, request.form), request.form.get("page-act", "")
    if act == REST:
        typed.form.validate()
        typed.rest_blank(held.asked_after(found, typed.answers))
        return sheet_page(visit, held, typed, again=True)
    if typed.form.change_rows(act):
        return sheet_page(visit, held, typed, again=True)
    if act != SAVE or not typed.form.key:
        raise BadRequest
    if not typed.check(held):
        return sheet_page(visit, held, typed, again=True, faulty=True), 422
    if clashes := typed.clashes_with_tablet():
        return sheet_page(visit, held, typed, again=True, clashes=clashes, why=FROM_TABLET), 409
    try:
        keep(g.session, visit, parts().shelf, typed, by=g.account.id, now=g.now)
        record_findings(g.session, visit, parts().shelf, now=g.now)
        commit(g.session)
    except StaleForm:
        g.session.rollback()
        return stale_page(visit, entry, typed), 409
    return redirect(next_address(visit, found), 303)


@bp.get("/check")
@may(Action.ENTER_FROM_PAPER)
def check(encounter_id: UUID) -> ResponseReturnValue:
    """Everything that was typed, to be held against the paper."""
    visit, entry = _visit_with_paper(encounter_id)
    page = check_page(visit, load(visit, entry))
    note_visit_read(visit.id)
    return page


@bp.post("/check")
@may(Action.ENTER_FROM_PAPER)
def agree(encounter_id: UUID) -> ResponseReturnValue:
    """The second look was taken: what was typed counts as sent."""
    typed = typed_fields(("form-key", "save-number"))
    check_token(PURPOSE, cookies.STAFF)
    visit, entry = _visit_with_paper(encounter_id)
    held = load(visit, entry)
    problem = STILL_OPEN if not held.is_whole else IN_USE if on_a_tablet(g.session, visit) else ""
    if problem or not typed["form-key"]:
        return check_page(visit, held, problem=problem), 409
    confirm(
        g.session,
        visit,
        shown=typed["save-number"],
        form_key=typed["form-key"],
        language=entry.language,
        by=g.account.id,
        now=g.now,
    )
    record_findings(g.session, visit, parts().shelf, now=g.now)
    commit(g.session)
    return redirect(url_for("desk.visit", encounter_id=visit.id), 303)


def _visit(encounter_id: UUID) -> Encounter:
    visit = my_visit(encounter_id)
    if visit.state in GONE:
        raise EncounterEnded
    return visit


def _visit_with_paper(encounter_id: UUID) -> tuple[Encounter, PaperEntry]:
    visit = _visit(encounter_id)
    entry = paper.of_encounter(g.session, visit.id)
    if entry is None:
        raise NotThere("paper form")
    if entry.checked_at is not None:
        raise AlreadySent
    return visit, entry


def _find(held: PaperOfVisit, questionnaire_id: str, page_id: str) -> Sheet:
    found = held.sheet(questionnaire_id, page_id)
    if found is None:
        raise NotFound
    if found.sent:
        raise AlreadySent
    return found


def _typed(visit: Encounter, found: Sheet, formdata: Form | None) -> TypedSheet:
    form = page_form(
        found.items,
        role="patient",
        purpose=PURPOSE,
        cookie=cookies.STAFF,
        given=found.shown,
        setting=Setting(moment_in_zone(g.now, visit)),
        formdata=formdata,
        must=False,
    )
    return TypedSheet(found, form, ticked_blank(found, formdata))
