"""Who may come in: staff by sign-in and role, patients by the tablet's token.

A guard leaves what it found in `g`: `g.account` and `g.sign_in`, or `g.kiosk`; `g.left_alone`
says that a sitting was found and ended by this look. `g.session` only reads on GET and writes on
POST; `g.now` is one moment for the whole request.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import wraps
from typing import ParamSpec

from flask import Flask, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from screening.security import permissions
from screening.security.permissions import Action
from screening.store import kiosk, sign_in_ends, sign_ins, sittings
from screening.store.db import commit
from screening.store.hand_over import SittingState
from screening.store.sign_ins import SignIn
from screening.web import cookies, language, site_here
from screening.web.csrf import SAFE_METHODS, check_origin
from screening.web.errors import NotAllowed, SignInNeeded, SittingOver
from screening.web.parts import parts

P = ParamSpec("P")
View = Callable[P, ResponseReturnValue]
OPEN_BEFORE_ENROLLING = (Action.CHANGE_OWN_PASSWORD, Action.KEEP_OWN_ACCOUNT)
NO_TEXTS = frozenset({"static", "bundle", "headers.csp_report"})  # say nothing of the clinic's
ALONE = "X-Alone"  # header of what the tablet's script asks by itself


def init_app(app: Flask) -> None:
    """One session and one moment for each request, and the cookies it hands out."""
    app.before_request(_begin)
    app.after_request(cookies.write_cookies)
    app.teardown_request(_end)


def may(action: Action, *, polling: bool = False) -> Callable[[View[P]], View[P]]:
    """Let a view be reached by staff whose role covers the action.

    polling   asked by a script: it must not keep an unattended screen signed in
    """

    def guard(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            g.sign_in = signed_in(touch=not polling)
            if g.sign_in is None:
                raise SignInNeeded
            g.account = g.sign_in.account
            if not permissions.may(g.account.role, action):
                raise NotAllowed
            if g.account.must_change_password and action != Action.CHANGE_OWN_PASSWORD:
                return redirect(url_for("accounts.new_password"), 303)
            if g.sign_in.must_enrol and action not in OPEN_BEFORE_ENROLLING:
                return redirect(url_for("own_account.overview"), 303)
            return view(*args, **kwargs)

        guarded.action = action  # type: ignore[attr-defined]  # read by the test over all routes
        return guarded

    return guard


def at_the_tablet(
    *states: SittingState,
    gone: Callable[[], ResponseReturnValue | None] | None = None,
    polling: bool = False,
) -> Callable[[View[P]], View[P]]:
    """Let a view be reached by the tablet of a live sitting in one of these states.

    Whoever asks for such a page, alive or over, signs the staff of this browser out: what a patient
    can reach and an open desk are never behind one and the same pair of hands.

    gone      asked where there is no sitting: a reply that needs none, or None for the locked page
    polling   asked by a script: that says nothing of whose hands the tablet is in
    """

    def guard(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            if not polling:
                _close_the_desk()
            found = sitting_here()
            if found is None:
                reply = gone() if gone else None
                if reply is None:
                    raise SittingOver
                return reply
            if found.state not in states:
                return redirect(url_for("patient.where"), 303)
            g.kiosk = found
            return view(*args, **kwargs)

        guarded.states = states  # type: ignore[attr-defined]  # read by the test over all routes
        return guarded

    return guard


def signed_in(*, touch: bool = True) -> SignIn | None:
    """The sign-in behind the staff cookie, or None. Looking counts as being there.

    touch   False: it does not
    """
    token = cookies.token_of(cookies.STAFF)
    if not token:
        return None
    if _reads():
        found = sign_ins.look(g.session, token, now=g.now)
    else:
        found = sign_ins.sign_in_by_token(g.session, token, now=g.now, touch=touch)
    if (
        found is not None
        and touch
        and _reads()
        and g.now - found.last_seen_at >= sign_ins.SEEN_STEP
    ):
        with write_aside() as session:
            sign_ins.sign_in_by_token(session, token, now=g.now)
    return found


def _close_the_desk() -> None:
    staff = signed_in(touch=False)
    if staff is None:
        return
    # By itself: a page that fails, or is refused, must not leave the desk open either.
    with write_aside() as session:
        sign_in_ends.sign_out(session, staff.id, now=g.now)
    cookies.drop(cookies.STAFF)
    g.clear_site_data = True


@contextmanager
def write_aside() -> Iterator[Session]:
    """A short transaction that writes, where `g.session` only reads; committed after the block.

    The reading one is ended first: without WAL a reader of our own would hold the writer up.
    """
    g.session.rollback()
    with parts().database.write() as session:
        yield session


def let_others_write() -> None:
    """Go on without the writer's turn, which a POST has had since its guard: `g.session` only reads
    from here on. What is drawn or worked out for long must not hold up a tablet that saves.

    raises   NotSaved
    """
    commit(g.session)
    g.session.close()
    g.session = parts().database.reading()


def _begin() -> None:
    found = parts()
    g.now = found.clock()
    check_origin(request)
    if request.endpoint != "static":
        found.chores.do_when_due(found.database, g.now)
    if request.endpoint not in NO_TEXTS:
        found.shelf.follow(found.database)
    g.session = found.database.reading() if _reads() else found.database.writing()


def _end(error: BaseException | None) -> None:
    session: Session | None = g.pop("session", None)
    if session is not None:
        session.close()


def _reads() -> bool:
    return request.method in SAFE_METHODS


def by_itself() -> bool:
    """Whether a script asks without anybody having touched the tablet: that is not being there."""
    return ALONE in request.headers


def _idle_limit(found: kiosk.Kiosk) -> timedelta:
    return sittings.idle_limit(timedelta(minutes=site_here.of_sitting(found).idle_minutes))


def sitting_here() -> kiosk.Kiosk | None:
    """The sitting behind the tablet's cookie; one that was left idle ends by this look."""
    token = cookies.token_of(cookies.KIOSK)
    find = kiosk.look if _reads() else kiosk.read
    found = find(g.session, token) if token else None
    if found is None:
        return None
    step = _idle_limit(found) if by_itself() else sittings.SEEN_STEP
    if g.now - found.last_seen_at < step:
        return found
    # Left idle it is paused by this very look, and then there is nothing behind the token.
    with write_aside() as session:
        alive = sittings.by_token(session, token, now=g.now, idle=_idle_limit(found))
    if not alive:
        g.left_alone = True
        language.speak(found.language)  # the locked page is read by the same person
    return found if alive else None
