"""Drafts of questionnaires: which there are, begun from what is in use, a starter or a file."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from screening.core.draft_heads import as_next, told_id
from screening.core.starter import LONGEST_ID, is_id, starter_text
from screening.quick_dataclass import dataclass
from screening.security.permissions import Action
from screening.store import accounts, definition_drafts, library
from screening.store.db import commit
from screening.store.definition_drafts import QUESTIONNAIRE, DefinitionDraft
from screening.store.errors import NotThere
from screening.web import (
    cookies,
    draft_faults,
    draft_history,
    draft_texts,
    draft_wording,
    translation_history,
)
from screening.web.csrf import check_token
from screening.web.desk_forms import typed_fields
from screening.web.draft_value import FORMS, Drafted, my_draft, open_drafts
from screening.web.guards import may
from screening.web.one_line import holds_hidden, plain_spaces

bp = Blueprint("drafts", __name__, url_prefix="/admin/drafts")
for part in (draft_texts, draft_wording, draft_faults, draft_history):
    bp.register_blueprint(part.bp)

TITLE_AT_MOST = 120  # characters
LONGEST_FILE = 400 * 1024  # bytes; the longest questionnaire that is shipped has 90 000
WRONG_ID = (
    f"Enter an id of at most {LONGEST_ID} small letters, digits and _, beginning with a letter."
)
ID_TAKEN = "There is a questionnaire with this id. Choose “Edit” beside it, or another id."
WRONG_TITLE = f"Enter the title in one line of at most {TITLE_AT_MOST} characters."
NO_FILE = "Choose the YAML file of a questionnaire."
NO_TEXT = "This file is no text in UTF-8. Save it as YAML in UTF-8, then choose it again."
NO_ID = "This file does not say which questionnaire it is. Give it a line such as “id: cows”."


@dataclass(frozen=True, slots=True)
class Row:
    """One draft of the list."""

    draft: Drafted
    begun_by: str
    saved_by: str


@bp.get("/")
@may(Action.READ_DRAFTS)
def overview() -> ResponseReturnValue:
    """The open drafts, and how a new one is begun."""
    return render_template("admin/drafts/overview.html", rows=_rows())


@bp.get("/new")
@may(Action.WRITE_DRAFTS)
def new() -> ResponseReturnValue:
    """What a new questionnaire is called."""
    return _new_page({"id": "", "title": ""}, {})


@bp.post("/new")
@may(Action.WRITE_DRAFTS)
def begin_new() -> ResponseReturnValue:
    """A draft of a new questionnaire, from the starter."""
    typed = typed_fields(("id", "title"))
    check_token(FORMS, cookies.STAFF)
    typed["title"] = plain_spaces(typed["title"])
    errors = _new_problems(typed)
    if errors:
        return _new_page(typed, errors), 422
    text = starter_text(typed["id"], typed["title"], checked_by_hand=False)
    return _opened(_begin(typed["id"], text, None))


@bp.get("/import")
@may(Action.WRITE_DRAFTS)
def upload() -> ResponseReturnValue:
    """A place to hand in a file."""
    return render_template("admin/drafts/import.html", errors={})


@bp.post("/import")
@may(Action.WRITE_DRAFTS)
def take_file() -> ResponseReturnValue:
    """A file as a draft: the newest text of the one that is open, or a new one."""
    request.max_content_length = LONGEST_FILE
    typed_fields(())
    check_token(FORMS, cookies.STAFF)
    sent = request.files.get("file")
    text = _text_of(sent.stream.read() if sent else b"")
    if text is not None and _is_translation(text):
        return _take_translation(text)
    problem = _file_problem(text)
    if problem or text is None:
        return render_template("admin/drafts/import.html", errors={"file": problem}), 422
    item_id = told_id(text)
    known = definition_drafts.find_open(g.session, item_id)
    if known is None:
        return _opened(_begin(item_id, text, _in_use(item_id)))
    held = definition_drafts.save(
        g.session, known.id, text.encode(), shown=known.text.number, by=g.account.id, now=g.now
    )
    return _opened(held)


@bp.post("/edit")
@may(Action.WRITE_DRAFTS)
def edit() -> ResponseReturnValue:
    """Go on with the draft of a questionnaire, or begin one from the version in use."""
    item_id = typed_fields(("item",))["item"]
    check_token(FORMS, cookies.STAFF)
    known = definition_drafts.find_open(g.session, item_id)
    if known is not None:
        return _opened(known)
    before = _in_use(item_id)
    if before is None:
        raise NotThere("questionnaire")
    return _opened(_begin(item_id, as_next(before.data.decode("utf-8", "replace")), before))


@bp.get("/in-use/<string:item_id>")
@may(Action.READ_DRAFTS)
def version_file(item_id: str) -> ResponseReturnValue:
    """The file of the version in use, byte for byte."""
    found = _in_use(item_id)
    if found is None:
        raise NotThere("questionnaire")
    return _yaml(found.data, f"{found.id}.yaml")


@bp.get("/<uuid:draft_id>/file")
@may(Action.READ_DRAFTS)
def draft_file(draft_id: UUID) -> ResponseReturnValue:
    """The newest text of a draft as a file."""
    found = my_draft(draft_id)
    return _yaml(found.held.text.data, f"{found.item_id}.draft.yaml")


@bp.get("/<uuid:draft_id>/discard")
@may(Action.WRITE_DRAFTS)
def discard(draft_id: UUID) -> ResponseReturnValue:
    """What discarding means."""
    return render_template("admin/drafts/discard.html", draft=my_draft(draft_id))


@bp.post("/<uuid:draft_id>/discard")
@may(Action.WRITE_DRAFTS)
def discard_now(draft_id: UUID) -> ResponseReturnValue:
    """End a draft; its texts stay readable."""
    typed_fields(())
    check_token(FORMS, cookies.STAFF)
    definition_drafts.close(
        g.session, my_draft(draft_id).id, definition_drafts.DISCARDED, by=g.account.id, now=g.now
    )
    commit(g.session)
    return redirect(url_for(".overview"), 303)


def _rows() -> tuple[Row, ...]:
    names = accounts.full_names(g.session)
    return tuple(
        Row(draft, names.get(draft.held.begun_by, ""), names.get(draft.held.text.saved_by, ""))
        for draft in open_drafts()
    )


def _begin(item_id: str, text: str, before: library.Version | None) -> DefinitionDraft:
    return definition_drafts.begin(
        g.session,
        QUESTIONNAIRE,
        item_id,
        text.encode(),
        based_on=before.sha256 if before else None,
        by=g.account.id,
        now=g.now,
    )


def _opened(draft: DefinitionDraft) -> ResponseReturnValue:
    commit(g.session)
    return redirect(url_for("drafts.texts.draft", draft_id=draft.id), 303)


def _in_use(item_id: str) -> library.Version | None:
    return next((found for found in library.current(g.session) if found.id == item_id), None)


def _new_problems(typed: dict[str, str]) -> dict[str, str]:
    errors = {}
    if not is_id(typed["id"]):
        errors["id"] = WRONG_ID
    elif _in_use(typed["id"]) or definition_drafts.find_open(g.session, typed["id"]):
        errors["id"] = ID_TAKEN
    title = typed["title"]
    if not title or len(title) > TITLE_AT_MOST or holds_hidden(title, joiners=True):
        errors["title"] = WRONG_TITLE
    return errors


def _text_of(data: bytes) -> str | None:
    """What a file says, with plain line ends; None where it is no text."""
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return None


def _is_translation(text: str) -> bool:
    return text.startswith("translates:") or "\ntranslates:" in text


def _take_translation(text: str) -> ResponseReturnValue:
    name, problem = translation_history.take_file(text)
    if problem:
        return render_template("admin/drafts/import.html", errors={"file": problem}), 422
    commit(g.session)
    return redirect(url_for("draft_translation.side_by_side", name=name), 303)


def _file_problem(text: str | None) -> str:
    if text is None or "\0" in text:
        return NO_TEXT
    if not text.strip():
        return NO_FILE
    return "" if is_id(told_id(text)) else NO_ID


def _new_page(typed: dict[str, str], errors: dict[str, str]) -> str:
    return render_template("admin/drafts/new.html", typed=typed, errors=errors)


def _yaml(data: bytes, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(data, mimetype="application/yaml", headers=headers)
