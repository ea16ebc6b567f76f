"""The page of both texts: what a filter shows, what was typed and not kept, what others saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from flask import g, render_template

from screening.core.loading import load_stored_translation
from screening.core.side_by_side import Row
from screening.store import accounts, definition_drafts, definition_texts
from screening.store.errors import NotThere
from screening.web.parts import parts
from screening.web.translation_forms import PREFIX, Typed, rights_of
from screening.web.translation_sides import Sides

SHOWN = ("all", "missing", "behind", "faulty", "free")  # which texts a page shows
SOMEBODY = "Somebody else"  # closed the draft: who it was stands in the audit trail
REFERENCE_AT_MOST = 90  # characters of a source in the list to choose from


def texts_page(
    sides: Sides,
    shown: str,
    *,
    typed: Typed | None = None,
    errors: Mapping[str, str] | None = None,
    meanwhile: Mapping[str, str] | None = None,
    saved_by: str = "",
) -> str:
    """Both sides of each text that is to be shown.

    typed       what was sent and is not kept
    meanwhile   by field: what somebody else saved there
    """
    texts = {f"{PREFIX}{row.name}": row.text for row in sides.rows}
    texts |= (
        {f"{PREFIX}{_dotted(place)}": text for place, text in typed.texts.items()} if typed else {}
    )
    rows = _chosen(sides.rows, shown)
    if typed is not None:
        rows = [row for row in sides.rows if row.place in typed.texts]
    names = {held.id: held.full_name for held in accounts.list_accounts(g.session)}
    return render_template(
        "admin/translations/side_by_side.html",
        sides=sides,
        rows=rows,
        texts=texts,
        rights=dict(typed.rights) if typed else rights_of(sides.head),
        counts={name: len(_chosen(sides.rows, name)) for name in SHOWN},
        shown=shown,
        errors=errors or {},
        meanwhile=meanwhile or {},
        saved_by=saved_by,
        prefix=PREFIX,
        saved_last=sides.draft.text if sides.draft else None,
        saved_last_by=names.get(sides.draft.text.saved_by, SOMEBODY) if sides.draft else "",
        before=definition_drafts.step_back(sides.draft) if sides.draft else None,
        after=definition_drafts.step_on(g.session, sides.draft) if sides.draft else None,
        references=[
            (ref, f"{ref}: {one.words[:REFERENCE_AT_MOST]}")
            for ref, one in parts().shelf.references.items()
        ],
    )


def _dotted(place: tuple[str | int, ...]) -> str:
    return ".".join(map(str, place))


def _chosen(rows: tuple[Row, ...], shown: str) -> list[Row]:
    """The rows of a filter; of all of them what is to be done comes first."""
    if shown == "missing":
        return [row for row in rows if row.state == "missing"]
    if shown == "behind":
        return [row for row in rows if row.state == "behind"]
    if shown == "faulty":
        return [row for row in rows if row.faults]
    if shown == "free":
        return [row for row in rows if row.state == "free"]
    there = [row for row in rows if row.state != "free"]
    return [row for row in there if row.to_do] + [row for row in there if not row.to_do]


def stale_page(sides: Sides, typed: Typed) -> str:
    """Both texts where two people wrote one; a field that was left alone shows what is stored."""
    before = _texts_shown(sides, typed.shown)
    mine, meanwhile = {}, {}
    for place, text in typed.texts.items():
        stored, was = sides.told.get(place, ""), before.get(place, "")
        mine[place] = stored if text == was else text
        if stored != mine[place]:
            meanwhile[f"{PREFIX}{_dotted(place)}"] = stored
    names = accounts.full_names(g.session)
    saved_by = names.get(sides.draft.text.saved_by, "") if sides.draft else SOMEBODY
    kept = replace(typed, texts=mine)
    return texts_page(sides, typed.show, typed=kept, meanwhile=meanwhile, saved_by=saved_by)


def _texts_shown(sides: Sides, number: int) -> Mapping[tuple[str | int, ...], str]:
    """The texts that the page was shown with; those in use where no draft was open then."""
    if sides.draft is None or number == 0:
        return sides.in_use.told if sides.in_use else {}
    try:
        held = definition_texts.text(g.session, sides.draft.id, number)
    except NotThere:
        return {}
    return load_stored_translation(sides.name, held.data).told
