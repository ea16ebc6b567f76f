"""The patient's pages: locked start, birth day, a question or a grid a page, review, hand back.

No address, title or log line names the patient, the topic or an answer.
"""

from __future__ import annotations

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from screening.core.answers import Setting
from screening.core.documents import read_document
from screening.core.message import Message
from screening.security.kiosk_tokens import new_form_key, new_token, read_code
from screening.store import kiosk_access, sign_in_ends, sittings
from screening.store.db import commit
from screening.store.errors import StaleForm
from screening.store.hand_over import ON_A_TABLET, SittingState
from screening.web import (
    arriving,
    cookies,
    csrf,
    desk_tablets,
    idle,
    language,
    language_choice,
    messages,
    onward,
    reading,
    sending,
    sitting,
)
from screening.web.clinic_words import clinic_texts
from screening.web.forms import ItemsForm, page_form, show_item
from screening.web.guards import at_the_tablet, signed_in
from screening.web.parts import parts
from screening.web.patient_pages import (
    TWO_TEXTS,
    question_page,
    stale_page,
    typed_page,
)
from screening.web.patient_review import review_page
from screening.web.stops import Stop
from screening.web.telling import tell

bp = Blueprint("patient", __name__)
bp.register_blueprint(arriving.bp)
bp.register_blueprint(idle.bp)
bp.register_blueprint(messages.bp)
bp.register_blueprint(reading.bp)
bp.register_blueprint(language_choice.bp)

CONFIRM, CONSENT = SittingState.CONFIRM, SittingState.CONSENT
OPEN = (SittingState.ANSWERING, SittingState.REVIEW)
CODE_REFUSED = Message("This code does not work. Check it, or ask the staff for a new one.")
STILL_OPEN = Message("Some questions have no answer yet.")
CHANGED_MEANWHILE = Message(
    "An answer was changed since this page was shown. Check your answers again."
)


@bp.get("/")
def start() -> ResponseReturnValue:
    """The locked tablet: a place for a code."""
    cookies.token_or_new(cookies.KIOSK)
    return render_template("patient/start.html", locked=False, wrong="")


@bp.post("/")
def redeem() -> ResponseReturnValue:
    """Try a code. Wrong, used and expired give one and the same page."""
    csrf.check_token("patient.redeem", cookies.KIOSK)
    code, token = read_code(request.form.get("code", "")), new_token()
    tablet = desk_tablets.this_tablet()
    # Behind one address there may be a whole waiting room, so each known device counts by itself.
    place = tablet.id.hex if tablet else request.remote_addr or "unknown"
    # A text that cannot be a code is counted like a wrong one, so that both cost the same.
    found = kiosk_access.redeem(
        g.session,
        code or "",
        token=token,
        tablet=place,
        tablet_id=tablet.id if tablet else None,
        old_token=cookies.token_of(cookies.KIOSK),
        now=g.now,
    )
    picked = cookies.picked_language(after=False)
    if found is not None and picked:
        sittings.choose_language(g.session, found.id, picked, now=g.now)
    staff = signed_in() if found is not None else None
    if staff is not None:  # a tablet in a patient's hands opens no page of the staff
        sign_in_ends.sign_out(g.session, staff.id, now=g.now)
    commit(g.session)
    if found is None:
        return render_template("patient/start.html", locked=False, wrong=CODE_REFUSED), 422
    cookies.set_token(cookies.KIOSK, token)
    cookies.pick_language("")
    if staff is not None:
        cookies.drop(cookies.STAFF)
        g.clear_site_data = True
    return redirect(url_for(".where"), 303)


@bp.get("/sitting")
@at_the_tablet(*ON_A_TABLET)
def where() -> ResponseReturnValue:
    """Where the sitting stands: birth day, consent, a stop, welcome, or the first open question."""
    if g.kiosk.state == CONFIRM:
        return redirect(url_for(".arriving.confirm"), 303)
    if g.kiosk.state == CONSENT:
        return redirect(url_for(".arriving.consent"), 303)
    if g.kiosk.state == SittingState.HELD:
        return redirect(url_for(".messages.wait"), 303)
    course = _way().course
    if not any(course.given.values()):
        return redirect(url_for(".arriving.welcome"), 303)
    place = course.first_open()
    return redirect(url_for(".question", number=place) if place else onward.review(), 303)


@bp.get("/sitting/<int:number>")
@at_the_tablet(*OPEN)
def question(number: int) -> ResponseReturnValue:
    """One question, or the rows of a grid."""
    way = _way()
    if not 1 <= number <= len(way.course.stops):
        return redirect(url_for(".where"), 303)
    stop = way.course.stops[number - 1]
    controls = [show_item(item, stop.given.get(item.id), "patient") for item in tell(stop).items]
    return question_page(
        way.course,
        stop,
        number,
        controls,
        save_number=way.save_number(stop),
        key=new_form_key(),
        saved=True,
    )


@bp.post("/sitting/<int:number>")
@at_the_tablet(*OPEN)
def save(number: int) -> ResponseReturnValue:
    """Keep the answers and go on. A question that moved meanwhile is found by its name."""
    # Before anything is drawn: a page of another sitting must not come back with what it held.
    csrf.check_token("patient.save", cookies.KIOSK)
    way = _way()
    stop = way.course.stop_of(request.form.get("page-item", "").split(" "))
    if stop is None:
        return redirect(url_for(".where"), 303)
    number = way.course.place_of(stop.refs[0]) or number
    act = request.form.get("page-act", "")
    if language_choice.chosen_within(act):
        commit(g.session)
        form, both = _form(stop), TWO_TEXTS in request.form
        if both and form.validate():
            return stale_page(way.course, stop, number, form, stop.given, way.save_number(stop))
        return typed_page(way.course, stop, number, form, 200)
    form = _form(stop)
    if form.change_rows(act):
        return typed_page(way.course, stop, number, form, 200)
    if not form.validate():
        return typed_page(way.course, stop, number, form, 422)
    try:
        kept = sitting.keep_answers(
            g.session,
            parts().shelf,
            way,
            stop,
            form.answers,
            shown_save_number=form.shown_save_number,
            form_key=form.key,
            now=g.now,
        )
        commit(g.session)
    except StaleForm as stale:
        g.session.rollback()
        saved = read_document(stop.questionnaire, stale.stored)
        return stale_page(way.course, stop, number, form, saved, stale.save_number)
    if kept.save_number is not None:
        sitting.remember(parts().recent, way, stop, kept.course, kept.save_number, g.now)
    place = kept.course.place_of(stop.refs[0]) or 0
    told = sitting.newly_told(kept.before, kept.course)
    if sitting.stops(told):
        return redirect(url_for(".where"), 303)
    if told:
        return redirect(url_for(".messages.message", number=place, change=onward.changing()), 303)
    return redirect(onward.onward(kept.course, place), 303)


@bp.get("/sitting/review")
@at_the_tablet(*OPEN)
def review() -> ResponseReturnValue:
    """All answers, each with its way back."""
    return review_page(_way(), wrong="", status=200)


def _handed_back() -> ResponseReturnValue:
    cookies.renew(cookies.KIOSK)
    language.keep_for_a_while(after=True)
    g.clear_site_data = True
    return redirect(url_for(".thank_you"), 303)


def _sent_before() -> ResponseReturnValue | None:
    """A second tap on Send gets the reply of the first, which says nothing of anybody."""
    known = sending.sent_before(g.session, request.form.get("form-key", ""))
    return _handed_back() if known else None


@bp.post("/sitting/review")
@at_the_tablet(*OPEN, gone=_sent_before)
def send() -> ResponseReturnValue:
    """Send all answers; that ends the sitting and leaves nothing of it on the tablet."""
    way = _way()
    csrf.check_token("patient.review", cookies.KIOSK)
    if way.course.first_open() is not None:
        return review_page(way, wrong=STILL_OPEN, status=422)
    try:
        sending.send_all(
            g.session,
            way,
            shown=request.form.get("save-number", ""),
            form_key=request.form.get("form-key", ""),
            now=g.now,
        )
        commit(g.session)
    except StaleForm:
        g.session.rollback()
        return review_page(way, wrong=CHANGED_MEANWHILE, status=409)
    return _handed_back()


@bp.get("/thank-you")
def thank_you() -> ResponseReturnValue:
    """The last page. It is the same for everybody and needs no sitting."""
    return render_template(
        "patient/thank_you.html",
        texts=clinic_texts(),
        unsent="unsent" in request.args,
        reading=reading.first_number(),
    )


def _way() -> sitting.Way:
    return sitting.load_way(g.session, parts().shelf, parts().recent, g.kiosk, now=g.now)


def _form(stop: Stop) -> ItemsForm:
    return page_form(
        tell(stop).items,
        role="patient",
        purpose="patient.save",
        setting=Setting(sitting.in_zone(g.kiosk, g.now)),
        formdata=request.form,
    )
