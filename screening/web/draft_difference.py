"""What a draft makes different from the version in use: as text, as meaning, in stored answers."""

from __future__ import annotations

import hashlib
from uuid import UUID

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue

from screening.core.line_difference import line_difference
from screening.security.permissions import Action
from screening.store import audit, library
from screening.store.audit import Kind
from screening.store.library import Version
from screening.web.draft_value import Drafted, my_draft, words_of
from screening.web.guards import may, write_aside
from screening.web.parts import parts
from screening.web.publishing import KINDS, built, built_draft, step_between
from screening.web.replaying import AT_MOST_S, FEWEST, replay

bp = Blueprint("draft_difference", __name__, url_prefix="/admin/drafts/<uuid:draft_id>/difference")


@bp.get("")
@may(Action.READ_DRAFTS)
def show(draft_id: UUID) -> ResponseReturnValue:
    """Each change in a sentence, the version that it asks for, and the lines of the text."""
    draft = my_draft(draft_id)
    before, new = _before(draft), built_draft(draft)
    step = step_between(built(before), new) if before and new else None
    return render_template(
        "admin/publishing/difference.html",
        draft=draft,
        before=before,
        step=step,
        kinds=KINDS,
        readable=new is not None,
        lines=line_difference(words_of(before.data), draft.text) if before else (),
    )


@bp.get("/replay")
@may(Action.READ_DRAFTS)
def replayed(draft_id: UUID) -> ResponseReturnValue:
    """How many stored visits the draft would make something else of; it takes some seconds."""
    draft = my_draft(draft_id)
    before, new = _before(draft), built_draft(draft)
    found = replay(g.session, parts().shelf, built(before), new) if before and new else None
    if found is not None:
        sha256 = hashlib.sha256(draft.held.text.data).hexdigest()
        with write_aside() as session:
            audit.record(
                session, g.now, Kind.RESPONSES_REPLAYED, g.account.id, item=draft.item_id,
                sha256=sha256, visits=found.stored,
            )  # fmt: skip
    return render_template(
        "admin/publishing/replay.html",
        draft=draft,
        before=before,
        readable=new is not None,
        found=found,
        fewest=FEWEST,
        seconds=int(AT_MOST_S),
    )


def _before(draft: Drafted) -> Version | None:
    """What the draft is held against: the newest version, or of a closed draft the one before."""
    if not draft.open:
        based_on = draft.held.based_on
        return library.get(g.session, based_on) if based_on else None
    return library.newest(g.session, draft.item_id)
