"""Translations and wording packs beside their originals: listed, written, discarded."""

from __future__ import annotations

import re
from dataclasses import replace
from uuid import UUID

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from screening.core.questionnaire import LANGUAGE
from screening.core.translation import PUBLISHED
from screening.quick_dataclass import dataclass
from screening.security.permissions import Action
from screening.store import definition_drafts, library
from screening.store.db import commit
from screening.store.definition_drafts import DISCARDED, TRANSLATION, DefinitionDraft
from screening.store.errors import DraftOpen, NotThere, StaleText
from screening.web import cookies, translation_history, translation_publishing
from screening.web.csrf import check_token
from screening.web.desk_forms import typed_fields
from screening.web.draft_texts import PAUSE, kept, step
from screening.web.draft_value import my_draft
from screening.web.guards import may
from screening.web.translation_forms import (
    Typed,
    file_of,
    merged,
    problems,
    read_form,
)
from screening.web.translation_pages import SHOWN, stale_page, texts_page
from screening.web.translation_sides import Sides, open_sides

bp = Blueprint("draft_translation", __name__, url_prefix="/admin")
bp.register_blueprint(translation_publishing.bp)
bp.register_blueprint(translation_history.bp)

FORMS = translation_publishing.FORMS
WRONG_LANGUAGE = "Enter a language as two letters, such as es, or with its country, as pt-BR."
OWN_LANGUAGE = "The questionnaire is written in this language. Choose another, or published words."


@dataclass(frozen=True, slots=True)
class Line:
    """One translation of a list."""

    name: str
    in_use: str  # its version; empty where none is in use
    tells: str  # the version of the original that it tells
    draft: bool
    missing: int | None = None  # None where it was not counted
    behind: int | None = None


@bp.get("/translations/")
@may(Action.READ_DRAFTS)
def overview() -> ResponseReturnValue:
    """Each questionnaire in use with its translations and wording packs."""
    lines: dict[str, list[Line]] = {}
    for line in _lines():
        lines.setdefault(line.name.partition(".")[0], []).append(line)
    return render_template(
        "admin/translations/overview.html",
        questionnaires=[(v, lines.get(v.id, [])) for v in library.current(g.session)],
    )


@bp.get("/drafts/<uuid:draft_id>/translations")
@may(Action.READ_DRAFTS)
def show(draft_id: UUID) -> ResponseReturnValue:
    """The translations of a questionnaire's draft, and what each lacks to tell it."""
    draft = my_draft(draft_id)
    lines = [line for line in _lines() if line.name.partition(".")[0] == draft.item_id]
    counted = [_counted(line) for line in lines] if draft.open else lines
    return render_template("admin/translations/of_draft.html", draft=draft, lines=counted)


@bp.get("/translations/<string:item_id>/new")
@may(Action.WRITE_DRAFTS)
def new(item_id: str) -> ResponseReturnValue:
    """Which language, and whether it holds published words."""
    return _new_page(_language_of(item_id), item_id, {"language": "", "words": "own"}, {})


@bp.post("/translations/<string:item_id>/new")
@may(Action.WRITE_DRAFTS)
def add(item_id: str) -> ResponseReturnValue:
    """On to the page of the new translation; its draft begins when it is saved."""
    typed = typed_fields(("language", "words"))
    check_token(FORMS, cookies.STAFF)
    own, language = _language_of(item_id), typed["language"]
    published = typed["words"] == "published"
    errors = {}
    if not re.fullmatch(LANGUAGE, language, re.ASCII):
        errors = {"language": WRONG_LANGUAGE}
    elif language == own and not published:
        errors = {"language": OWN_LANGUAGE}
    if errors:
        return _new_page(own, item_id, typed, errors), 422
    name = f"{item_id}.{language}{PUBLISHED if published else ''}"
    return redirect(url_for(".side_by_side", name=name), 303)


@bp.get("/translations/<string:name>")
@may(Action.READ_DRAFTS)
def side_by_side(name: str) -> ResponseReturnValue:
    """Own text left, translation right; what is missing or behind on top."""
    shown = request.args.get("show", "all")
    return texts_page(
        open_sides(name, request.args.get("of", "")), shown if shown in SHOWN else "all"
    )


@bp.post("/translations/<string:name>")
@may(Action.WRITE_DRAFTS)
def save(name: str) -> ResponseReturnValue:
    """Keep what was typed as the newest text of the draft; faults stand at their fields."""
    sides = open_sides(name, request.form.get("of", ""))
    typed = read_form(sides)
    check_token(FORMS, cookies.STAFF)
    errors = problems(sides, typed)
    if errors and typed.act == PAUSE:
        return {"wrong": len(errors)}, 422
    if errors:
        return texts_page(sides, typed.show, typed=typed, errors=errors), 422
    try:
        held = _keep(sides, typed)
        step(held, typed.act)
    except (StaleText, DraftOpen):
        g.session.rollback()
        if typed.act == PAUSE:
            return {"saved_by": ""}, 409
        return stale_page(open_sides(name, typed.of), typed), 409
    commit(g.session)
    if typed.act == PAUSE:
        return kept(held)
    return redirect(url_for(".side_by_side", name=name, of=sides.of, show=typed.show or None), 303)


@bp.get("/translations/<string:name>/discard")
@may(Action.WRITE_DRAFTS)
def discard(name: str) -> ResponseReturnValue:
    """What discarding means."""
    sides = _with_draft(name)
    return render_template("admin/translations/discard.html", sides=sides)


@bp.post("/translations/<string:name>/discard")
@may(Action.WRITE_DRAFTS)
def discard_now(name: str) -> ResponseReturnValue:
    """End the draft; its texts stay in the history."""
    typed_fields(())
    check_token(FORMS, cookies.STAFF)
    sides = _with_draft(name)
    assert sides.draft is not None
    definition_drafts.close(g.session, sides.draft.id, DISCARDED, by=g.account.id, now=g.now)
    commit(g.session)
    return redirect(url_for(".overview"), 303)


def _with_draft(name: str) -> Sides:
    sides = open_sides(name)
    if sides.draft is None:
        raise NotThere("draft")
    return sides


def _keep(sides: Sides, typed: Typed) -> DefinitionDraft:
    if typed.shown != sides.number:
        draft = sides.draft
        raise StaleText(0, b"", draft.text.saved_by if draft else g.account.id)
    data = file_of(sides, merged(sides.told, typed.texts), typed.rights)
    if sides.draft is not None:
        return definition_drafts.save(
            g.session, sides.draft.id, data, shown=typed.shown, by=g.account.id, now=g.now
        )
    return definition_drafts.begin(
        g.session,
        TRANSLATION,
        sides.name,
        data,
        based_on=sides.in_use.sha256 if sides.in_use else None,
        by=g.account.id,
        now=g.now,
    )


def _lines() -> list[Line]:
    """Every translation that is in use or has a draft, sorted by name."""
    drafts = {d.item_id for d in definition_drafts.list_open(g.session) if d.kind == TRANSLATION}
    in_use = {v.id: v for v in library.current_translations(g.session)}
    found = []
    for name in sorted(drafts | in_use.keys()):
        version = in_use.get(name)
        tells = _tells(version.data) if version else ""
        found.append(Line(name, version.version if version else "", tells, name in drafts))
    return found


def _tells(data: bytes) -> str:
    found = re.search(rb"^for_version: *([0-9.]+)", data, re.MULTILINE)
    return found[1].decode() if found else ""


def _counted(line: Line) -> Line:
    """The same with what it lacks to tell the draft of its questionnaire."""
    try:
        rows = open_sides(line.name, "draft").rows
    except NotThere:  # of a draft that is not sound
        return line
    states = [row.state for row in rows]
    return replace(line, missing=states.count("missing"), behind=states.count("behind"))


def _language_of(item_id: str) -> str:
    """The language of a questionnaire that is in use or has a draft; raises NotThere."""
    return open_sides(f"{item_id}.en").original.language


def _new_page(own: str, item_id: str, typed: dict[str, str], errors: dict[str, str]) -> str:
    return render_template(
        "admin/translations/new.html", own=own, item_id=item_id, typed=typed, errors=errors
    )
