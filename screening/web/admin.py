"""The administrator: what is in use, and what could not be taken."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue

from screening.core.questionnaire import Questionnaire
from screening.security.permissions import Action
from screening.store import accounts as store_accounts
from screening.store import approvals, in_use, library
from screening.store.approvals import Approval
from screening.web import text_lists
from screening.web.draft_value import open_drafts
from screening.web.filters import in_clinic_time
from screening.web.guards import may
from screening.web.parts import parts

bp = Blueprint("admin", __name__, url_prefix="/admin")


@bp.get("/")
@may(Action.SEE_FAULTS)
def overview() -> ResponseReturnValue:
    """Questionnaires and packets in use with their checksums, and the faults of files."""
    shelf = parts().shelf
    questionnaires = shelf.current(g.session)
    approved = approvals.of_versions(g.session, [q.sha256 for q in questionnaires.values()])
    drafts = open_drafts()
    return render_template(
        "admin/overview.html",
        faults=shelf.faults,
        questionnaires=[(q, _reviewer(q, approved)) for q in questionnaires.values()],
        retired=in_use.timeline(g.session).retired(),
        packets=shelf.current_packets(g.session).values(),
        imported={v.id: v.imported_at for v in library.current(g.session)},
        drafts={draft.item_id: draft for draft in drafts},
        begun=[draft for draft in drafts if draft.is_new],
        folder=parts().settings.questionnaires.name,
        changes=text_lists.crisis_changes(),
        people=store_accounts.full_names(g.session),
    )


def _reviewer(questionnaire: Questionnaire, approved: Mapping[str, Approval]) -> str:
    """Who approved this version here, with the day; else whom its file names; else nobody yet."""
    found = approved.get(questionnaire.sha256)
    if found is None:
        return questionnaire.instrument.reviewed_by or "nobody yet"
    return f"{found.name}, {in_clinic_time(found.at)}"
