"""From the code to the first question: birth day, consent where the clinic asks, the welcome."""

from __future__ import annotations

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from screening.core.loading import load_stored_clinic_texts
from screening.core.message import Message
from screening.store import consents, sittings
from screening.store.consents import ConsentText
from screening.store.db import commit
from screening.store.hand_over import SittingState
from screening.web import cookies, csrf, language, sitting
from screening.web.clinic_words import clinic_texts
from screening.web.errors import SittingOver
from screening.web.guards import at_the_tablet
from screening.web.parts import parts
from screening.web.patient_pages import birth_page, minutes_for
from screening.web.plain_values import read_number
from screening.web.site_here import site

bp = Blueprint("arriving", __name__, url_prefix="/sitting")

CONFIRM, CONSENT = SittingState.CONFIRM, SittingState.CONSENT
OPEN = (SittingState.ANSWERING, SittingState.REVIEW)
BIRTH_REFUSED = Message("This does not match. Check the day and the month.")
CHOOSE_ONE = Message("Choose one of the two, or ask the staff.")
AGREE, DECLINE = "agree", "decline"


@bp.route("/confirm", methods=["GET", "POST"])
@at_the_tablet(CONFIRM)
def confirm() -> ResponseReturnValue:
    """Birth day and month, three tries."""
    if request.method == "GET":
        return birth_page("", 200)
    csrf.check_token("patient.confirm", cookies.KIOSK)
    day, month = (_small(request.form.get(part, "")) for part in ("day", "month"))
    found = sittings.confirm_birth(
        g.session,
        g.kiosk.sitting_id,
        day=day,
        month=month,
        now=g.now,
        consent_asked=site().ask_consent and not _agreed_before(),
    )
    if found.state in OPEN:
        sitting.begin(g.session, parts().shelf, g.kiosk, now=g.now)
    commit(g.session)
    if found.state == SittingState.LOCKED:
        raise SittingOver
    if found.state == CONFIRM:
        return birth_page(BIRTH_REFUSED, 422)
    return redirect(url_for("patient.where"), 303)


@bp.get("/consent")
@at_the_tablet(CONSENT)
def consent() -> ResponseReturnValue:
    """What the patient is asked to agree to, in the clinic's words."""
    return _consent_page("", 200)


@bp.post("/consent")
@at_the_tablet(CONSENT)
def answer_consent() -> ResponseReturnValue:
    """Keep the answer; a no ends the sitting and asks for nothing else."""
    csrf.check_token("patient.consent", cookies.KIOSK)
    texts, given = clinic_texts(), request.form.get("answer")
    if request.form.get("shown") != texts.sha256 or given not in (AGREE, DECLINE):
        return _consent_page(CHOOSE_ONE, 422)
    shown = ConsentText(texts.consent.version, texts.sha256, texts.language)
    agreed = given == AGREE
    consents.answer(
        g.session,
        g.kiosk.sitting_id,
        shown,
        document=texts.source,
        agreed=agreed,
        now=g.now,
    )
    if agreed:
        sitting.begin(g.session, parts().shelf, g.kiosk, now=g.now)
    commit(g.session)
    if agreed:
        return redirect(url_for(".welcome"), 303)
    cookies.renew(cookies.KIOSK)
    language.keep_for_a_while(after=True)
    g.clear_site_data = True
    return redirect(url_for("patient.thank_you", unsent=1), 303)


@bp.get("/welcome")
@at_the_tablet(*OPEN)
def welcome() -> ResponseReturnValue:
    """Who reads this, what for, how long it takes."""
    course = sitting.load_way(g.session, parts().shelf, parts().recent, g.kiosk, now=g.now).course
    return render_template(
        "patient/welcome.html", minutes=minutes_for(course), first=course.first_open()
    )


def _agreed_before() -> bool:
    """Whether this visit has a yes to what the clinic says today, in whichever language.

    The consent text alone counts: another help line in the same file asks nobody again.
    """
    given = consents.newest(g.session, g.kiosk.encounter_id)
    if given is None or not given.agreed:
        return False
    current = parts().shelf.clinic_of(site().site_id).values()
    if given.text.sha256 in {texts.sha256 for texts in current}:
        return True
    document = consents.wording(g.session, given.text)
    return document is not None and (
        load_stored_clinic_texts(given.text.sha256, document).consent
        in [texts.consent for texts in current]
    )


def _consent_page(wrong: str, status: int) -> ResponseReturnValue:
    page = render_template("patient/consent.html", texts=clinic_texts(), wrong=wrong)
    return page, status


def _small(text: str) -> int:
    """A day or month as typed; 0, which matches nobody, for anything else."""
    return read_number(text.strip(), digits=2) or 0
