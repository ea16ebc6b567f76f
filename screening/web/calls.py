"""The banner on every signed-in screen: somebody is needed now, where, and who goes.

It names a place and nothing else, as front desks stand in waiting rooms. It is not an alarm system:
nobody watches a screen out of hours, and the banner says so.
"""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, g, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from screening.quick_dataclass import dataclass
from screening.security import permissions
from screening.security.permissions import Action
from screening.store import calls, encounters, holds, sittings, tablets
from screening.store.calls import Call
from screening.store.db import commit
from screening.store.errors import NotThere
from screening.store.hand_over import ON_A_TABLET
from screening.web import cookies
from screening.web.csrf import SAFE_METHODS, check_token
from screening.web.entering import home_of
from screening.web.guards import may

bp = Blueprint("calls", __name__, url_prefix="/calls")

PURPOSE = "calls.answer"
GO_ON = "calls.go_on"
A_TABLET = "A tablet needs a nurse now"
A_NAMED = "{name} needs a nurse now"
A_PATIENT = "A patient needs a nurse now"
A_PATIENT_OF = "A patient last on {name} needs a nurse now"
A_CLINICIAN = "A clinician needs help now"


@dataclass(frozen=True, slots=True)
class Banner:
    """One call as every screen shows it."""

    id: str  # of the visit
    words: str
    address: str  # of the visit for who may open it, or empty


@bp.get("/")
@may(Action.HEAR_CALLS, polling=True)
def waiting() -> ResponseReturnValue:
    """Ids and places for the page's script, which asks every few seconds."""
    return jsonify(
        [{"id": one.id, "words": one.words, "address": one.address} for one in banners()]
    )


@bp.post("/answer")
@may(Action.HEAR_CALLS)
def answer() -> ResponseReturnValue:
    """Whoever goes says so by name; the banner ends on all screens."""
    check_token(PURPOSE, cookies.STAFF)
    encounter_id = _id(request.form.get("visit", ""))
    encounters.get(g.session, encounter_id, site_id=g.account.site_id)
    calls.answer(g.session, encounter_id, by=g.account.id, now=g.now)
    commit(g.session)
    return redirect(_address(encounter_id) or home_of(g.account.role), 303)


@bp.post("/go-on")
@may(Action.HAND_OVER)
def go_on() -> ResponseReturnValue:
    """The patient was told to stop; whoever has been there lets the form go on."""
    check_token(GO_ON, cookies.STAFF)
    encounter_id = _id(request.form.get("visit", ""))
    encounters.get(g.session, encounter_id, site_id=g.account.site_id)
    holds.let_go_on(g.session, encounter_id, by=g.account.id, now=g.now)
    commit(g.session)
    return redirect(_address(encounter_id), 303)


def banners() -> tuple[Banner, ...]:
    """The calls that nobody has answered, for a page of the staff; none where nobody is in."""
    account = g.get("account")
    if account is None:
        return ()
    if request.method in SAFE_METHODS and not calls.is_any(g.session, account.site_id):
        return ()
    return tuple(
        Banner(
            str(call.encounter_id),
            _words(call),
            _address(call.encounter_id),
        )
        for call in calls.waiting(g.session, account.site_id)
    )


def _words(call: Call) -> str:
    """Where somebody is needed: by the tablet's name while the patient has it, and after that.

    Once it is off the tablet somebody else may have that one, so the words say "last".
    """
    if not call.from_tablet:
        return A_CLINICIAN
    held = sittings.for_encounter(g.session, call.encounter_id)
    last = held[-1] if held else None
    there = last is not None and last.state in ON_A_TABLET
    if last is None or last.last_tablet_id is None:
        return A_TABLET if there else A_PATIENT
    words = A_NAMED if there else A_PATIENT_OF
    return words.format(name=tablets.name_of(g.session, last.last_tablet_id))


def _address(encounter_id: UUID) -> str:
    role = g.account.role
    if permissions.may(role, Action.READ_ENCOUNTER):
        return url_for("clinician.encounter", encounter_id=encounter_id)
    if permissions.may(role, Action.START_VISIT):
        return url_for("desk.visit", encounter_id=encounter_id)
    return ""


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotThere("visit") from None
