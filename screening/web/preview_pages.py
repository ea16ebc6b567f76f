"""How the pages of a preview are filled: the frame, what follows beside it, the questions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from screening.core.item import Item
from screening.core.questionnaire import Questionnaire
from screening.core.words import answer_words
from screening.errors import ScreeningError
from screening.quick_dataclass import dataclass
from screening.store.definition_drafts import TRANSLATION, DefinitionDraft
from screening.web import sitting
from screening.web.course import Course, Raised
from screening.web.draft_value import Drafted, drafted
from screening.web.filters import has_page
from screening.web.preview_draft import Previewed
from screening.web.preview_filled import FRAMES, LAYOUTS, Filled, now_text
from screening.web.preview_screens import (
    Drawing,
    Screen,
    course_of,
    draw_message,
    draw_screen,
    number_of,
    screens_of,
)
from screening.web.preview_told import Results, tell_results

SHOW = "admin/preview/show.html"
TEXT, SIDES = "drafts.texts.draft", "draft_translation.side_by_side"
CRISIS, STOP = "crisis", "stop_tell_staff"
FRAME_WORDS = {"tablet": "Tablet, 1024 × 768", "phone": "Phone, 390 × 844"}
LAYOUT_WORDS = {"one": "One screen at a time", "all": "All on one page"}


@dataclass(frozen=True, slots=True)
class Question:
    """One line of the list of questions."""

    item_id: str
    text: str
    lang: str  # empty where that is English
    answer: str  # empty while there is none
    asked: str  # "asked", "not asked", "cannot be told yet"
    edit: str  # address of its line in the draft's text; empty where it stands in none
    here: bool  # it stands on the screen that is shown


def preview_page(
    previewed: Previewed,
    own: Questionnaire,
    filled: Filled,
    drawing: Drawing | None = None,
    *,
    problem: str = "",
) -> str:
    """The preview as it stands.

    problem   why something that was asked for cannot be had
    """
    course = course_of(own, filled)
    screens = screens_of(course, own, filled)
    number = number_of(screens, filled.item)
    here = screens[number] if number < len(screens) else None
    if here is not None and filled.item not in here.refs.split():
        filled = replace(filled, item=here.items[0].id)
    inner = draw_screen(previewed, own, filled, screens, drawing or Drawing())
    return _page(previewed, own, filled, course, inner, here, screens, problem)


def message_page(
    previewed: Previewed, own: Questionnaire, filled: Filled, told: Sequence[Raised]
) -> str:
    """The preview with what the patient is told just now in its frame."""
    course = course_of(own, filled)
    screens = screens_of(course, own, filled)
    kind = STOP if sitting.stops(tuple(told)) else CRISIS
    helps = any(found.tell_patient == CRISIS for found in course.raised)
    inner = draw_message(previewed, own, filled, kind, helps)
    return _page(previewed, own, filled, course, inner, None, screens, "")


def unreadable_page(previewed: Previewed) -> str:
    """Too little of the text can be read: its faults, and the way back to it."""
    return render_template(
        "admin/preview/unreadable.html",
        previewed=previewed,
        draft=drafted_of(previewed),
        edit=lambda line: edit_address(previewed.draft, line),
    )


def as_far_as_sound(
    previewed: Previewed, make: Callable[[], ResponseReturnValue]
) -> ResponseReturnValue:
    """What can be made of a draft; of one whose faults are in the way, the page that tells them."""
    try:
        return make()
    except (HTTPException, ScreeningError):
        raise
    except Exception:
        # A text with faults may break anything that the checks warrant; a sound one must not.
        if not previewed.faults:
            raise
        return unreadable_page(previewed)


def drafted_of(previewed: Previewed) -> Drafted | None:
    """What the line under the heading tells; a translation has none."""
    return None if previewed.is_translation else drafted(previewed.draft)


def edit_address(draft: DefinitionDraft, line: int | None, item_id: str = "") -> str:
    """The line of the draft's text, or the texts of a translation; empty where there is no page.

    item_id   the question to come back to
    """
    if draft.kind == TRANSLATION:
        if not has_page(SIDES):
            return ""
        anchor = f"t.items.{item_id}.text" if item_id else None
        return url_for(SIDES, name=draft.item_id, _anchor=anchor)
    anchor = f"line-{line}" if line else None
    back = {"item": item_id, "line": line} if item_id else {}
    return url_for(TEXT, draft_id=draft.id, **back, _anchor=anchor)  # type: ignore[arg-type]


def _page(
    previewed: Previewed,
    own: Questionnaire,
    filled: Filled,
    course: Course,
    inner: str,
    here: Screen | None,
    screens: Sequence[Screen],
    problem: str,
) -> str:
    results = _results(previewed, own, filled)
    return render_template(
        SHOW,
        previewed=previewed,
        draft=drafted_of(previewed),
        own=own,
        filled=filled,
        hidden=filled.hidden(own),
        inner=inner,
        refs=here.refs if here else "",
        who=here.role if here else "patient",
        screens=len(screens),
        results=results,
        questions=[_question(previewed, filled, course, here, item) for item in own.items],
        frames=[(one, FRAME_WORDS[one]) for one in FRAMES],
        layouts=[(one, LAYOUT_WORDS[one]) for one in LAYOUTS],
        link=url_for("draft_preview.show", draft_id=previewed.draft.id, **filled.address()),
        next_seed=1 if filled.seed is None else filled.seed + 1,
        now=now_text(),
        edit=lambda line: edit_address(previewed.draft, line),
        problem=problem,
    )


def _results(previewed: Previewed, own: Questionnaire, filled: Filled) -> Results | None:
    """None where the faults of the text keep it from being worked out."""
    try:
        return tell_results(own, filled)
    except Exception:
        if not previewed.faults:  # as above; the questions may be shown all the same
            raise
        return None


def _question(
    previewed: Previewed,
    filled: Filled,
    course: Course,
    here: Screen | None,
    item: Item,
) -> Question:
    words = previewed.words[filled.language].questionnaire
    given = filled.answers.get(item.id)
    line = previewed.lines.get(item.id)
    return Question(
        item_id=item.id,
        text=words.item(item.id).text,
        lang="" if words.language.startswith("en") else words.language,
        answer=answer_words(item, given) if given is not None else "",
        asked=_asked(course, item),
        edit=edit_address(previewed.draft, line, item.id) if line else "",
        here=here is not None and item.id in here.refs.split(),
    )


def _asked(course: Course, item: Item) -> str:
    (name,) = course.questionnaires
    if course.is_out(name, item.id):
        return "not asked"
    return "cannot be told yet" if item in course.undecided else "asked"
