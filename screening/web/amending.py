"""Putting right what was sent: a patient's answers on the patient's word, or one's own rating."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from screening.core.answers import Answers
from screening.core.words import answer_words
from screening.quick_dataclass import dataclass
from screening.security.kiosk_tokens import new_form_key
from screening.security.permissions import Action
from screening.store import revisions
from screening.store.correction_log import REASON_AT_MOST
from screening.store.db import commit
from screening.store.encounters import Encounter
from screening.store.errors import StaleForm
from screening.web import cookies
from screening.web.amend_form import PURPOSE, Amended, AmendForm, load_amended
from screening.web.csrf import FIELD, check_token
from screening.web.desk_corrections import reason_errors
from screening.web.desk_records import my_visit, note_visit_read, patient_of
from screening.web.errors import NotYours
from screening.web.forms import Fault, faults_of
from screening.web.guards import may
from screening.web.moments import moment_in_zone
from screening.web.parts import parts
from screening.web.plain_values import need_number
from screening.web.raising import record_findings
from screening.web.typed import Form

bp = Blueprint(
    "amending", __name__, url_prefix="/visits/<uuid:encounter_id>/responses/<uuid:response_id>"
)

REASON, SHOWN, KEY, ACT = "amend-reason", "shown-revision", "form-key", "page-act"
OWN_FIELDS = frozenset({FIELD, REASON, SHOWN, KEY, ACT})
AMEND, LOOK = "amend", "look"  # acts; looking draws the page anew as it was typed
UNCHANGED = "Nothing is another than before. Change an answer, or go back to the visit."


@dataclass(frozen=True, slots=True)
class Clash:
    """One item that somebody else amended in another way meanwhile."""

    label: str
    stored: str
    typed: str


@bp.get("/amend")
@may(Action.AMEND_ANSWERS)
def amend(encounter_id: UUID, response_id: UUID) -> ResponseReturnValue:
    """What was sent, to be changed with a reason."""
    visit = my_visit(encounter_id)
    amended = _load(visit, response_id)
    form = AmendForm(amended, moment_in_zone(g.now, visit), None)
    page = _page(visit, form, amended.revision.number)
    note_visit_read(visit.id)
    return page


@bp.post("/amend")
@may(Action.AMEND_ANSWERS)
def save(encounter_id: UUID, response_id: UUID) -> ResponseReturnValue:
    """Add a revision; what was typed comes back with every fault."""
    check_token(PURPOSE, cookies.STAFF)
    visit = my_visit(encounter_id)
    amended = _load(visit, response_id)
    _refuse_strange(request.form, amended)
    shown, act, key = need_number(request.form.get(SHOWN, "")), request.form.get(ACT, ""), _key()
    form = AmendForm(amended, moment_in_zone(g.now, visit), request.form)
    again = partial(_page, visit, form, shown, form_key=key)
    if act == LOOK or form.form.change_rows(act):
        form.form.validate()
        return again(quiet=True)
    if act != AMEND:
        raise BadRequest
    typed = {REASON: request.form.get(REASON, "").strip()}
    errors = reason_errors(typed, REASON)
    if not form.check() or errors:
        return again(errors=errors), 422
    if not form.changed and shown == amended.revision.number:
        return again(message=UNCHANGED), 422
    return _keep(visit, form, shown, key, typed[REASON])


def _keep(
    visit: Encounter, form: AmendForm, shown: int, key: str, reason: str
) -> ResponseReturnValue:
    response = form.amended.response
    try:
        revisions.amend(
            g.session,
            response.id,
            form.document(),
            reason=reason,
            shown_revision=shown,
            form_key=key,
            by=g.account.id,
            now=g.now,
        )
    except StaleForm as error:
        g.session.rollback()
        clashes = _clashes(form, _load(visit, response.id).stored)
        return _page(visit, form, error.save_number, form_key=key, clashes=clashes), 409
    record_findings(g.session, visit, parts().shelf, now=g.now)
    commit(g.session)
    return redirect(url_for("clinician.encounter", encounter_id=visit.id), 303)


def _load(visit: Encounter, response_id: UUID) -> Amended:
    """What may be amended by this person.

    raises  NotYours for a rating that somebody else made: they saw what was rated
    """
    amended = load_amended(
        g.session, visit, response_id, parts().shelf, moment_in_zone(g.now, visit)
    )
    if amended.role == "clinician" and amended.first.author_id != g.account.id:
        raise NotYours
    return amended


def _clashes(form: AmendForm, stored: Answers) -> tuple[Clash, ...]:
    """Where what somebody else made of it meanwhile differs from what was typed."""
    typed = form.answers
    return tuple(
        Clash(
            item.label,
            answer_words(item, stored[item.id]) if item.id in stored else "no answer",
            answer_words(item, typed[item.id]) if item.id in typed else "no answer",
        )
        for item in form.amended.items
        if stored.get(item.id) != typed.get(item.id)
    )


def _page(
    visit: Encounter,
    form: AmendForm,
    shown: int,
    *,
    form_key: str = "",
    errors: dict[str, str] | None = None,
    clashes: tuple[Clash, ...] = (),
    message: str = "",
    quiet: bool = False,
) -> str:
    """
    shown   number of the revision that saving this page goes on from
    quiet   the page was not to be saved: its faults can wait
    """
    faults = [] if quiet else [f for field in form.form.item_fields for f in faults_of(field, True)]
    faults += [Fault(name, words) for name, words in (errors or {}).items()]
    return render_template(
        "clinician/amend.html",
        visit=visit,
        patient=patient_of(visit),
        amended=form.amended,
        controls=[field.control() for field in form.fields],
        faults=faults,
        errors=errors or {},
        reason=request.form.get(REASON, ""),
        reason_at_most=REASON_AT_MOST,
        shown=shown,
        form_key=form_key or new_form_key(),
        clashes=clashes,
        message=message,
        purpose=PURPOSE,
        names={"reason": REASON, "shown": SHOWN, "key": KEY, "act": ACT},
    )


def _refuse_strange(formdata: Form, amended: Amended) -> None:
    known = {f"a.{item.id}" for item in amended.items}
    if not all(
        name in OWN_FIELDS or name in known or any(name.startswith(f"{one}.") for one in known)
        for name in formdata
    ):
        raise BadRequest


def _key() -> str:
    key = request.form.get(KEY, "")
    if not key:
        raise BadRequest
    return key
