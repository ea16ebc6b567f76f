"""Signing a visit: what is signed, who signed before, and what came between page and signature."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from screening.core.levels import RECORDED_LEVELS
from screening.quick_dataclass import dataclass
from screening.security.permissions import Action
from screening.store import signatures
from screening.store.db import commit
from screening.store.encounters import Encounter
from screening.store.errors import NotSeen, NotThere, StaleVisit
from screening.store.signatures import Signature
from screening.store.visit_states import state_of
from screening.web import cookies
from screening.web.csrf import check_token
from screening.web.desk_forms import typed_fields
from screening.web.desk_records import my_visit
from screening.web.guards import may
from screening.web.parts import parts
from screening.web.raising import ToSee, seen_rows
from screening.web.shelf import Shelf
from screening.web.shown_states import Part, read_shown, tell_differences, tell_parts, write_shown
from screening.web.visits import load_record

bp = Blueprint("signing", __name__, url_prefix="/visits/<uuid:encounter_id>")

PURPOSE = "clinician.signing"


@dataclass(frozen=True, slots=True)
class SigningBox:
    """What the visit's page says of its signature."""

    newest: Signature | None
    unseen: tuple[str, ...]  # urgent findings that nobody has seen: they bar signing
    parts: tuple[Part, ...]  # what would be signed; empty: nothing was sent
    shown: str  # all of it as the form carries it
    purpose: str = PURPOSE


def box_of(session: Session, visit: Encounter, shelf: Shelf, to_see: Sequence[ToSee]) -> SigningBox:
    """The signature of a visit, or what stands in its way."""
    state = state_of(session, visit.id)
    if state is None:
        raise NotThere("visit")
    newest = signatures.newest(session, visit.id)
    return SigningBox(
        newest=newest,
        unseen=unseen(to_see),
        parts=tell_parts(session, shelf, visit.id, state) if state.revisions else (),
        shown=write_shown(state, newest.number if newest else 0),
    )


def unseen(to_see: Sequence[ToSee]) -> tuple[str, ...]:
    """Urgent findings of a visit that nobody has marked as seen, recorded or not."""
    return tuple(
        row.text
        for row in to_see
        if row.level in RECORDED_LEVELS and (row.recorded is None or row.recorded.seen_at is None)
    )


@bp.post("/signature")
@may(Action.SIGN_VISIT)
def sign(encounter_id: UUID) -> ResponseReturnValue:
    """Sign the visit as the page showed it; where it is another by now, show both."""
    typed = typed_fields(("shown",))
    check_token(PURPOSE, cookies.STAFF)
    visit = my_visit(encounter_id)
    shown, number = read_shown(typed["shown"])
    try:
        signatures.sign(
            g.session,
            visit.id,
            shown=shown,
            shown_number=number,
            by=g.account.id,
            name=g.account.full_name,
            now=g.now,
        )
    except StaleVisit:
        g.session.rollback()
        return _stale_page(visit), 409
    record = load_record(
        g.session, visit, parts().shelf, site_name="", drafts=("patient",), earlier=False
    )
    if unseen(seen_rows(record)):  # raised by answers that no record was made of yet
        raise NotSeen
    commit(g.session)
    return redirect(url_for("clinician.encounter", encounter_id=visit.id), 303)


def _stale_page(visit: Encounter) -> str:
    shown, number = read_shown(request.form["shown"])
    state, newest = state_of(g.session, visit.id), signatures.newest(g.session, visit.id)
    if state is None:
        raise NotThere("visit")
    return render_template(
        "clinician/stale_signature.html",
        visit=visit,
        differences=tell_differences(g.session, parts().shelf, visit.id, shown, state),
        newest=newest if newest and newest.number != number else None,
    )
