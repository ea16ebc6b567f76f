"""What awaits a clinician's approval: drafts that were handed over, versions nobody stood for."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask import Blueprint, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from screening.core.stood_for import stood_for
from screening.quick_dataclass import dataclass
from screening.security.permissions import Action
from screening.store import approvals, library
from screening.store.db import commit
from screening.store.errors import NotThere
from screening.store.library import Version
from screening.web import cookies
from screening.web.csrf import check_token
from screening.web.desk_forms import typed_fields
from screening.web.draft_value import my_draft
from screening.web.fresh import fresh_proof
from screening.web.guards import may
from screening.web.parts import parts
from screening.web.publishing import FORMS, built

bp = Blueprint("approvals", __name__, url_prefix="/admin/approvals")


@dataclass(frozen=True, slots=True)
class Waiting:
    """One draft that was handed to the clinicians."""

    draft_id: UUID
    name: str  # cows 1.1.0
    asked_by: str
    asked_at: datetime


@bp.get("/")
@may(Action.READ_DRAFTS)
def overview() -> ResponseReturnValue:
    """The drafts that were handed over, and the versions in use that nobody has approved here."""
    unapproved = approvals.unapproved(g.session)
    in_use = parts().shelf.current(g.session).values()
    return render_template(
        "admin/publishing/approvals.html",
        waiting=_waiting(),
        versions=[one for one in in_use if one.sha256 in unapproved],
        number=len(in_use),
    )


@bp.get("/<string:item_id>/<string:version>")
@may(Action.READ_DRAFTS)
def version(item_id: str, version: str) -> ResponseReturnValue:
    """What a version makes of answers, and who stands for it."""
    held = _version(item_id, version)
    found = built(held)  # as its bytes say, without the clinic's own words
    return render_template(
        "admin/publishing/version.html",
        version=held,
        title=found.title,
        reviewed_by=found.instrument.reviewed_by,
        told=stood_for(found),
        approval=approvals.of_versions(g.session, [held.sha256]).get(held.sha256),
    )


@bp.post("/<string:item_id>/<string:version>")
@may(Action.APPROVE_DEFINITIONS)
@fresh_proof
def approve(item_id: str, version: str) -> ResponseReturnValue:
    """Stand for a version that came from the folder; one that somebody stands for stays so."""
    typed_fields(())
    check_token(FORMS, cookies.STAFF)
    held = _version(item_id, version)
    if not approvals.of_versions(g.session, [held.sha256]):
        approvals.approve(g.session, held.id, held.sha256, against=None, by=g.account.id, now=g.now)
    commit(g.session)
    return redirect(url_for(".version", item_id=item_id, version=version), 303)


def awaits_approval() -> bool:
    """Whether the navigation of a clinician leads here."""
    return approvals.anything_awaits(g.session)


def _waiting() -> tuple[Waiting, ...]:
    found = []
    for one in approvals.asked(g.session):
        draft = my_draft(one.draft_id)
        before = library.newest(g.session, draft.item_id)
        against = before.sha256 if before else None
        if approvals.find(g.session, one.sha256, against=against) is None:
            found.append(Waiting(one.draft_id, draft.name, one.name, one.at))
    return tuple(found)


def _version(item_id: str, version: str) -> Version:
    found = library.find(g.session, item_id, version)
    if found is None:
        raise NotThere("version")
    return found
