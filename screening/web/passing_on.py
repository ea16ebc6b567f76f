"""A patient's consents to pass records on, what they keep back, and what went out."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import Blueprint, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from screening.core.disclosure import Agreed
from screening.security.permissions import Action
from screening.store import accounts, disclosures, encounters
from screening.store.db import commit
from screening.store.patients import Patient
from screening.web import cookies
from screening.web.csrf import check_token
from screening.web.desk_forms import typed_fields
from screening.web.desk_records import my_patient, note_reads, today
from screening.web.guards import may
from screening.web.one_line import holds_hidden, plain_spaces

bp = Blueprint("passing_on", __name__, url_prefix="/patients/<uuid:patient_id>/passing-on")

PURPOSE = "clinician.passing_on"
WORDS_AT_MOST = 200  # characters, as much as the paper shows in full
LINES = {
    "recipient": "Say to whom: a person or a place.",
    "scope": "Say what may be passed on.",
    "purpose": "Say what for.",
    "signed_by": "Say who signed it.",
    "revoking": "Say how it can be taken back.",
}
DAYS = ("signed_on", "until")
REVOKING = "In writing or by word of mouth to any of the staff"
WRONG_DAY = "Give the day as year, month and day: 2026-11-19."
NOT_SIGNED_YET = "A consent that is signed later is put on record then."
RUNS_OUT_FIRST = "The last day must not lie before the signature."
RUN_OUT = "This day is past: the consent holds no more."
HIDDEN = "There is a sign in it that cannot be seen. Type it instead of pasting it."
WRONG_WORDS = f"Write what the patient keeps back, in at most {WORDS_AT_MOST} characters."
UNTYPED = {**dict.fromkeys((*LINES, *DAYS), ""), "revoking": REVOKING, "words": ""}


@bp.get("")
@may(Action.DISCLOSE)
def overview(patient_id: UUID) -> ResponseReturnValue:
    """All of it for one patient."""
    found = my_patient(patient_id)
    page = _page(found, UNTYPED, {})
    note_reads([found.id])
    return page


@bp.post("/consents")
@may(Action.DISCLOSE)
def agree(patient_id: UUID) -> ResponseReturnValue:
    """Put a signed consent on record."""
    found = my_patient(patient_id)
    typed = typed_fields((*LINES, *DAYS))
    check_token(PURPOSE, cookies.STAFF)
    agreed, errors = _read(typed)
    if agreed is None:
        return _page(found, UNTYPED | typed, errors), 422
    disclosures.agree(g.session, found.id, agreed, by=g.account.id, now=g.now)
    return _done(found)


@bp.post("/consents/<uuid:consent_id>/revoke")
@may(Action.DISCLOSE)
def revoke(patient_id: UUID, consent_id: UUID) -> ResponseReturnValue:
    """Take one back: nothing more goes out under it."""
    found = my_patient(patient_id)
    typed_fields(())
    check_token(PURPOSE, cookies.STAFF)
    disclosures.revoke(g.session, found.id, consent_id, by=g.account.id, now=g.now)
    return _done(found)


@bp.post("/kept-back")
@may(Action.DISCLOSE)
def keep_back(patient_id: UUID) -> ResponseReturnValue:
    """Write down what is not to be passed on; from now on nothing is."""
    found = my_patient(patient_id)
    typed = typed_fields(("words",))
    check_token(PURPOSE, cookies.STAFF)
    words = plain_spaces(typed["words"])
    if not words or len(words) > WORDS_AT_MOST or holds_hidden(words, joiners=True):
        return _page(found, UNTYPED | typed, {"words": WRONG_WORDS}), 422
    disclosures.keep_back(g.session, found.id, words, by=g.account.id, now=g.now)
    return _done(found)


@bp.post("/kept-back/<uuid:restriction_id>/lift")
@may(Action.DISCLOSE)
def lift(patient_id: UUID, restriction_id: UUID) -> ResponseReturnValue:
    """The patient keeps it back no longer."""
    found = my_patient(patient_id)
    typed_fields(())
    check_token(PURPOSE, cookies.STAFF)
    disclosures.lift(g.session, found.id, restriction_id, by=g.account.id, now=g.now)
    return _done(found)


def _read(typed: dict[str, str]) -> tuple[Agreed | None, dict[str, str]]:
    """The consent that was typed, or what to correct, by field name."""
    lines = {name: plain_spaces(typed[name]) for name in LINES}
    errors = {name: LINES[name] for name, line in lines.items() if not line}
    for name, line in lines.items():
        if len(line) > WORDS_AT_MOST:
            errors[name] = f"Write at most {WORDS_AT_MOST} characters."
        elif holds_hidden(line, joiners=True):
            errors[name] = HIDDEN
    signed_on, until = _day(typed["signed_on"]), _day(typed["until"])
    if signed_on is None or signed_on > today():
        errors["signed_on"] = WRONG_DAY if signed_on is None else NOT_SIGNED_YET
    if until is None:
        errors["until"] = WRONG_DAY
    elif until < today():
        errors["until"] = RUNS_OUT_FIRST if signed_on and until < signed_on else RUN_OUT
    if errors or signed_on is None or until is None:
        return None, errors
    return Agreed(**lines, signed_on=signed_on, until=until), {}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _done(found: Patient) -> ResponseReturnValue:
    commit(g.session)
    return redirect(url_for(".overview", patient_id=found.id), 303)


def _page(found: Patient, typed: dict[str, str], errors: dict[str, str]) -> str:
    consents = disclosures.consents_of(g.session, found.id)
    return render_template(
        "clinician/passing_on.html",
        patient=found,
        consents=consents,
        by_id={one.id: one for one in consents},
        today=today(),
        kept_back=disclosures.kept_back(g.session, found.id),
        went_out=disclosures.account_of(g.session, found.id),
        visits={one.id: one for one in encounters.of_patient(g.session, found.id, void=True)},
        people={one.id: one.full_name for one in accounts.list_accounts(g.session)},
        typed=typed,
        errors=errors,
        purpose=PURPOSE,
        at_most=WORDS_AT_MOST,
    )
