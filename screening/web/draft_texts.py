"""The text of a draft: typed, saved, held against what somebody else saved meanwhile."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from screening.security.permissions import Action
from screening.store import definition_drafts
from screening.store.db import commit
from screening.store.errors import StaleText
from screening.web import cookies
from screening.web.csrf import check_token
from screening.web.desk_forms import typed_fields
from screening.web.draft_value import FORMS, my_draft, words_of
from screening.web.forms import NUMBER_AT_MOST
from screening.web.guards import may

bp = Blueprint("texts", __name__, url_prefix="/<uuid:draft_id>")

LONGEST_TEXT = 1024 * 1024  # bytes as they are sent


@bp.get("")
@may(Action.READ_DRAFTS)
def draft(draft_id: UUID) -> ResponseReturnValue:
    """The text as it was saved last, to be changed."""
    return render_template("admin/drafts/draft.html", draft=my_draft(draft_id))


@bp.post("")
@may(Action.WRITE_DRAFTS)
def save(draft_id: UUID) -> ResponseReturnValue:
    """Keep what was typed; nothing of it is lost where somebody else was first."""
    shown, typed = read_text()
    try:
        definition_drafts.save(
            g.session, draft_id, typed.encode(), shown=shown, by=g.account.id, now=g.now
        )
    except StaleText as error:
        g.session.rollback()
        stored = words_of(error.data)
        page = render_template(
            "admin/drafts/both.html", draft=my_draft(draft_id), typed=typed, stored=stored
        )
        return page, 409
    commit(g.session)
    return redirect(url_for(".draft", draft_id=draft_id), 303)


def read_text() -> tuple[int, str]:
    """Number of the text that the page was shown with, and what was typed.

    raises   BadRequest, NotFromHere
    """
    request.max_content_length = request.max_form_memory_size = LONGEST_TEXT
    shown = typed_fields(("text", "shown"))["shown"]
    check_token(FORMS, cookies.STAFF)
    if not (shown.isascii() and shown.isdecimal() and len(shown) <= NUMBER_AT_MOST):
        raise BadRequest
    # Browsers send every line break as two signs.
    return int(shown), request.form.get("text", "").replace("\r\n", "\n")
