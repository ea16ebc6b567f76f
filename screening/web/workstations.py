"""The clinic's workstations: which computers are enrolled, this one enrolled, others retired."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from screening.security.kiosk_tokens import new_token
from screening.security.permissions import Action
from screening.store import accounts, returning, workstations
from screening.store.db import commit
from screening.store.workstations import NAME_AT_MOST
from screening.web import cookies
from screening.web.csrf import check_token
from screening.web.desk_forms import typed_fields
from screening.web.desk_tablets import this_tablet
from screening.web.fresh import fresh_proof
from screening.web.guards import may
from screening.web.one_line import holds_hidden
from screening.web.parts import parts
from screening.web.workstation_here import this_workstation

bp = Blueprint("workstations", __name__, url_prefix="/admin/workstations")

FORMS = "workstations"  # purpose of the form token
NAME = "name"  # field
TABLET = (
    "This device is enrolled as a tablet, and tablets are handed to patients. Revoke it on the "
    "page of tablets first."
)


@bp.get("/")
@may(Action.MANAGE_WORKSTATIONS)
def overview() -> ResponseReturnValue:
    """The computers in use, when somebody last came in on each, and whether this is one of them."""
    return _overview({NAME: ""}, {})


@bp.post("/")
@may(Action.MANAGE_WORKSTATIONS)
@fresh_proof
def enrol() -> ResponseReturnValue:
    """Enrol the computer that this page is shown on. Sent twice, it stays the one it is."""
    typed = typed_fields((NAME,))
    check_token(FORMS, cookies.STAFF)
    if this_workstation() is None:
        problem = TABLET if this_tablet() is not None else _name_problem(typed[NAME], None)
        if problem:
            return _overview(typed, {NAME: problem}), 422
        token, site_id = new_token(), g.account.site_id
        made = workstations.enrol(
            g.session, site_id, typed[NAME], token=token, by=g.account.id, now=g.now
        )
        returning.sit_down(g.session, g.sign_in.id, made.id, now=g.now)
        commit(g.session)
        cookies.set_token(cookies.WORKSTATION, token)
    return redirect(url_for(".overview"), 303)


@bp.get("/<uuid:workstation_id>")
@may(Action.MANAGE_WORKSTATIONS)
def one(workstation_id: UUID) -> ResponseReturnValue:
    """One computer: another name for it, or the end of it."""
    found = workstations.get(g.session, workstation_id, site_id=g.account.site_id)
    return render_template(
        "admin/workstation.html", held=found, typed={NAME: found.name}, errors={}
    )


@bp.post("/<uuid:workstation_id>")
@may(Action.MANAGE_WORKSTATIONS)
def rename(workstation_id: UUID) -> ResponseReturnValue:
    """Call it something else."""
    typed = typed_fields((NAME,))
    check_token(FORMS, cookies.STAFF)
    found = workstations.get(g.session, workstation_id, site_id=g.account.site_id)
    problem = _name_problem(typed[NAME], found.id)
    if problem:
        page = render_template(
            "admin/workstation.html", held=found, typed=typed, errors={NAME: problem}
        )
        return page, 422
    site_id, by = g.account.site_id, g.account.id
    workstations.rename(g.session, found.id, typed[NAME], site_id=site_id, by=by, now=g.now)
    commit(g.session)
    return redirect(url_for(".overview"), 303)


@bp.post("/<uuid:workstation_id>/retire")
@may(Action.MANAGE_WORKSTATIONS)
def retire(workstation_id: UUID) -> ResponseReturnValue:
    """Forget it; whoever is signed in there is signed out."""
    typed_fields(())
    check_token(FORMS, cookies.STAFF)
    site_id, by = g.account.site_id, g.account.id
    workstations.retire(g.session, workstation_id, site_id=site_id, by=by, now=g.now)
    commit(g.session)
    return redirect(url_for(".overview"), 303)


def _name_problem(name: str, but: UUID | None) -> str:
    if not name:
        return "Enter a name."
    if len(name) > NAME_AT_MOST or holds_hidden(name, joiners=True):
        return f"Enter a name in one line of at most {NAME_AT_MOST} characters."
    others = (w for w in workstations.in_use(g.session, g.account.site_id) if w.id != but)
    if name.casefold() in {known.name.casefold() for known in others}:
        return "Another workstation has this name. Choose another name, or retire that one first."
    return ""


def _overview(typed: dict[str, str], errors: dict[str, str]) -> str:
    return render_template(
        "admin/workstations.html",
        workstations=workstations.in_use(g.session, g.account.site_id),
        people=accounts.full_names(g.session),
        here=this_workstation(),
        hours=parts().settings.pin_hours,
        typed=typed,
        errors=errors,
    )
