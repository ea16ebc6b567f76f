"""Preview of a draft: filled in by hand or at random, with all that follows from it beside it.

Nothing of it is stored, so a POST answers with a page: what is filled in travels in its form.
"""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from flask import Blueprint, Response, g, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from screening.core.answers import Setting
from screening.core.item import Item
from screening.core.questionnaire import Questionnaire
from screening.quick_dataclass import dataclass
from screening.report.renderer import RendererError
from screening.security.permissions import Action
from screening.web import cookies, papers, preview_cases, sitting
from screening.web.csrf import FIELD, check_token
from screening.web.forms import ItemsForm, page_form
from screening.web.guards import let_others_write, may
from screening.web.language import as_a_patient_reads
from screening.web.preview_draft import Previewed, load_previewed
from screening.web.preview_filled import (
    END,
    FIELDS,
    FRAMES,
    LAYOUTS,
    Filled,
    of_address,
    of_form,
    seed_problem,
)
from screening.web.preview_pages import (
    as_far_as_sound,
    message_page,
    preview_page,
    unreadable_page,
)
from screening.web.preview_paper import head_of, preview_pdf
from screening.web.preview_screens import (
    Drawing,
    Screen,
    course_of,
    number_of,
    screens_of,
    spoken,
)

bp = Blueprint("draft_preview", __name__, url_prefix="/admin/drafts/<uuid:draft_id>/preview")
bp.register_blueprint(preview_cases.bp)

PURPOSE = "draft_preview"  # of the form token
SHOWN, ACT, KIND = "page-item", "page-act", "page-kind"
OWN_FIELDS = frozenset({*FIELDS, FIELD, SHOWN, ACT, KIND})


@dataclass(frozen=True, slots=True)
class Posted:
    """What came from the screen in the frame."""

    items: tuple[Item, ...]  # that stood on it and are still in the text; none from elsewhere
    form: ItemsForm
    sound: bool  # core took everything that was typed


@bp.route("", methods=["GET", "POST"])
@may(Action.READ_DRAFTS)
def show(draft_id: UUID) -> ResponseReturnValue:
    """The preview as its address names it, or as its form was sent: the button says what comes."""
    if request.method == "POST":
        check_token(PURPOSE, cookies.STAFF)
        let_others_write()  # it is sent while somebody types, and drawn each time
    previewed = load_previewed(draft_id)
    own = previewed.shown
    if own is None:
        return unreadable_page(previewed)
    if request.method == "POST":
        return as_far_as_sound(previewed, lambda: _filled_page(previewed, own))
    return as_far_as_sound(previewed, lambda: _named_page(previewed, own))


@bp.post("/summary")
@may(Action.READ_DRAFTS)
def summary(draft_id: UUID) -> ResponseReturnValue:
    """The PDF of what is filled in; nothing of it is kept."""
    check_token(PURPOSE, cookies.STAFF)
    let_others_write()
    previewed = load_previewed(draft_id)
    own = previewed.shown
    if own is None:
        return unreadable_page(previewed)
    return as_far_as_sound(previewed, lambda: _summary(previewed, own))


def _named_page(previewed: Previewed, own: Questionnaire) -> ResponseReturnValue:
    problem = seed_problem()
    page = preview_page(previewed, own, of_address(previewed, own), problem=problem)
    return page, 422 if problem else 200


def _summary(previewed: Previewed, own: Questionnaire) -> ResponseReturnValue:
    _refuse_strange(())
    filled = of_form(previewed, own)
    if missing := papers.packages_to_install():
        problem = f"PDFs are off on this server. Missing: {', '.join(missing)}."
        return preview_page(previewed, own, filled, problem=problem), 503
    head = head_of(previewed.draft)
    g.session.rollback()  # nothing is held open while the page is drawn
    try:
        pdf = preview_pdf(own, filled, head)
    except RendererError as error:
        return preview_page(previewed, own, filled, problem=str(error)), 503
    name = f"preview-{previewed.draft.item_id}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(pdf, mimetype="application/pdf", headers=headers)


def _filled_page(previewed: Previewed, own: Questionnaire) -> ResponseReturnValue:
    before = of_form(previewed, own)
    act = request.form.get(ACT, "update")
    posted = _posted(previewed, own, before, must=act == "next")
    if posted.form.change_rows(act):
        return preview_page(previewed, own, before, Drawing(posted.form.controls))
    after = _with_typed(before, posted)
    if act == "next":
        return _next(previewed, own, before, after, posted)
    if act == "update":
        return _typed_page(previewed, own, after, posted, 200)
    return preview_page(previewed, own, _chosen(previewed, own, after, act))


def _posted(previewed: Previewed, own: Questionnaire, before: Filled, *, must: bool) -> Posted:
    named = request.form.get(SHOWN, "").split()
    items = tuple(own.item(item_id) for item_id in named if own.has_item(item_id))
    _refuse_strange(named)
    words = previewed.words[before.language]
    role = "clinician" if request.form.get(KIND) == "sheet" else "patient"
    with as_a_patient_reads(spoken(words)):
        form = page_form(
            [words.questionnaire.item(item.id) for item in items],
            role="clinician" if role == "clinician" else "patient",
            purpose=PURPOSE,
            setting=Setting(before.visit),
            formdata=request.form,
            must=must and role == "patient",
            cookie=cookies.STAFF,
        )
        return Posted(items, form, form.validate())


def _refuse_strange(named: list[str] | tuple[()]) -> None:
    """A form of staff takes named fields only; those of an item begin with its id."""
    for name in request.form:
        if name not in OWN_FIELDS and name.partition(".")[0] not in named:
            raise BadRequest


def _with_typed(before: Filled, posted: Posted) -> Filled:
    """With what core took from the screen; an item that stands blank or wrong there has none."""
    shown = {item.id for item in posted.items}
    rest = {item_id: one for item_id, one in before.answers.items() if item_id not in shown}
    return before.given(rest | posted.form.answers)


def _next(
    previewed: Previewed, own: Questionnaire, before: Filled, after: Filled, posted: Posted
) -> ResponseReturnValue:
    """As a tablet goes on: not from a refused answer, and by way of what the patient is told."""
    if not posted.sound:
        return _typed_page(previewed, own, after, posted, 422)
    old, new = course_of(own, before), course_of(own, after)
    screens = screens_of(new, own, after)
    here = number_of(screens, posted.items[0].id) if posted.items else 0
    following = _item_of(screens, here + 1)
    told = sitting.newly_told(old, new) if request.form.get(KIND) != "sheet" else ()
    there = replace(after, item=following)
    return (
        message_page(previewed, own, there, told) if told else preview_page(previewed, own, there)
    )


def _typed_page(
    previewed: Previewed, own: Questionnaire, after: Filled, posted: Posted, status: int
) -> ResponseReturnValue:
    """The same screen with everything that was typed, and what core refused of it."""
    screens = screens_of(course_of(own, after), own, after)
    number = number_of(screens, after.item)
    same = number < len(screens) and screens[number].items == posted.items
    if not (same and posted.items):
        return preview_page(previewed, own, after), status
    with as_a_patient_reads(spoken(previewed.words[after.language])):
        drawing = Drawing(posted.form.controls, posted.form.faults)
    return preview_page(previewed, own, after, drawing), status


def _chosen(previewed: Previewed, own: Questionnaire, after: Filled, act: str) -> Filled:
    """Another screen, frame, language or layout; anything else leaves all as it is."""
    word, _, value = act.partition(".")
    screens = screens_of(course_of(own, after), own, after)
    if act == "back":
        return replace(after, item=_item_of(screens, max(0, number_of(screens, after.item) - 1)))
    if act == "clear":
        return replace(after, answers={}, seed=None, item="")
    known = {
        "item": value == END or own.has_item(value),
        "frame": value in FRAMES,
        "language": value in previewed.words,
        "layout": value in LAYOUTS,
    }
    if not known.get(word, False):
        return after
    chosen = {word: value}
    return replace(after, **chosen)  # type: ignore[arg-type]  # the four are texts


def _item_of(screens: tuple[Screen, ...], number: int) -> str:
    return screens[number].items[0].id if number < len(screens) else END
