"""The administrator: what is in use, what could not be taken, who may come in; the audit trail."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import Blueprint, g, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from screening.security.permissions import Action
from screening.store import accounts as store_accounts
from screening.store import audit as trail
from screening.store import library
from screening.store.audit import Kind
from screening.web import text_lists
from screening.web.guards import may, write_aside
from screening.web.parts import parts

bp = Blueprint("admin", __name__, url_prefix="/admin")

EVENTS_A_PAGE = 100
EVENT_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the audit trail."""

    number: int
    at: datetime
    kind: str
    who: str  # account name; empty for a patient and for the app itself
    ids: tuple[tuple[str, str], ...]  # what it carries: ids and numbers only


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
        changes=text_lists.crisis_changes(),
        people={one.id: one.full_name for one in store_accounts.list_accounts(g.session)},
    )


@bp.get("/accounts")
@may(Action.MANAGE_ACCOUNTS)
def accounts() -> ResponseReturnValue:
    """Who may sign in. Accounts are made and changed on the command line."""
    held = store_accounts.list_accounts(g.session)
    return render_template("admin/accounts.html", accounts=held)


@bp.get("/audit")
@may(Action.READ_AUDIT)
def audit() -> ResponseReturnValue:
    """The newest events, or those before a number, and whether the chain holds."""
    before = request.args.get("before", default=None, type=_event_number)
    names = {held.id: held.name for held in store_accounts.list_accounts(g.session)}
    events = _events(g.session, before, names)
    page = render_template(
        "admin/audit.html",
        events=events,
        faults=trail.verify(g.session),
        head=trail.head(g.session),
        older=events[-1].number if events and events[-1].number > 1 else None,
        newest=before is None,
    )
    with write_aside() as session:
        trail.record_read(session, g.now, Kind.AUDIT_READ, g.account.id, sign_in=g.sign_in.id)
    return page


def _event_number(text: str) -> int:
    if len(text) > EVENT_DIGITS:
        raise ValueError("beyond what a database counts to")
    return int(text)


def _events(session: Session, before: int | None, names: dict[UUID, str]) -> tuple[Event, ...]:
    rows = trail.page(session, before=before, at_most=EVENTS_A_PAGE)
    return tuple(
        Event(
            number=row.number,
            at=row.at,
            kind=row.kind.replace("_", " "),
            who=names.get(row.account_id, "") if row.account_id else "",
            ids=tuple((key, str(value)) for key, value in json.loads(row.ids).items()),
        )
        for row in rows
    )


def _reviewer(name: str | None) -> str:
    return name or "nobody yet"
