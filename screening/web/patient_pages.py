"""How the patient's question, stale and review pages are filled. The views decide which is due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil

from flask import g, render_template, request, url_for
from flask.typing import ResponseReturnValue

from screening.core.answers import Missing
from screening.core.documents import read_document
from screening.core.words import answer_words
from screening.security.kiosk_tokens import new_form_key
from screening.store.errors import StaleForm
from screening.web import sitting
from screening.web.controls import Control
from screening.web.course import Course, Stop
from screening.web.forms import Fault, ItemsForm


def changing() -> int | None:
    """1 while a question was opened from the review page, to which it leads back."""
    return 1 if "change" in request.args else None


NOT_ANSWERED = "You chose not to answer"
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


@dataclass(frozen=True, slots=True)
class Section:
    """The questions of one page of a questionnaire."""

    title: str
    lines: tuple[Line, ...]


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
    return render_template(
        "patient/question.html",
        control=controls[0],
        stop=stop,
        number=number,
        total=len(course.stops),
        back=_back(number),
        save_number=save_number,
        form_key=key,
        faults=faults,
        change=changing(),
    )


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
    typed = form.answers[stop.item.id]
    page = render_template(
        "patient/stale.html",
        control=form.controls[0],
        stop=stop,
        number=number,
        total=len(course.stops),
        saved_words=answer_words(stop.item, stored) if stored else "no answer",
        typed_words=answer_words(stop.item, typed),
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
        save_number=sitting.save_numbers(way),
        form_key=new_form_key(),
        wrong=wrong,
    )
    return page, status


def _sections(course: Course) -> tuple[Section, ...]:
    numbered = list(enumerate(course.stops, 1))
    pages = groupby(numbered, key=lambda pair: (pair[1].questionnaire.id, pair[1].page_title))
    return tuple(
        Section(title, tuple(_line(number, stop) for number, stop in pairs))
        for (_, title), pairs in pages
    )


def _line(number: int, stop: Stop) -> Line:
    return Line(number, stop.item.text, _words(stop))


def _words(stop: Stop) -> str:
    """The answer to the person who gave it."""
    if stop.given is None:
        return ""
    if isinstance(stop.given, Missing):
        return NOT_ANSWERED
    return answer_words(stop.item, stop.given)


def _back(number: int) -> str:
    if changing():
        return url_for("patient.review")
    if number > 1:
        return url_for("patient.question", number=number - 1)
    return url_for("patient.welcome")
