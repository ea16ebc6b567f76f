"""A case made from a preview: shown first, then put at the end of the cases in the draft's text."""

from __future__ import annotations

import re
from uuid import UUID

from flask import Blueprint, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from screening.core.documents import write_document
from screening.core.drafted_case import NoRoom, WithCase, drafted_case, free_case_id, put_case
from screening.core.questionnaire import Questionnaire
from screening.core.scalars import NAME
from screening.errors import AnswersRefused
from screening.security.permissions import Action
from screening.store import accounts, definition_drafts
from screening.store.errors import DraftClosed, NotThere, StaleText
from screening.web import cookies
from screening.web.csrf import FIELD, check_token
from screening.web.errors import FaultyText
from screening.web.guards import let_others_write, may, write_aside
from screening.web.plain_values import need_number
from screening.web.preview_draft import Previewed, load_previewed
from screening.web.preview_filled import FIELDS, Filled, now_text, of_form
from screening.web.preview_pages import as_far_as_sound, drafted_of, edit_address

bp = Blueprint("cases", __name__, url_prefix="/case")

PURPOSE = "draft_preview"
ID, SHOWN = "case-id", "case-shown"
LONGEST_ID = 60  # as long as any name in a questionnaire
WRONG_ID = "Enter a name of small letters, digits and _ that begins with a letter, at most 60."
TAKEN_ID = "Another case has this name. Enter another one."
REFUSED = "Some answers do not fit the text any more. Go back to the preview and look at them."


@bp.post("")
@may(Action.WRITE_DRAFTS)
def show(draft_id: UUID) -> ResponseReturnValue:
    """The case as it would be added; nothing is changed yet."""
    previewed, own, filled = _sent(draft_id, FIELDS)
    return as_far_as_sound(previewed, lambda: _page(previewed, own, filled, free_case_id(own)))


@bp.post("/add")
@may(Action.WRITE_DRAFTS)
def add(draft_id: UUID) -> ResponseReturnValue:
    """Save the text with the case in it, unless somebody saved another text meanwhile."""
    previewed, own, filled = _sent(draft_id, (*FIELDS, ID, SHOWN))
    return as_far_as_sound(previewed, lambda: _add(previewed, own, filled))


def _add(previewed: Previewed, own: Questionnaire, filled: Filled) -> ResponseReturnValue:
    case_id = request.form.get(ID, "").strip()
    if wrong := _wrong_id(own, case_id):
        return _page(previewed, own, filled, case_id, {ID: wrong}), 422
    try:
        made = _with_case(previewed, own, filled, case_id)
        with write_aside() as session:
            definition_drafts.save(
                session, previewed.draft.id, made.data, shown=_shown(), by=g.account.id, now=g.now
            )
    except (NoRoom, AnswersRefused):
        return _page(previewed, own, filled, case_id), 409  # it says why
    except StaleText as error:
        by = accounts.get(g.session, error.saved_by).full_name
        return _page(previewed, own, filled, case_id, stale_by=by), 409
    return redirect(edit_address(previewed.draft, made.line), 303)


def _sent(draft_id: UUID, fields: tuple[str, ...]) -> tuple[Previewed, Questionnaire, Filled]:
    """The draft and what is filled in.

    raises   BadRequest, NotFromHere, NotThere, DraftClosed, FaultyText
    """
    if set(request.form) - {*fields, FIELD}:
        raise BadRequest
    check_token(PURPOSE, cookies.STAFF)
    let_others_write()
    previewed = load_previewed(draft_id)
    if previewed.is_translation:
        raise NotThere("draft")
    if previewed.draft.closed_as is not None:
        raise DraftClosed
    own = previewed.questionnaire
    if own is None or not previewed.whole:
        raise FaultyText
    return previewed, own, of_form(previewed, own)


def _page(
    previewed: Previewed,
    own: Questionnaire,
    filled: Filled,
    case_id: str,
    errors: dict[str, str] | None = None,
    *,
    stale_by: str = "",
) -> str:
    """What will be added, or why it cannot be.

    stale_by   who saved another text meanwhile
    """
    made, problem = None, ""
    try:
        # With a name that cannot stand, what is shown goes by one that can.
        made = _with_case(previewed, own, filled, free_case_id(own) if errors else case_id)
    except (NoRoom, AnswersRefused) as error:
        problem = str(error) if isinstance(error, NoRoom) else REFUSED
    return render_template(
        "admin/preview/case.html",
        previewed=previewed,
        draft=drafted_of(previewed),
        hidden=filled.hidden(own),
        typed={ID: case_id},
        errors=errors or {},
        shown=previewed.draft.text.number,
        made=made,
        problem=problem,
        stale_by=stale_by,
        refused=filled.refused,
        longest=LONGEST_ID,
    )


def _with_case(previewed: Previewed, own: Questionnaire, filled: Filled, case_id: str) -> WithCase:
    case = drafted_case(
        own,
        write_document(own, filled.answers),
        case_id=case_id,
        visit=filled.at,
        source=f"worked in the preview by {g.account.full_name}, {now_text()[:10]}; "
        "not yet worked by hand",
    )
    return put_case(previewed.draft.text.data, case)


def _wrong_id(own: Questionnaire, case_id: str) -> str:
    if not re.fullmatch(NAME, case_id, re.ASCII) or len(case_id) > LONGEST_ID:
        return WRONG_ID
    return TAKEN_ID if any(case.id == case_id for case in own.cases) else ""


def _shown() -> int:
    return need_number(request.form.get(SHOWN, ""))
