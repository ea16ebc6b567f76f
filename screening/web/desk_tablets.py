"""The clinic's tablets: which devices are enrolled, this one enrolled, another revoked."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from screening.security.kiosk_tokens import new_token
from screening.security.permissions import Action
from screening.store import accounts, tablets
from screening.store.db import commit
from screening.store.tablets import NAME_AT_MOST, Tablet
from screening.web import cookies
from screening.web.csrf import check_token
from screening.web.desk_forms import typed_fields
from screening.web.guards import may
from screening.web.workstation_here import this_workstation

bp = Blueprint("tablets", __name__, url_prefix="/tablets")

FORMS = "tablets"  # purpose of the form token
NAME = "tablet"  # field: the name of a device
WORKSTATION = (
    "This computer is a workstation of the staff and is not handed to patients. Take a tablet, or "
    "make a code for one."
)


@bp.get("/")
@may(Action.MANAGE_TABLETS)
def overview() -> ResponseReturnValue:
    """The devices in use, and whether this is one of them."""
    return _overview({NAME: wanted_name()}, {})


@bp.post("/")
@may(Action.MANAGE_TABLETS)
def enrol() -> ResponseReturnValue:
    """Enrol the device that this page is shown on. Sent twice, it stays the one it is."""
    typed = typed_fields((NAME,))
    check_token(FORMS, cookies.STAFF)
    if this_tablet() is None:
        problem = name_problem(typed[NAME]) or ("" if typed[NAME] else "Enter a name.")
        if problem:
            return _overview(typed, {NAME: problem}), 422
        enrol_here(typed[NAME])
        commit(g.session)
    return redirect(url_for(".overview"), 303)


@bp.post("/<uuid:tablet_id>/revoke")
@may(Action.MANAGE_TABLETS)
def revoke(tablet_id: UUID) -> ResponseReturnValue:
    """Forget a device. What somebody answers on it is paused and kept."""
    typed_fields(())
    check_token(FORMS, cookies.STAFF)
    tablets.revoke(g.session, tablet_id, site_id=g.account.site_id, by=g.account.id, now=g.now)
    commit(g.session)
    return redirect(url_for(".overview"), 303)


def this_tablet() -> Tablet | None:
    """The enrolled device that asks; None for any other."""
    return tablets.by_token(g.session, cookies.token_of(cookies.TABLET))


def enrol_here(name: str) -> Tablet:
    """Enrol the device that asks; the caller commits."""
    token = new_token()
    found = tablets.enrol(
        g.session, g.account.site_id, name, token=token, by=g.account.id, now=g.now
    )
    cookies.set_token(cookies.TABLET, token)
    return found


def wanted_name() -> str:
    """What the next device is proposed to be called."""
    return tablets.proposed_name(g.session, g.account.site_id)


def name_problem(name: str) -> str:
    """What is wrong with a name, or with enrolling at all; nothing for none, which is asked for."""
    if this_workstation() is not None:
        return WORKSTATION
    if len(name) > NAME_AT_MOST or not name.isprintable():
        return f"Enter a name in one line of at most {NAME_AT_MOST} characters."
    known = {tablet.name.casefold() for tablet in tablets.in_use(g.session, g.account.site_id)}
    if name.casefold() in known:
        return "Another tablet has this name. Choose another name, or revoke that tablet first."
    return ""


def _overview(typed: dict[str, str], errors: dict[str, str]) -> str:
    known = tablets.in_use(g.session, g.account.site_id)
    people = accounts.full_names(g.session)
    return render_template(
        "desk/tablets/overview.html",
        tablets=known,
        people=people,
        here=this_tablet(),
        typed=typed,
        errors=errors,
    )
