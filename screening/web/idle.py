"""A tablet that nobody touches: its script tells who is there, or locks it. The server does too.

How long until it warns is the site's to set; the server's own limit follows from it.
"""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, g, request, url_for
from flask.typing import ResponseReturnValue

from screening.store import sittings
from screening.store.db import commit
from screening.store.hand_over import ON_A_TABLET
from screening.store.sittings import TIME_TO_STAY
from screening.web import cookies, csrf
from screening.web.errors import SittingOver
from screening.web.guards import at_the_tablet, by_itself
from screening.web.site_here import site

bp = Blueprint("idle", __name__, url_prefix="/sitting")
MARK = "patient.here"  # a token of this purpose tells the pages of one sitting on one tablet
MARK_HEADER = "X-Sitting"  # in which their script sends it; it stands in no address


def _not_theirs() -> ResponseReturnValue | None:
    """A page of a sitting that is over is sent to the start page, and nothing else changes.

    A new cookie would spoil the form into which the next patient types the code by now. It comes,
    with the locked page, where the sitting has ended by this very look.
    """
    if MARK_HEADER not in request.headers or "left_alone" in g:
        return None
    return "", 410, {"Location": url_for("patient.start")}


@bp.get("/here")
@at_the_tablet(*ON_A_TABLET, gone=_not_theirs, polling=True)
def here() -> ResponseReturnValue:
    """Somebody touches the tablet or types: the guard has noted it. Nothing is shown.

    A page says whose it is by the mark it was drawn with. Where somebody else holds the tablet by
    now, the page has to go; their sitting stays as it is.
    """
    mark = request.headers.get(MARK_HEADER)
    is_theirs = mark is None or csrf.fits(MARK, cookies.KIOSK, mark)
    return (None if is_theirs else _not_theirs()) or ("", 204)


@bp.post("/pause")
@at_the_tablet(*ON_A_TABLET, gone=_not_theirs, polling=True)
def pause() -> ResponseReturnValue:
    """Lock a tablet that was left alone; what was answered is kept.

    The button locks in any case. The script does so only where no other page was touched
    meanwhile: it sees its own alone.
    """
    csrf.check_token("patient.pause", cookies.KIOSK)
    warn_after = timedelta(minutes=site().idle_minutes)
    if by_itself() and g.now - g.kiosk.last_seen_at < warn_after:
        return "", 204
    sittings.pause(g.session, g.kiosk.sitting_id, now=g.now)
    commit(g.session)
    raise SittingOver


def idle_times() -> tuple[int, int]:
    """Seconds without a touch until the tablet warns, and those to stay after that."""
    return site().idle_minutes * 60, int(TIME_TO_STAY.total_seconds())
