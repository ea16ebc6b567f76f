"""Every text of a draft: who saved it, what it changed, looked at, and brought back."""

from __future__ import annotations

from itertools import pairwise
from uuid import UUID

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from screening.core.line_difference import Count, count_changes, line_difference
from screening.quick_dataclass import dataclass
from screening.security.permissions import Action
from screening.store import accounts, definition_texts
from screening.store.db import commit
from screening.store.definition_texts import DefinitionText
from screening.store.errors import NotThere
from screening.web import cookies
from screening.web.csrf import check_token
from screening.web.desk_forms import typed_fields
from screening.web.draft_texts import bring_back
from screening.web.draft_value import FORMS, Drafted, my_draft, words_of
from screening.web.guards import may
from screening.web.plain_values import read_number

bp = Blueprint("history", __name__, url_prefix="/<uuid:draft_id>/history")

TEXTS_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Saved:
    """One line of the history."""

    text: DefinitionText
    saved_by: str
    changed: Count | None  # against the text before; None for the first one


@bp.get("")
@may(Action.READ_DRAFTS)
def texts(draft_id: UUID) -> ResponseReturnValue:
    """The newest texts, or those up to a number, the newest first."""
    draft = my_draft(draft_id)
    upto = min(read_number(request.args.get("upto", "")) or draft.number, draft.number)
    # One more than is shown: the oldest line is told against it.
    held = definition_texts.history(g.session, draft_id, upto=upto, at_most=TEXTS_A_PAGE + 1)
    rows = rows_of(held)
    return render_template(
        "admin/drafts/history.html",
        draft=draft,
        rows=rows,
        older=rows[-1].text.number - 1,
        newest=rows[0].text.number == draft.number,
    )


@bp.get("/<int:number>")
@may(Action.READ_DRAFTS)
def text(draft_id: UUID, number: int) -> ResponseReturnValue:
    """One text, and what it changed."""
    draft = _draft_with(draft_id, number)
    held = definition_texts.text(g.session, draft_id, number)
    before = definition_texts.text(g.session, draft_id, number - 1) if number > 1 else None
    words = words_of(held.data)
    return render_template(
        "admin/drafts/text.html",
        draft=draft,
        saved=held,
        saved_by=accounts.full_names(g.session).get(held.saved_by, ""),
        words=words,
        difference=line_difference(words_of(before.data), words) if before else (),
    )


@bp.post("/<int:number>")
@may(Action.WRITE_DRAFTS)
def bring(draft_id: UUID, number: int) -> ResponseReturnValue:
    """Make an older text the newest one; all that came after it stays in the history."""
    typed_fields(())
    check_token(FORMS, cookies.STAFF)
    bring_back(_draft_with(draft_id, number).held, number)
    commit(g.session)
    return redirect(url_for("drafts.texts.draft", draft_id=draft_id), 303)


def _draft_with(draft_id: UUID, number: int) -> Drafted:
    """The draft, if it has a text of this number; asked here, as databases count only so far.

    raises   NotThere
    """
    draft = my_draft(draft_id)
    if not 1 <= number <= draft.number:
        raise NotThere("text of the draft")
    return draft


def rows_of(held: tuple[DefinitionText, ...]) -> list[Saved]:
    """Texts that follow one another as lines, the newest first; the oldest tells no line
    unless it is the first text at all."""
    names = accounts.full_names(g.session)
    rows = [
        Saved(after, names.get(after.saved_by, ""), _changed(before, after))
        for before, after in pairwise(held)
    ]
    if held[0].number == 1:
        rows.insert(0, Saved(held[0], names.get(held[0].saved_by, ""), None))
    return rows[::-1]


def _changed(before: DefinitionText, after: DefinitionText) -> Count:
    return count_changes(words_of(before.data), words_of(after.data))
