"""A tablet that nobody touches: its script tells who is there, or locks it. The server does too.

How long until it warns is the site's to set; the server's own limit follows from it.
"""

from __future__ import annotations

from flask import Blueprint, g
from flask.typing import ResponseReturnValue

from screening.store import sittings
from screening.store.db import commit
from screening.store.hand_over import ON_A_TABLET
from screening.store.sittings import TIME_TO_STAY
from screening.web import cookies, csrf
from screening.web.errors import SittingOver
from screening.web.guards import at_the_tablet
from screening.web.parts import parts

bp = Blueprint("idle", __name__, url_prefix="/sitting")


@bp.get("/here")
@at_the_tablet(*ON_A_TABLET, polling=True)
def here() -> ResponseReturnValue:
    """Somebody touches the tablet or types: the guard has noted it. Nothing is shown."""
    return "", 204


@bp.post("/pause")
@at_the_tablet(*ON_A_TABLET, polling=True)
def pause() -> ResponseReturnValue:
    """Lock a tablet that was left alone; what was answered is kept."""
    csrf.check_token("patient.pause", cookies.KIOSK)
    sittings.pause(g.session, g.kiosk.sitting_id, now=g.now)
    commit(g.session)
    raise SittingOver


def idle_times() -> tuple[int, int]:
    """Seconds without a touch until the tablet warns, and those to stay after that."""
    return parts().settings.idle_minutes * 60, int(TIME_TO_STAY.total_seconds())
