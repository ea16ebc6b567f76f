"""How the patient's question and stale pages are filled. The views decide which is due."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from flask import g, render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from screening.core.answers import Answers
from screening.core.effort import UNWELL, seconds_for
from screening.quick_dataclass import dataclass
from screening.security.kiosk_tokens import new_form_key
from screening.web.controls import Control, in_language
from screening.web.course import Course
from screening.web.csrf import form_token
from screening.web.forms import Fault, ItemsForm
from screening.web.language import gettext, page_language
from screening.web.onward import back_from, changing
from screening.web.parts import parts
from screening.web.site_here import site
from screening.web.stops import Stop
from screening.web.telling import Told, tell

LEAST_MINUTES = 2
QUESTION = "patient/question.html"
TWO_TEXTS = "page-two-texts"  # a field of the page that shows what is kept and what was typed


def minutes_for(course: Course) -> int:
    """About how long the questions take; those that may open count half."""
    sure = sum(
        seconds_for(item, stop.given.get(item.id), in_grid=stop.is_grid)
        for stop in course.stops
        for item in stop.items
    )
    perhaps = sum(seconds_for(item, None) for item in course.undecided) / 2
    return max(LEAST_MINUTES, ceil((sure + perhaps) * UNWELL / 60))


@dataclass(frozen=True, slots=True)
class TwoTexts:
    """One question that was answered here and, meanwhile, on another page."""

    text: str
    saved: str
    typed: str
    saved_lang: str  # of the answer; empty where that is the page's own, as below
    typed_lang: str


def birth_page(wrong: str, status: int) -> ResponseReturnValue:
    """Asks for day and month of birth, and says after a wrong try how many are left."""
    left = g.kiosk.birth_tries_left - (1 if wrong else 0)
    return render_template("patient/confirm.html", wrong=wrong, left=left), status


def question_page(
    course: Course,
    stop: Stop,
    number: int,
    controls: Sequence[Control],
    *,
    save_number: int,
    key: str,
    saved: bool,
    faults: Sequence[Fault] = (),
) -> str:
    """One question or a grid, as stored or as typed.

    saved   whether all that stands in it is stored
    """
    told = tell(stop)
    texts = {
        "drawn": _drawn(told, controls),
        "refs": " ".join(stop.refs),
        "title": told.page_title,
        "number": number,
        "total": len(course.stops),
        "back": back_from(number),
        "action": url_for("patient.save", number=number, change=changing()),
        "save_number": save_number,
        "form_key": key,
    }
    shape = {
        "lang": told.lang,
        "several": stop.is_grid,
        "saved": saved,
        "faults": tuple(faults),
    }
    if faults:  # they differ each time
        return render_template(QUESTION, **shape, **texts)
    return parts().frames.page(QUESTION, page_language(), site(), shape, texts, form_token)


def typed_page(
    course: Course, stop: Stop, number: int, form: ItemsForm, status: int
) -> ResponseReturnValue:
    """The same page with everything that was typed, under the key it came with."""
    page = question_page(
        course,
        stop,
        number,
        form.controls,
        save_number=form.shown_save_number,
        key=form.key,
        saved=False,
        faults=_faults(stop, form),
    )
    return page, status


def _drawn(told: Told, controls: Sequence[Control]) -> Markup:
    draw, here = parts().drawn.question, page_language()
    alone = len(controls) == 1
    # Each piece was escaped as it was drawn; a plain join would have them escaped once more.
    return Markup().join(
        draw(in_language(control, told.lang), here, heading=alone) for control in controls
    )


def _faults(stop: Stop, form: ItemsForm) -> list[Fault]:
    """Every refusal; among several rows each names its own."""
    if not stop.is_grid:
        return form.faults
    rows = {control.first: control for control in form.controls}
    lang = tell(stop).lang
    return [
        _of_row(fault, rows[fault.target], lang) if fault.target in rows else fault
        for fault in form.faults
    ]


def _of_row(fault: Fault, row: Control, lang: str) -> Fault:
    # What to do stands at the row: sixteen times the same would hide which rows they are.
    blank = not row.begun and not row.typed.out
    message = gettext("No answer yet") if blank else fault.message
    return Fault(fault.target, message, row.item.text, lang)


def stale_page(
    course: Course,
    stop: Stop,
    number: int,
    form: ItemsForm,
    stored: Answers,
    save_number: int,
) -> ResponseReturnValue:
    """The page with both texts: what was saved elsewhere, and what was typed here.

    save_number   of what is stored
    """
    typed, told = form.answers, tell(stop)
    page = render_template(
        "patient/stale.html",
        drawn=_drawn(told, form.controls),
        texts=[
            TwoTexts(
                item.text,
                told.answer(item, stored.get(item.id)),
                told.answer(item, typed[item.id]),
                told.answer_lang(item, stored.get(item.id)),
                told.answer_lang(item, typed[item.id]),
            )
            for item in told.items
        ],
        stop=stop,
        told=told,
        number=number,
        total=len(course.stops),
        save_number=save_number,
        two_texts=TWO_TEXTS,
        change=changing(),
        form_key=new_form_key(),
    )
    return page, 409
