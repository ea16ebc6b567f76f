"""A draft is handed to the clinicians, approved by one of them, and published by somebody else."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from screening.core.stood_for import stood_for
from screening.security.permissions import Action
from screening.store import approvals
from screening.store.db import commit
from screening.web import cookies
from screening.web.csrf import check_token
from screening.web.desk_forms import typed_fields
from screening.web.draft_value import my_draft
from screening.web.fresh import fresh_proof
from screening.web.guards import may
from screening.web.parts import parts
from screening.web.publishing import (
    FORMS,
    KINDS,
    Standing,
    built,
    put_into_use,
    standing_of,
    step_between,
)

bp = Blueprint("draft_approval", __name__, url_prefix="/admin/drafts/<uuid:draft_id>/approval")


@bp.get("")
@may(Action.READ_DRAFTS)
def show(draft_id: UUID) -> ResponseReturnValue:
    """Points, bands and findings to stand for; who has approved them; what is still in the way."""
    return _page(standing_of(g.session, my_draft(draft_id)))


@bp.post("/ask")
@may(Action.WRITE_DRAFTS)
def ask(draft_id: UUID) -> ResponseReturnValue:
    """Hand the text to the clinicians."""
    standing, shown = _judged(draft_id)
    refused = standing.against_asking(shown)
    if refused:
        return _page(standing, refused), 409
    number = standing.draft.number
    approvals.ask(g.session, draft_id, number, standing.sha256, by=g.account.id, now=g.now)
    commit(g.session)
    return redirect(url_for(".show", draft_id=draft_id), 303)


@bp.post("")
@may(Action.APPROVE_DEFINITIONS)
@fresh_proof
def approve(draft_id: UUID) -> ResponseReturnValue:
    """Stand for points, bands and findings of exactly the text that was shown."""
    standing, shown = _judged(draft_id)
    refused = standing.against_approving(g.account.id, shown)
    if refused:
        return _page(standing, refused), 409
    approvals.approve(
        g.session,
        standing.draft.item_id,
        standing.sha256,
        against=standing.before.sha256 if standing.before else None,
        by=g.account.id,
        now=g.now,
    )
    commit(g.session)
    return redirect(url_for(".show", draft_id=draft_id), 303)


@bp.post("/publish")
@may(Action.PUBLISH_DEFINITIONS)
@fresh_proof
def publish(draft_id: UUID) -> ResponseReturnValue:
    """Put the approved text into use."""
    standing, shown = _judged(draft_id)
    refused = standing.against_publishing(g.account.id, shown)
    if refused:
        return _page(standing, refused), 409
    put_into_use(g.session, standing)
    commit(g.session)
    return redirect(url_for("definition_history.show", item_id=standing.draft.item_id), 303)


def _judged(draft_id: UUID) -> tuple[Standing, str]:
    """The draft, and the SHA-256 of the text that the page was shown with.

    raises   BadRequest, NotFromHere, NotThere
    """
    shown = typed_fields(("sha256",))["sha256"]
    check_token(FORMS, cookies.STAFF)
    # Judging takes its time, and nobody shall wait for it to write. What it found is remembered,
    # and asked again within the transaction that writes: by then, nothing can change any more.
    draft = my_draft(draft_id)
    commit(g.session)
    with parts().database.read() as session:
        standing_of(session, draft)
    return standing_of(g.session, my_draft(draft_id)), shown


def _page(standing: Standing, refused: tuple[str, ...] = ()) -> str:
    found, before, account = standing.questionnaire, standing.before, g.account.id
    return render_template(
        "admin/publishing/approval.html",
        draft=standing.draft,
        standing=standing,
        told=stood_for(found) if found else None,
        step=step_between(built(before), found) if found and before else None,
        kinds=KINDS,
        refused=refused,
        not_approving=standing.against_approving(account, standing.sha256),
        not_publishing=standing.against_publishing(account, standing.sha256),
    )
