"""The texts of a translation's draft: who saved which, brought back; and its file, out and in."""

from __future__ import annotations

from flask import Blueprint, Response, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from screening.core.line_difference import line_difference
from screening.core.loading import load_stored_translation
from screening.errors import DefinitionErrors
from screening.security.permissions import Action
from screening.store import accounts, definition_drafts, definition_texts, library
from screening.store.db import commit
from screening.store.definition_drafts import TRANSLATION, DefinitionDraft
from screening.store.errors import NotThere
from screening.web import cookies
from screening.web.csrf import check_token
from screening.web.desk_forms import typed_fields
from screening.web.draft_history import TEXTS_A_PAGE, rows_of
from screening.web.draft_texts import bring_back
from screening.web.draft_value import words_of
from screening.web.guards import may

bp = Blueprint("history", __name__, url_prefix="/translations/<string:name>")

FORMS = "translations"  # purpose of the form token
UNKNOWN = "It is a translation of “{}”, which is neither in use nor a draft here."
AND_MORE = "{} Line {}: {} {}"


@bp.get("/history")
@may(Action.READ_DRAFTS)
def texts(name: str) -> ResponseReturnValue:
    """The newest texts, or those up to a number, the newest first."""
    draft = _open_draft(name)
    newest = draft.text.number
    upto = min(request.args.get("upto", default=newest, type=int), newest)
    # One more than is shown: the oldest line is told against it.
    held = definition_texts.history(
        g.session, draft.id, upto=max(upto, 1), at_most=TEXTS_A_PAGE + 1
    )
    rows = rows_of(held)
    return render_template(
        "admin/translations/history.html",
        name=name,
        rows=rows,
        older=rows[-1].text.number - 1,
        newest=rows[0].text.number == newest,
    )


@bp.get("/history/<int:number>")
@may(Action.READ_DRAFTS)
def text(name: str, number: int) -> ResponseReturnValue:
    """One text, and what it changed."""
    draft = _open_draft(name)
    held = definition_texts.text(g.session, draft.id, number)
    before = definition_texts.text(g.session, draft.id, number - 1) if number > 1 else None
    words = words_of(held.data)
    names = {one.id: one.full_name for one in accounts.list_accounts(g.session)}
    return render_template(
        "admin/translations/text.html",
        name=name,
        newest=draft.text.number,
        saved=held,
        saved_by=names.get(held.saved_by, ""),
        words=words,
        difference=line_difference(words_of(before.data), words) if before else (),
    )


@bp.post("/history/<int:number>")
@may(Action.WRITE_DRAFTS)
def bring(name: str, number: int) -> ResponseReturnValue:
    """Make an older text the newest one; all that came after it stays in the history."""
    typed_fields(())
    check_token(FORMS, cookies.STAFF)
    bring_back(_open_draft(name), number)
    commit(g.session)
    return redirect(url_for("draft_translation.side_by_side", name=name), 303)


@bp.get("/file")
@may(Action.READ_DRAFTS)
def file(name: str) -> ResponseReturnValue:
    """The draft's newest text as a file, or the version in use where there is no draft."""
    draft = definition_drafts.find_open(g.session, name)
    in_use = {version.id: version.data for version in library.current_translations(g.session)}
    if draft is not None and draft.kind == TRANSLATION:
        data, ending = draft.text.data, "draft.yaml"
    elif name in in_use:
        data, ending = in_use[name], "yaml"
    else:
        raise NotThere("translation")
    headers = {"Content-Disposition": f'attachment; filename="{name}.{ending}"'}
    return Response(data, mimetype="application/yaml", headers=headers)


def take_file(text: str) -> tuple[str, str]:
    """A file that somebody handed in, as the newest text of a translation's draft.

    returns  the name of the translation, empty where it was refused; why it was refused
    """
    data = text.encode()
    try:
        found = load_stored_translation("file", data)
    except DefinitionErrors as error:
        fault, more = error.faults[0], len(error.faults) - 1
        head = f"This translation has {more + 1} faults." if more else "It has a fault."
        return "", AND_MORE.format(head, fault.line, fault.problem, fault.fix)
    known = {version.id: version for version in library.current_translations(g.session)}
    if not _is_known(found.translates):
        return "", UNKNOWN.format(found.translates)
    name, by, now = found.id, g.account.id, g.now
    draft = definition_drafts.find_open(g.session, name)
    if draft is not None:
        definition_drafts.save(g.session, draft.id, data, shown=draft.text.number, by=by, now=now)
    else:
        before = known[name].sha256 if name in known else None
        definition_drafts.begin(g.session, TRANSLATION, name, data, based_on=before, by=by, now=now)
    return name, ""


def _is_known(item_id: str) -> bool:
    in_use = any(version.id == item_id for version in library.current(g.session))
    return in_use or definition_drafts.find_open(g.session, item_id) is not None


def _open_draft(name: str) -> DefinitionDraft:
    """The open draft of a translation; raises NotThere."""
    found = definition_drafts.find_open(g.session, name)
    if found is None or found.kind != TRANSLATION:
        raise NotThere("draft")
    return found
