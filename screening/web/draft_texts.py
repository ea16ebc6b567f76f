"""The text of a draft: typed, saved, held against what somebody else saved meanwhile."""

from __future__ import annotations

from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from screening.core.line_difference import line_difference
from screening.security.permissions import Action
from screening.store import accounts, definition_drafts, definition_texts
from screening.store.db import commit
from screening.store.definition_drafts import DefinitionDraft
from screening.store.errors import DraftClosed, StaleText
from screening.web import cookies
from screening.web.csrf import check_token
from screening.web.desk_forms import typed_fields
from screening.web.draft_checks import check
from screening.web.draft_value import FORMS, drafted, my_draft, words_of
from screening.web.guards import let_others_write, may
from screening.web.plain_values import need_number
from screening.web.site_here import site

bp = Blueprint("texts", __name__, url_prefix="/<uuid:draft_id>")

LONGEST_TEXT = 1024 * 1024  # bytes as they are sent
SAVE, UNDO, REDO, THEIRS = "save", "undo", "redo", "theirs"  # what is done beside saving
PAUSE = "pause"  # sent by the script of a form of plain fields


@bp.get("")
@may(Action.READ_DRAFTS)
def draft(draft_id: UUID) -> ResponseReturnValue:
    """The text as it was saved last, to be changed, and what the loader says of it."""
    found = my_draft(draft_id)
    return render_template(
        "admin/drafts/draft.html",
        draft=found,
        checked=check(g.session, found),
        saved_by=_name(found.held.text.saved_by),
        before=definition_drafts.step_back(found.held),
        after=definition_drafts.step_on(g.session, found.held),
    )


@bp.post("")
@may(Action.WRITE_DRAFTS)
def save(draft_id: UUID) -> ResponseReturnValue:
    """Keep what was typed; nothing of it is lost where somebody else was first."""
    shown, typed, act = _read()
    my_draft(draft_id)
    try:
        if act == THEIRS:
            _go_on_with_theirs(draft_id, typed, shown)
        else:
            step(_save(draft_id, typed, shown), act)
    except StaleText as error:
        g.session.rollback()
        return _both(draft_id, typed, error), 409
    except DraftClosed:
        g.session.rollback()
        page = render_template("admin/drafts/closed.html", draft=my_draft(draft_id), typed=typed)
        return page, 409
    commit(g.session)
    return redirect(url_for(".draft", draft_id=draft_id), 303)


@bp.post("/pause")
@may(Action.WRITE_DRAFTS)
def pause(draft_id: UUID) -> ResponseReturnValue:
    """The same for the script, at each pause in typing: what is kept, and what the loader says."""
    shown, typed, _ = _read()
    my_draft(draft_id)
    try:
        held = _save(draft_id, typed, shown)
    except StaleText as error:
        return {"saved_by": _name(error.saved_by)}, 409
    except DraftClosed:
        return {"saved_by": ""}, 409
    let_others_write()  # checking takes its time
    found = drafted(held)
    checked = check(g.session, found)
    return kept(held) | {
        "name": found.name,
        "checked": render_template("admin/drafts/checked.html", draft=found, checked=checked),
        "marks": [
            {"line": fault.line, "column": fault.column, "words": f"{fault.problem} {fault.fix}"}
            for fault in checked.faults
        ],
    }


def kept(held: DefinitionDraft) -> dict[str, object]:
    """What a script is told of the text that it just saved."""
    at = held.text.saved_at.astimezone(ZoneInfo(site().time_zone))
    return {"number": held.text.number, "saved_at": f"{at:%H:%M}"}


def _save(draft_id: UUID, typed: str, shown: int) -> DefinitionDraft:
    return definition_drafts.save(
        g.session, draft_id, typed.encode(), shown=shown, by=g.account.id, now=g.now
    )


def step(held: DefinitionDraft, act: str) -> None:
    """Bring back the text before the newest one, or the one after it."""
    number = None
    if act == UNDO:
        number = definition_drafts.step_back(held)
    elif act == REDO:
        number = definition_drafts.step_on(g.session, held)
    if number is not None:
        bring_back(held, number)


def bring_back(held: DefinitionDraft, number: int) -> None:
    """Make an older text the newest one."""
    definition_drafts.save(
        g.session,
        held.id,
        definition_texts.text(g.session, held.id, number).data,
        shown=held.text.number,
        by=g.account.id,
        now=g.now,
        again=number,
    )


def _go_on_with_theirs(draft_id: UUID, typed: str, shown: int) -> None:
    """Mine is kept in the history, theirs is the newest once more."""
    theirs = definition_drafts.get(g.session, draft_id).text.number
    held = _save(draft_id, typed, shown)
    if held.text.number != theirs:
        bring_back(held, theirs)


def _both(draft_id: UUID, typed: str, stale: StaleText) -> str:
    theirs = words_of(stale.data)
    return render_template(
        "admin/drafts/both.html",
        draft=my_draft(draft_id),
        number=stale.number,
        typed=typed,
        theirs=theirs,
        saved_by=_name(stale.saved_by),
        difference=line_difference(theirs, typed),
    )


def _read() -> tuple[int, str, str]:
    """Number of the text that the page was shown with, what was typed, and what is to be done.

    "compare" is for the script alone: a text that is known to be stale is sent to see both.

    raises   BadRequest, NotFromHere
    """
    request.max_content_length = request.max_form_memory_size = LONGEST_TEXT
    typed = typed_fields(("text", "shown", "act"))
    check_token(FORMS, cookies.STAFF)
    shown = need_number(typed["shown"])
    # Browsers send every line break as two signs; not trimmed: it is kept exactly.
    return shown, request.form.get("text", "").replace("\r\n", "\n"), typed["act"] or SAVE


def _name(account_id: UUID) -> str:
    return accounts.full_names(g.session).get(account_id, "somebody else")
