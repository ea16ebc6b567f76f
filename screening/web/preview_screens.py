"""The screens of a preview: those a tablet or a phone shows, and the clinician's sheet behind them.

The way through them is the patient's own (course.Course), over a packet of this one questionnaire.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from flask import render_template, url_for

from screening.core.answers import Answers, Role
from screening.core.item import Item
from screening.core.packet import Entry, Packet
from screening.core.questionnaire import Questionnaire
from screening.quick_dataclass import dataclass
from screening.settings import LANGUAGES
from screening.web.clinic_words import clinic_texts
from screening.web.controls import Control, in_language
from screening.web.course import Course
from screening.web.forms import Fault, show_item
from screening.web.language import as_a_patient_reads, page_language
from screening.web.parts import parts
from screening.web.preview_draft import Previewed, Words
from screening.web.preview_filled import END, Filled

Kind = Literal["question", "all", "sheet"]


@dataclass(frozen=True, slots=True)
class Screen:
    """What stands on a screen at a time."""

    kind: Kind
    items: tuple[Item, ...]  # at least one
    title: str  # of the page; empty where there are several

    @property
    def role(self) -> Role:
        """Who meets it."""
        return "clinician" if self.kind == "sheet" else "patient"

    @property
    def refs(self) -> str:
        """The items' ids, in their order."""
        return " ".join(item.id for item in self.items)


@dataclass(frozen=True, slots=True)
class Drawing:
    """One screen as it is to be drawn; without controls as it is filled in."""

    controls: Sequence[Control] = ()
    faults: Sequence[Fault] = ()


def course_of(own: Questionnaire, filled: Filled, answers: Answers | None = None) -> Course:
    """The patient's way with these answers, or with those of the preview."""
    packet = Packet(
        id=own.id, version="1.0.0", title=own.title, entries=(Entry(questionnaire=own.id),)
    )
    given = {own.id: filled.answers if answers is None else answers}
    return Course(packet, {own.id: own}, given, filled.visit, grids=filled.frame == "tablet")


def screens_of(course: Course, own: Questionnaire, filled: Filled) -> tuple[Screen, ...]:
    """Every screen, as the answers so far have it."""
    stops = course.stops
    screens = [Screen("question", stop.items, stop.page_title) for stop in stops]
    if filled.layout == "all" and stops:
        together = tuple(item for stop in stops for item in stop.items)
        screens = [Screen("all", together, "")]
    sheet = tuple(
        item
        for item in own.items
        if own.rater(item) == "clinician" and not course.is_out(own.id, item.id)
    )
    return (*screens, Screen("sheet", sheet, "")) if sheet else tuple(screens)


def number_of(screens: Sequence[Screen], item_id: str) -> int:
    """0-based place of an item's screen; the first one where it is not asked, past all at END."""
    if item_id == END:
        return len(screens)
    return next((n for n, one in enumerate(screens) if item_id in one.refs.split()), 0)


def draw_screen(
    previewed: Previewed,
    own: Questionnaire,
    filled: Filled,
    screens: Sequence[Screen],
    drawing: Drawing,
) -> str:
    """The whole document of one screen, to stand in the frame; behind the last one the end."""
    number, words = number_of(screens, filled.item), previewed.words[filled.language]
    hidden = filled.hidden(own)
    with as_a_patient_reads(spoken(words)):
        if number >= len(screens):
            return render_template(
                "admin/preview/end.html", frame=_frame(previewed, hidden), screens=len(screens)
            )
        screen = screens[number]
        lang = _lang(words)
        drawn = drawing.controls or tuple(
            show_item(words.questionnaire.item(item.id), filled.answers.get(item.id), screen.role)
            for item in screen.items
        )
        return render_template(
            f"admin/preview/{'sheet' if screen.kind == 'sheet' else 'screen'}.html",
            frame=_frame(previewed, hidden),
            screen=screen,
            controls=[in_language(control, lang) for control in drawn],
            faults=list(drawing.faults),
            title=_title(words, screen),
            sheet_title=words.questionnaire.title,
            page_titles=_page_titles(words, screen),
            number=number + 1,
            total=sum(one.kind == "question" for one in screens),
            lang=lang,
            languages=[one for one in previewed.words.values() if one.key != filled.language],
        )


def draw_message(
    previewed: Previewed, own: Questionnaire, filled: Filled, told: str, helps: bool
) -> str:
    """What the patient is told after an answer, in the clinic's own words.

    told    crisis or stop_tell_staff
    helps   whether the help lines are shown
    """
    words = previewed.words[filled.language]
    with as_a_patient_reads(spoken(words)):
        return render_template(
            "admin/preview/message.html",
            frame=_frame(previewed, filled.hidden(own)),
            texts=clinic_texts(),
            told=told,
            helps=helps,
        )


def spoken(words: Words) -> str:
    """The language of the page around these words, as a tablet would speak it."""
    language = words.questionnaire.language.partition("-")[0]
    return language if language in LANGUAGES else parts().settings.language


def _lang(words: Words) -> str:
    language = words.questionnaire.language
    return "" if language.partition("-")[0] == page_language() else language


def _title(words: Words, screen: Screen) -> str:
    return words.questionnaire.page_of(screen.items[0].id).title if screen.title else ""


def _page_titles(words: Words, screen: Screen) -> Mapping[str, str]:
    """Above which items a page begins, where several stand below one another."""
    firsts: dict[str, str] = {}
    for item in screen.items:
        page = words.questionnaire.page_of(item.id)
        if page.title not in firsts.values():
            firsts[item.id] = page.title
    return firsts


def _frame(previewed: Previewed, hidden: Mapping[str, str]) -> dict[str, object]:
    """What the form inside the frame needs to come back here."""
    action = url_for("draft_preview.show", draft_id=previewed.draft.id)
    return {"action": action, "hidden": hidden}
