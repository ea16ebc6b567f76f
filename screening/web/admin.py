"""The administrator: what is in use, what could not be taken, who may come in."""

from __future__ import annotations

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue

from screening.security.permissions import Action
from screening.store import accounts as store_accounts
from screening.store import library
from screening.web.guards import may
from screening.web.parts import parts

bp = Blueprint("admin", __name__, url_prefix="/admin")


@bp.get("/")
@may(Action.SEE_FAULTS)
def overview() -> ResponseReturnValue:
    """Questionnaires and packets in use with their checksums, and the faults of files."""
    shelf = parts().shelf
    questionnaires = shelf.current(g.session)
    return render_template(
        "admin/overview.html",
        faults=shelf.faults,
        questionnaires=[(q, _reviewer(q.instrument.reviewed_by)) for q in questionnaires.values()],
        packets=shelf.current_packets(g.session).values(),
        imported={v.id: v.imported_at for v in library.current(g.session)},
        folder=parts().settings.questionnaires.name,
    )


@bp.get("/accounts")
@may(Action.MANAGE_ACCOUNTS)
def accounts() -> ResponseReturnValue:
    """Who may sign in. Accounts are made and changed on the command line."""
    held = store_accounts.list_accounts(g.session)
    return render_template("admin/accounts.html", accounts=held)


def _reviewer(name: str | None) -> str:
    return name or "nobody yet"
