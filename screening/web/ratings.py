"""The clinician's rating sheet: shown, kept, sent."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from flask import Blueprint, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from screening.security.permissions import Action
from screening.store.db import commit
from screening.store.encounters import Encounter
from screening.store.errors import AlreadySent, StaleForm
from screening.web import cookies
from screening.web.csrf import check_token
from screening.web.desk_records import my_visit, note_visit_read
from screening.web.guards import may
from screening.web.moments import moment_in_zone
from screening.web.parts import parts
from screening.web.raising import record_findings
from screening.web.rating import Sheet, keep
from screening.web.rating_pages import (
    ACTS,
    PURPOSE,
    REST,
    REST_WHY,
    build_sheet,
    clashes_of,
    form_of,
    sheet_page,
    shown_numbers,
)
from screening.web.sections import done, load_sections, to_do

bp = Blueprint("ratings", __name__, url_prefix="/visits/<uuid:encounter_id>/rating")


@bp.get("")
@may(Action.RATE_ITEMS)
def sheet(encounter_id: UUID) -> ResponseReturnValue:
    """The clinician's items on one sheet."""
    visit = my_visit(encounter_id)
    at = moment_in_zone(g.now, visit)
    sections, course = load_sections(g.session, visit, parts().shelf, at)
    rated = build_sheet(to_do(sections), course, at, None)
    page = sheet_page(visit, rated, done(sections))
    note_visit_read(visit.id)
    return page


@bp.post("")
@may(Action.RATE_ITEMS)
def save(encounter_id: UUID) -> ResponseReturnValue:
    """Keep or send what was rated; what was typed comes back with every fault."""
    check_token(PURPOSE, cookies.STAFF)
    visit = my_visit(encounter_id)
    at = moment_in_zone(g.now, visit)
    sections, course = load_sections(g.session, visit, parts().shelf, at)
    shown = shown_numbers(sections)
    posted = tuple(section for section in sections if section.id in shown)
    act, key = request.form.get("page-act", ""), request.form.get("form-key", "")
    if not posted or not key:
        raise BadRequest
    rated = build_sheet(posted, course, at, request.form)
    again = partial(
        sheet_page,
        visit,
        rated,
        [s for s in done(sections) if s.id not in shown],
        form_key=key,
        shown=shown,
    )
    if act.startswith(REST):
        name = act.removeprefix(REST)
        why, words = (request.form.get(f"{field}.{name}", "") for field in REST_WHY)
        rated.rest_not_assessed(name, why, words)
        return again()
    if rated.form.change_rows(act):
        return again()
    if act not in ACTS:
        raise BadRequest
    if not rated.check(complete=act == "send"):
        return again(), 422
    if not rated.begun:
        return again(message="Nothing is filled in yet. Rate at least one part."), 422
    return _keep(visit, rated, shown, key, send=act == "send")


def _keep(
    visit: Encounter, sheet: Sheet, shown: dict[str, int], key: str, *, send: bool
) -> ResponseReturnValue:
    try:
        keep(
            g.session,
            visit,
            sheet,
            shown=shown,
            form_key=key,
            send=send,
            by=g.account.id,
            now=g.now,
        )
        record_findings(g.session, visit, parts().shelf, now=g.now)
        commit(g.session)
    except (StaleForm, AlreadySent):
        g.session.rollback()
        return _stale_page(visit, sheet, shown), 409
    view = "clinician.encounter" if send else ".sheet"
    return redirect(url_for(view, encounter_id=visit.id), 303)


def _stale_page(visit: Encounter, sheet: Sheet, shown: dict[str, int]) -> str:
    """What was typed stays in the form; what was stored meanwhile stands above it."""
    at = moment_in_zone(g.now, visit)
    sections, course = load_sections(g.session, visit, parts().shelf, at)
    now = {section.id: section for section in sections}
    begun = [now[section.id] for section in sheet.begun if section.id in now]
    changed = [s for s in begun if s.sent or s.save_number != shown[s.id]]
    sent = ", ".join(s.questionnaire.name for s in changed if s.sent)
    # A part that was sent meanwhile cannot be sent again, and must not hold the others up.
    still = tuple(now[s.id] for s in sheet.sections if s.id in now and not now[s.id].sent)
    return sheet_page(
        visit,
        build_sheet(still, course, at, form_of(still, request.form)),
        done(sections),
        shown={**shown, **{s.id: s.save_number for s in changed}},
        clashes=[clash for s in changed for clash in clashes_of(s, sheet)],
        message=f"Already sent by somebody else: {sent}." if sent else "",
    )
