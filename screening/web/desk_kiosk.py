"""How the desk gets a patient's questions onto a tablet: by a code, or on this very device."""

from __future__ import annotations

from flask import g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from screening.security.kiosk_tokens import new_code, new_token, shown_code
from screening.store import kiosk_access, patients, sign_in_ends, sittings
from screening.store.db import commit
from screening.store.encounters import Encounter
from screening.store.hand_over import OVER
from screening.store.tablets import Tablet
from screening.web import cookies
from screening.web.desk_tablets import NAME, enrol_here, name_problem, this_tablet, wanted_name
from screening.web.desk_visits import before, newest_sitting, visit_page
from screening.web.qr import draw_qr
from screening.web.site_here import site

READ_ALOUD = "read-aloud"  # field of the forms that begin a sitting
LANGUAGE = "language"  # another; left out or empty, the sitting keeps its own

__all__ = ["LANGUAGE", "NAME", "READ_ALOUD", "code_page", "hand_over_here"]


def code_page(visit: Encounter, *, read_aloud: bool, language: str = "") -> ResponseReturnValue:
    """A fresh code for the visit, also to go on elsewhere; the tablet that had it is cut off."""
    last = newest_sitting(visit)
    if last is not None and last.state in OVER:
        return visit_page(visit, refused=True), 409
    code = new_code()
    if last is None:
        last = kiosk_access.open_sitting(
            g.session,
            visit.id,
            code=code,
            language=site().language,
            read_aloud=read_aloud,
            by=g.account.id,
            now=g.now,
        )
    else:
        kiosk_access.new_code(
            g.session, last.id, code=code, read_aloud=read_aloud, by=g.account.id, now=g.now
        )
    _speak(last, language)
    commit(g.session)
    return _shown(visit, shown_code(code), read_aloud)


def hand_over_here(visit: Encounter, typed: dict[str, str]) -> ResponseReturnValue:
    """The questions on this very device. Staff are signed out first.

    typed   READ_ALOUD, LANGUAGE where it was asked, and NAME once the device was asked for one
    """
    last = newest_sitting(visit)
    if last is not None and last.state in OVER:
        return visit_page(visit, refused=True), 409
    tablet = this_tablet()
    if tablet is None or tablet.site_id != visit.site_id:
        problem = name_problem(typed[NAME])
        if problem or not typed[NAME]:
            # A visit that one step has just started stays, whatever becomes of the name.
            commit(g.session)
            return _ask_name(visit, typed, problem)
        tablet = enrol_here(typed[NAME])
    return _give(visit, tablet, bool(typed[READ_ALOUD]), typed.get(LANGUAGE, ""))


def _speak(held: sittings.Sitting, language: str) -> None:
    if language in site().languages:
        sittings.choose_language(g.session, held.id, language, by=g.account.id, now=g.now)


def _give(visit: Encounter, tablet: Tablet, read_aloud: bool, language: str) -> ResponseReturnValue:
    token = new_token()
    held = kiosk_access.hand_over(
        g.session,
        visit.id,
        token=token,
        tablet_id=tablet.id,
        old_token=cookies.token_of(cookies.KIOSK),
        language=site().language,
        read_aloud=read_aloud,
        by=g.account.id,
        now=g.now,
    )
    _speak(held, language)
    sign_in_ends.sign_out(g.session, g.sign_in.id, now=g.now)
    commit(g.session)
    cookies.drop(cookies.STAFF)
    cookies.set_token(cookies.KIOSK, token)
    # What this browser kept of staff pages must not come back under the patient's hands.
    g.clear_site_data = True
    return redirect(url_for("patient.where"), 303)


def _ask_name(visit: Encounter, typed: dict[str, str], problem: str) -> ResponseReturnValue:
    page = render_template(
        "desk/tablets/name.html",
        visit=visit,
        typed={NAME: typed[NAME] or wanted_name()},
        errors={NAME: problem} if problem else {},
        read_aloud=bool(typed[READ_ALOUD]),
        language=typed.get(LANGUAGE, ""),
    )
    return page, 422 if problem else 200


def _shown(visit: Encounter, code: str, read_aloud: bool) -> str:
    address = url_for("patient.start", _external=True)
    return render_template(
        "desk/code.html",
        visit=visit,
        patient=patients.get(g.session, visit.patient_id),
        code=code,
        address=address,
        read_aloud=read_aloud,
        before=before(visit),
        # Behind "#" it is sent to no server, so it stands in no log.
        qr=draw_qr(f"{address}#{code}"),
    )
