"""Error class -> status and page, in one table. Views do not catch and re-word."""

from __future__ import annotations

import logging

from flask import Flask, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException, SecurityError

from screening.core.message import Message
from screening.errors import ScreeningError
from screening.quick_dataclass import dataclass
from screening.store import errors as store
from screening.web import cookies, guards, language, site_here
from screening.web.errors import (
    FactorNeeded,
    FaultyText,
    NotAllowed,
    NotFromHere,
    NotYours,
    SignInNeeded,
    SittingOver,
)
from screening.web.workstation_here import who_may_come_back

log = logging.getLogger("screening.web")


@dataclass(frozen=True, slots=True)
class Problem:
    """How one kind of error is shown."""

    status: int
    title: str  # a Message where a patient may meet it
    words: str = ""  # the error's own words where left empty


PROBLEMS: dict[type[ScreeningError], Problem] = {
    store.NotThere: Problem(
        404, Message("This page is not here"), Message("Check the address, or go back.")
    ),
    store.NotSaved: Problem(
        503,
        Message("Not saved"),
        Message("Not saved. Keep the tablet as it is and call the staff."),
    ),
    store.StaleForm: Problem(409, Message("Changed since this page was shown")),
    store.AlreadySent: Problem(409, Message("Already sent")),
    store.NothingSent: Problem(409, "Nothing to change yet"),
    store.FormKeyReused: Problem(409, Message("Open this page again")),
    store.EncounterEnded: Problem(409, Message("This visit has ended")),
    store.OutOfTurn: Problem(409, Message("Not at this point")),
    store.NotSeen: Problem(409, "Not signed"),
    store.NothingToSign: Problem(409, "Not signed"),
    store.StaleVisit: Problem(409, "Changed since this page was shown"),
    store.StaleNote: Problem(409, "Changed since this page was shown"),
    store.StaleSettings: Problem(409, "Changed since this page was shown"),
    store.StaleText: Problem(409, "Changed since this page was shown"),
    store.DraftOpen: Problem(409, "There is a draft already"),
    store.DraftClosed: Problem(409, "This draft is closed"),
    store.TooSoon: Problem(409, "Not by the same person yet"),
    store.Unseen: Problem(409, "A nurse is needed first"),
    store.KeptBack: Problem(409, "No copy: the patient keeps something back"),
    store.NoConsent: Problem(409, "No copy without a consent"),
    store.UnderHold: Problem(409, "Not erased: a legal hold stands"),
    store.UnseenHere: Problem(409, "Not erased: a finding waits"),
    store.SecondPerson: Problem(409, "Not by the same person"),
    store.OneAndTheSame: Problem(409, "Nothing to merge"),
    store.NameTaken: Problem(409, "Already in use"),
    store.LastAdministrator: Problem(409, "Not done"),
    store.NotOneself: Problem(409, "Not done"),
    FactorNeeded: Problem(409, "Not removed"),
    NotFromHere: Problem(403, Message("Open this page again")),
    NotAllowed: Problem(403, "Not for this account"),
    NotYours: Problem(403, "Not your rating"),
    FaultyText: Problem(409, "The text has faults"),
}
HTTP_PROBLEMS: dict[int, Problem] = {
    400: Problem(400, Message("This request cannot be read"), Message("Go back and try again.")),
    404: Problem(404, Message("This page is not here"), Message("Check the address, or go back.")),
    405: Problem(405, Message("This page is not here"), Message("Check the address, or go back.")),
    413: Problem(413, Message("Too much at once"), Message("Write less, or send it in parts.")),
}
UNKNOWN = Problem(
    500,
    Message("Something went wrong"),
    Message("It is not your fault. Try again, or call the staff."),
)


def init_app(app: Flask) -> None:
    """Show errors as pages."""
    app.register_error_handler(SittingOver, _locked)
    app.register_error_handler(SignInNeeded, _sign_in)
    app.register_error_handler(ScreeningError, _ours)
    app.register_error_handler(DBAPIError, _database)
    app.register_error_handler(SecurityError, _other_host)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unknown)


def _locked(error: SittingOver) -> ResponseReturnValue:
    """The neutral start page; whatever the cookie was, it is gone with it."""
    g.clear_site_data = bool(cookies.token_of(cookies.KIOSK))
    cookies.renew(cookies.KIOSK)
    # The language of whoever was here stays for this page alone; what is picked on the start page
    # counts for the next code too.
    if not cookies.picked_language(after=False):
        language.keep_for_a_while(after=True)
    lost = request.endpoint == "patient.save"  # what was typed there goes with this reply
    return render_template("patient/start.html", locked=True, lost=lost, wrong=""), 410


def _sign_in(error: SignInNeeded) -> ResponseReturnValue:
    """On a workstation where somebody may come back by a PIN, there; else the page to sign in."""
    back = "returning.form" if who_may_come_back() else "accounts.sign_in"
    return redirect(url_for(back), 303)


def _ours(error: ScreeningError) -> ResponseReturnValue:
    problem = next((PROBLEMS[kind] for kind in type(error).mro() if kind in PROBLEMS), UNKNOWN)
    if problem.status >= 500:
        log.error("request failed", extra={"status": problem.status, "kind": type(error).__name__})
    return _page(problem, problem.words or str(error))


def _database(error: DBAPIError) -> ResponseReturnValue:
    """The database failed before the commit: nothing was stored."""
    return _ours(store.NotSaved())


def _other_host(error: SecurityError) -> ResponseReturnValue:
    """Asked for under a name that is not ours: no page, because its links would bear that name."""
    return HTTP_PROBLEMS[400].words, 400, {"Content-Type": "text/plain; charset=utf-8"}


def _http(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if status < 400:  # redirects of the router
        return error
    problem = HTTP_PROBLEMS.get(status, Problem(status, UNKNOWN.title, UNKNOWN.words))
    return _page(problem, problem.words)


def _unknown(error: Exception) -> ResponseReturnValue:
    log.error("request failed", exc_info=error, extra={"status": 500})
    return _page(UNKNOWN, UNKNOWN.words)


def _page(problem: Problem, words: str) -> ResponseReturnValue:
    """On the tablet in the patient's layout, elsewhere in that of staff."""
    here = language.on_the_tablet(request.path)
    if problem.status >= 500:
        site_here.from_memory()
    if here and problem.status < 500 and "session" in g and "kiosk" not in g:
        found = guards.sitting_here()  # no guard has looked, or it was never reached
        if found is not None:
            language.speak(found.language)
    template = "problems/patient.html" if here else "problems/staff.html"
    page = render_template(
        template, problem=problem, words=words, sent=_sent(problem), without_database=True
    )
    return page, problem.status


def _sent(problem: Problem) -> list[tuple[str, str]]:
    """What the patient sent when we failed, for one more try under the same key.

    Nothing else holds it any more: the page before is gone, and no browser is asked to store it.
    """
    if problem.status < 500 or request.method != "POST" or "kiosk" not in g:
        return []
    return list(request.form.items(multi=True))
