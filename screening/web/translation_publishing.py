"""A translation put into use by somebody who did not write it, and who says so by name."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from screening.core.loading import load_stored_translation, load_translation
from screening.security.permissions import Action
from screening.store import accounts, definition_drafts, library
from screening.store.db import commit
from screening.store.definition_drafts import PUBLISHED, DefinitionDraft
from screening.store.errors import NotThere, StaleText
from screening.web import cookies
from screening.web.csrf import check_token
from screening.web.desk_forms import typed_fields
from screening.web.fresh import fresh_proof
from screening.web.guards import may
from screening.web.translation_forms import text_of
from screening.web.translation_sides import IN_USE, Sides, open_sides

bp = Blueprint("publishing", __name__, url_prefix="/translations/<string:name>/publish")

FORMS = "translations"  # purpose of the form token
NOT_COMPARED = "Tick that you have compared both texts."
OWN_TEXT = (
    "You saved a text of this draft. Somebody else who reads both languages has to compare and "
    "publish it: a clinician or another administrator."
)
NOT_IN_USE = "It was written for version {}, and version {} is in use. Save it for that one first."
GAPS = "Texts that are still missing: {}. They stand on top of both texts."
NOTHING_IN_USE = "The questionnaire is not in use yet. Publish it first."


@bp.get("")
@may(Action.READ_DRAFTS)
def show(name: str) -> ResponseReturnValue:
    """What publishing needs, what changed, and which texts stayed while the original changed."""
    return _page(*_draft(name), {})


@bp.post("")
@may(Action.PUBLISH_TRANSLATIONS)
@fresh_proof
def publish(name: str) -> ResponseReturnValue:
    """Take the draft into use under the name of who compared it. No score changes by it."""
    typed = typed_fields(("shown", "compared"))
    check_token(FORMS, cookies.STAFF)
    sides, draft = _draft(name)
    if typed["shown"] != str(draft.text.number):
        raise StaleText(draft.text.number, draft.text.data, draft.text.saved_by)
    if hindrances(sides, draft):
        return _page(sides, draft, {}), 409
    if not typed["compared"]:
        return _page(sides, draft, {"compared": NOT_COMPARED}), 422
    _publish(sides, draft)
    commit(g.session)
    return redirect(url_for("draft_translation.overview"), 303)


def hindrances(sides: Sides, draft: DefinitionDraft) -> list[str]:
    """Why this draft may not be published, or not by whoever is signed in."""
    found = []
    told = load_stored_translation(sides.name, draft.text.data).for_version
    if sides.original_version is None:
        found.append(NOTHING_IN_USE)
    elif told != sides.original_version:
        found.append(NOT_IN_USE.format(told, sides.original_version))
    gaps = [fault for fault in sides.faults if fault.code == "missing_text"]
    if gaps:
        found.append(GAPS.format(len(gaps)))
    found += [f"{fault.problem} {fault.fix}" for fault in sides.faults if fault not in gaps]
    if g.account.id in definition_drafts.writers(g.session, draft.id):
        found.append(OWN_TEXT)
    return found


def _draft(name: str) -> tuple[Sides, DefinitionDraft]:
    sides = open_sides(name, IN_USE)
    if sides.draft is None:
        raise NotThere("draft")
    return sides, sides.draft


def _publish(sides: Sides, draft: DefinitionDraft) -> None:
    head = replace(sides.head, reviewed_by=g.account.full_name)
    data = text_of(sides, head, sides.told)
    found = load_translation(f"{sides.name}.yaml", data, {sides.original.id: sides.original})
    definition_drafts.save(
        g.session, draft.id, data, shown=draft.text.number, by=g.account.id, now=g.now
    )
    library.import_translation(
        g.session, found.id, found.version, data, for_version=found.for_version, now=g.now
    )
    definition_drafts.close(g.session, draft.id, PUBLISHED, by=g.account.id, now=g.now)


def _page(sides: Sides, draft: DefinitionDraft, errors: dict[str, str]) -> str:
    before = sides.in_use.told if sides.in_use else {}
    names = accounts.full_names(g.session)
    return render_template(
        "admin/translations/publish.html",
        sides=sides,
        draft=draft,
        saved_by=names.get(draft.text.saved_by, ""),
        hindrances=hindrances(sides, draft),
        behind=[row for row in sides.rows if row.state == "behind"],
        changed=[
            (row, before.get(row.place, ""))
            for row in sides.rows
            if row.text != before.get(row.place, "")
        ],
        errors=errors,
    )
