"""How the patient's review page is filled: every question with its answer, and what is open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from screening.quick_dataclass import dataclass
from screening.security.kiosk_tokens import new_form_key
from screening.web import sending, sitting
from screening.web.course import Course
from screening.web.stops import Stop
from screening.web.telling import Told, tell


@dataclass(frozen=True, slots=True)
class Line:
    """One question of the review page."""

    number: int  # of its page
    anchor: str  # HTML id of its row there; empty where it has the page to itself
    text: str
    words: str  # the answer; empty while there is none
    lang: str  # of the question's words; empty where that is the page's own, as below
    answer_lang: str

    @property
    def id(self) -> str:
        """HTML id of the way back to it."""
        return "-".join(filter(None, ("question", str(self.number), self.anchor)))


@dataclass(frozen=True, slots=True)
class Section:
    """The questions of one page of a questionnaire."""

    title: str
    lines: tuple[Line, ...]
    lang: str  # of the title; empty where that is the page's own


def review_page(way: sitting.Way, *, wrong: str, status: int) -> ResponseReturnValue:
    """All questions with their answers, those without one named first."""
    course = way.course
    sections = _sections(course) if course.packet.review else ()
    page = render_template(
        "patient/review.html",
        sections=sections,
        open_at=_open_at(course, sections),
        back=url_for("patient.question", number=len(course.stops)) if course.stops else "",
        save_number=sending.save_numbers(way),
        form_key=new_form_key(),
        wrong=wrong,
    )
    return page, status


def _open_at(course: Course, sections: Sequence[Section]) -> str:
    """Where the first question without an answer is: on this page, or its own; else the button."""
    open_lines = (line.id for section in sections for line in section.lines if not line.words)
    number = course.first_open()
    if sections or number is None:
        return f"#{next(open_lines, 'send')}"
    return url_for("patient.question", number=number, change=1)


def _sections(course: Course) -> tuple[Section, ...]:
    numbered = [(number, stop, tell(stop)) for number, stop in enumerate(course.stops, 1)]
    pages = groupby(numbered, key=lambda one: (one[1].questionnaire.id, one[2].page_title))
    return tuple(
        _section(title, [line for one in one_page for line in _lines(*one)])
        for (_, title), one_page in pages
    )


def _section(title: str, lines: Sequence[Line]) -> Section:
    return Section(title, tuple(lines), lines[0].lang)


def _lines(number: int, stop: Stop, told: Told) -> Iterator[Line]:
    for item in told.items:
        given = stop.given.get(item.id)
        words = told.answer(item, given) if given else ""
        anchor = item.id if stop.is_grid else ""
        yield Line(number, anchor, item.text, words, told.lang, told.answer_lang(item, given))
