"""What follows a sign-in that was opened, however it was proved: cookie, tablet, first page."""

from __future__ import annotations

from flask import g, redirect, url_for
from flask.typing import ResponseReturnValue

from screening.security.permissions import Role
from screening.store import kiosk, sittings
from screening.store.account_value import Account
from screening.store.db import commit
from screening.store.sign_ins import SignIn
from screening.web import cookies
from screening.web.workstation_here import sit_down

HOMES: dict[str, str] = {
    Role.FRONT_DESK: "desk.day_list",
    Role.CLINICIAN: "clinician.work.worklist",
    Role.ADMINISTRATOR: "admin.overview",
    Role.AUDITOR: "audit.events",
}


def enter(opened: SignIn, token: str) -> ResponseReturnValue:
    """Commit a sign-in opened in full (sign_ins.open_for) and lead its person to their work.

    token   the one that the sign-in was opened with
    """
    _take_from_patient(opened.account)
    sit_down(opened)
    commit(g.session)
    cookies.set_token(cookies.STAFF, token)
    return redirect(home_of(opened.account.role), 303)


def home_of(role: str) -> str:
    """The first page of a role."""
    return url_for(HOMES[role])


def _take_from_patient(account: Account) -> None:
    """Whoever signs in on a patient's tablet has it: the patient's sitting is paused."""
    held = kiosk.read(g.session, cookies.token_of(cookies.KIOSK))
    if held is None:
        return
    sittings.pause(g.session, held.sitting_id, by=account.id, now=g.now)
    cookies.renew(cookies.KIOSK)
    g.clear_site_data = True
