"""How the patient's question, stale and review pages are filled. The views decide which is due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil

from flask import g, render_template, request, url_for
from flask.typing import ResponseReturnValue

from screening.core.answers import Answer, Missing
from screening.core.documents import read_document
from screening.security.kiosk_tokens import new_form_key
from screening.store.errors import StaleForm
from screening.web import sending, sitting
from screening.web.controls import Control, in_language
from screening.web.course import Course, Stop
from screening.web.csrf import form_token
from screening.web.forms import Fault, ItemsForm
from screening.web.language import page_language
from screening.web.parts import parts
from screening.web.telling import Told, tell


def changing() -> int | None:
    """1 while a question was opened from the review page, to which it leads back."""
    return 1 if "change" in request.args else None


# Time for one item when somebody feels well, and how much more when not (decisions, section 4).
SECONDS = {"choices": 14, "integer": 18, "quantity": 18, "date": 18, "date_time": 18, "rows": 45,
           "text": 30, "choice": 8, "scale": 7}  # fmt: skip
UNWELL = 1.5
LEAST_MINUTES = 2


def minutes_for(course: Course) -> int:
    """About how long the questions take; those that may open count half."""
    sure = sum(SECONDS[stop.item.type] for stop in course.stops)
    perhaps = sum(SECONDS[item.type] for item in course.undecided) / 2
    return max(LEAST_MINUTES, ceil((sure + perhaps) * UNWELL / 60))


@dataclass(frozen=True, slots=True)
class Line:
    """One question of the review page."""

    number: int
    text: str
    words: str  # the answer; empty while there is none
    lang: str  # of the question's words; empty where that is the page's own, as below
    answer_lang: str


@dataclass(frozen=True, slots=True)
class Section:
    """The questions of one page of a questionnaire."""

    title: str
    lines: tuple[Line, ...]
    lang: str  # of the title; empty where that is the page's own


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
    faults: Sequence[Fault] = (),
) -> str:
    """One question, as stored or as typed."""
    told = tell(stop)
    texts = dict(
        drawn=parts().drawn.question(in_language(controls[0], told.lang), page_language()),
        ref=stop.ref,
        title=told.page_title,
        number=number,
        total=len(course.stops),
        back=_back(number),
        action=url_for("patient.save", number=number, change=changing()),
        save_number=save_number,
        form_key=key,
    )
    if faults:
        return render_template("patient/question.html", **texts, lang=told.lang, faults=faults)
    shape = {"lang": told.lang, "faults": ()}
    return parts().frames.page("patient/question.html", page_language(), shape, texts, form_token)


def typed_page(
    course: Course, stop: Stop, number: int, form: ItemsForm, status: int
) -> ResponseReturnValue:
    """The same page with everything that was typed, under the key it came with."""
    controls, shown, key = form.controls, form.shown_save_number, form.key
    page = question_page(
        course, stop, number, controls, save_number=shown, key=key, faults=form.faults
    )
    return page, status


def stale_page(
    course: Course, stop: Stop, number: int, form: ItemsForm, stale: StaleForm
) -> ResponseReturnValue:
    """The question with both texts: what was saved elsewhere, and what was typed here."""
    stored = read_document(stop.questionnaire, stale.stored).get(stop.item.id)
    typed, told = form.answers[stop.item.id], tell(stop)
    page = render_template(
        "patient/stale.html",
        control=in_language(form.controls[0], told.lang),
        stop=stop,
        told=told,
        number=number,
        total=len(course.stops),
        saved_words=told.answer(stored),
        typed_words=told.answer(typed),
        save_number=stale.save_number,
        change=changing(),
        form_key=new_form_key(),
    )
    return page, 409


def review_page(way: sitting.Way, *, wrong: str, status: int) -> ResponseReturnValue:
    """All questions with their answers, those without one named first."""
    course = way.course
    page = render_template(
        "patient/review.html",
        sections=_sections(course) if course.packet.review else (),
        open_number=course.first_open(),
        back=url_for("patient.question", number=len(course.stops)) if course.stops else "",
        save_number=sending.save_numbers(way),
        form_key=new_form_key(),
        wrong=wrong,
    )
    return page, status


def _sections(course: Course) -> tuple[Section, ...]:
    numbered = [(number, stop, tell(stop)) for number, stop in enumerate(course.stops, 1)]
    pages = groupby(numbered, key=lambda one: (one[1].questionnaire.id, one[2].page_title))
    return tuple(
        _section(title, [_line(number, told, stop.given) for number, stop, told in one_page])
        for (_, title), one_page in pages
    )


def _section(title: str, lines: Sequence[Line]) -> Section:
    return Section(title, tuple(lines), lines[0].lang)


def _line(number: int, told: Told, given: Answer | Missing | None) -> Line:
    words = told.answer(given) if given else ""
    return Line(number, told.item.text, words, told.lang, told.answer_lang(given))


def _back(number: int) -> str:
    if changing():
        return url_for("patient.review")
    if number > 1:
        return url_for("patient.question", number=number - 1)
    return url_for("patient.arriving.welcome")
