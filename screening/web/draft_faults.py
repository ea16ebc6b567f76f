"""What stands in the way of a draft: faults at their lines, worked cases, unnoticed mistakes."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue

from screening.errors import DefinitionError
from screening.security.permissions import Action
from screening.web.draft_checks import check, count_mistakes
from screening.web.draft_value import my_draft
from screening.web.guards import may

bp = Blueprint("faults", __name__, url_prefix="/<uuid:draft_id>")


@bp.get("/faults")
@may(Action.READ_DRAFTS)
def show(draft_id: UUID) -> ResponseReturnValue:
    """Faults and cases of the newest text, and the text with a number at each line."""
    found = my_draft(draft_id)
    checked = check(g.session, found)
    lines = found.text.split("\n")
    wrong: dict[int, list[DefinitionError]] = {number: [] for number in range(1, len(lines) + 1)}
    for fault in checked.faults:
        wrong.setdefault(fault.line, []).append(fault)
    return render_template(
        "admin/drafts/faults.html", draft=found, checked=checked, lines=lines, wrong=wrong
    )


@bp.get("/mistakes")
@may(Action.READ_DRAFTS)
def mistakes(draft_id: UUID) -> ResponseReturnValue:
    """The deliberate mistakes that no worked case would notice. It may take some seconds."""
    found = my_draft(draft_id)
    checked = check(g.session, found)
    questionnaire = checked.judged.questionnaire
    # A reader that stays open would hold a writer up.
    g.session.rollback()
    counted = count_mistakes(questionnaire, found.held.text.data) if questionnaire else None
    return render_template(
        "admin/drafts/mistakes.html", draft=found, sound=questionnaire is not None, counted=counted
    )
