"""A patient picks a language: the page stays, and so does every answer.

On a page with a question the button belongs to its form and arrives there (patient.save), so that
what was typed is kept as well; everywhere else it arrives here.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest, HTTPException

from screening.store import sittings
from screening.store.db import commit
from screening.web import cookies, csrf, guards, language, site_here

bp = Blueprint("language", __name__)
ACT = "language."  # begins the value of a button inside a form


@bp.post("/language")
def choose() -> ResponseReturnValue:
    """Take the choice and show the same page again."""
    csrf.check_token("patient.language", cookies.KIOSK)
    wanted = request.form.get("language", "")
    found, page = guards.sitting_here(), _page(request.form.get("page", ""))
    offered = site_here.of_sitting(found) if found else site_here.site()
    if wanted not in offered.languages:
        raise BadRequest
    if found is None:
        after = page.startswith(("/thank-you", "/reading"))
        cookies.pick_language(wanted, after=after)
    else:
        sittings.choose_language(g.session, found.sitting_id, wanted, now=g.now)
        commit(g.session)
    return redirect(page, 303)


def chosen_within(act: str) -> bool:
    """Whether a form's button asks for another language; then the sitting goes on in it.

    To be called once the form's token was checked.
    """
    wanted = act.removeprefix(ACT)
    if wanted == act or wanted not in site_here.site().languages:
        return False
    sittings.choose_language(g.session, g.kiosk.sitting_id, wanted, now=g.now)
    language.speak(wanted)
    return True


def _page(address: str) -> str:
    """The address where it is a page of the patient's, else the place where things stand."""
    try:
        parts = urlsplit(address)
        path = parts.path if not parts.netloc and not parts.scheme else ""
        endpoint, _ = current_app.url_map.bind("localhost").match(path or "?", method="GET")
    except (HTTPException, ValueError):
        endpoint = ""
    if not endpoint.startswith("patient."):
        return url_for("patient.where")
    return f"{path}?{parts.query}" if parts.query else path
