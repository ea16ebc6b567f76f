"""Whether the computer that asks is an enrolled workstation, and who may come back on it."""

from __future__ import annotations

from datetime import timedelta

from flask import g

from screening.store import returning, workstations
from screening.store.returning import Waiting
from screening.store.sign_ins import SignIn
from screening.store.workstations import Workstation
from screening.web import cookies, guards
from screening.web.parts import parts


def this_workstation() -> Workstation | None:
    """The enrolled computer that asks; None for any other."""
    return workstations.by_token(g.session, cookies.token_of(cookies.WORKSTATION))


def pins_count_for() -> timedelta:
    """How long after a sign-in in full its PIN opens it; nought where the clinic wants none."""
    return timedelta(hours=parts().settings.pin_hours)


def who_may_come_back() -> tuple[Waiting, ...]:
    """Those who may come back here by PIN.

    Nobody while a patient answers in this browser: then the patient sits at it.
    """
    here = this_workstation()
    if here is None or guards.sitting_here() is not None:
        return ()
    return returning.waiting(g.session, here.id, within=pins_count_for(), now=g.now)


def sit_down(found: SignIn) -> None:
    """Somebody has just signed in in full: on a workstation of the same clinic it can be locked.

    The caller commits.
    """
    here = this_workstation()
    if here is None or here.site_id != found.account.site_id:
        return
    returning.sit_down(g.session, found.id, here.id, now=g.now)
    # Browsers keep a cookie for 400 days at most; one in use does not run out.
    cookies.set_token(cookies.WORKSTATION, cookies.token_of(cookies.WORKSTATION))
