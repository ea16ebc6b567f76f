"""The audit trail: looked through by patient or visit, person, kind and day.

A record number is posted and becomes the patient's id, so that no address ever holds one.
"""

from __future__ import annotations

import json
from datetime import datetime
from uuid import UUID

from flask import Blueprint, g, redirect, render_template, request
from flask.typing import ResponseReturnValue

from screening.exchange.trail import TRAIL_FORMATS
from screening.quick_dataclass import dataclass
from screening.security.permissions import Action
from screening.store import accounts, audit, audit_chain, audit_search, patients
from screening.store.audit import Kind
from screening.store.audit_link import ABOUT
from screening.store.audit_search import Wanted
from screening.store.db import commit
from screening.web import audit_chain_pages, audit_files, cookies
from screening.web.audit_filters import FILTERS, address_of, read_filters
from screening.web.csrf import check_token
from screening.web.desk_forms import RECORD_AT_MOST, typed_fields
from screening.web.guards import may, write_aside
from screening.web.plain_values import read_number

bp = Blueprint("audit", __name__, url_prefix="/admin/audit")
bp.register_blueprint(audit_chain_pages.bp)
bp.register_blueprint(audit_files.bp)

FORMS = "audit"  # purpose of the form token
RECORD = "record"  # field: a record number
EVENTS_A_PAGE = 100
NEWEST_CHECKED = 1000  # events at the end of the chain, each time the page is opened
READ_OF = {"patient": Kind.AUDIT_OF_PATIENT_READ, "encounter": Kind.AUDIT_OF_VISIT_READ}
NO_RECORD = "Enter a record number."
NOBODY = "No patient of this site has this record number."


@dataclass(frozen=True, slots=True)
class Line:
    """One event as the page shows it."""

    number: int
    at: datetime
    kind: str
    who: str  # name of the account; empty for a patient and for the app itself
    ids: tuple[tuple[str, str, bool], ...]  # name, value, whether it can be looked for


@bp.get("/")
@may(Action.READ_AUDIT)
def events() -> ResponseReturnValue:
    """The events that are wanted, newest first."""
    typed = {name: request.args.get(name, "").strip() for name in FILTERS}
    wanted, errors = read_filters(typed)
    before = read_number(request.args.get("before", ""))
    return _page(typed, wanted, errors, before=before), 422 if errors else 200


@bp.post("/patient")
@may(Action.TAKE_AUDIT)
def find_patient() -> ResponseReturnValue:
    """The events of the patient with a record number; on to them by the patient's id."""
    typed = typed_fields((*FILTERS, RECORD))
    check_token(FORMS, cookies.STAFF)
    wanted, errors = read_filters(typed)
    number = typed[RECORD]
    found = None
    if number and len(number) <= RECORD_AT_MOST:
        found = patients.find_by_record(g.session, g.account.site_id, number)
        audit.record_read(
            g.session, g.now, Kind.PATIENT_SEARCHED, g.account.id, sign_in=g.sign_in.id
        )
        commit(g.session)
    if found is None:
        errors[RECORD] = NOBODY if number else NO_RECORD
        return _page(typed, wanted, errors), 422
    return redirect(address_of(typed | {"about": str(found.id)}), 303)


def _page(
    typed: dict[str, str],
    wanted: Wanted | None,
    errors: dict[str, str],
    *,
    before: int | None = None,
) -> str:
    people = {one.id: one for one in accounts.list_accounts(g.session)}
    names = {account_id: one.name for account_id, one in people.items()}
    lines = _lines(wanted, before, names) if wanted else ()
    newest = audit_chain.newest_number(g.session)
    first = max(1, newest - NEWEST_CHECKED + 1)
    page = render_template(
        "admin/audit/events.html",
        typed={RECORD: ""} | typed,
        errors=errors,
        lines=lines,
        about=_what(wanted),
        filters={name: typed[name] or None for name in FILTERS},
        people=[one for one in people.values() if one.site_id == g.account.site_id],
        kinds=[(kind.value, kind_words(kind)) for kind in sorted(Kind)],
        formats=TRAIL_FORMATS,
        too_many=audit_files.EVENTS_AT_MOST if audit_files.is_refused() else 0,
        older=lines[-1].number if len(lines) == EVENTS_A_PAGE else None,
        is_newest=before is None,
        checked=audit_chain.check(g.session, first),
    )
    _note_reading(wanted)
    return page


def kind_words(kind: str) -> str:
    """A kind as the page writes it."""
    return kind.replace("_", " ")


def _lines(wanted: Wanted, before: int | None, names: dict[UUID, str]) -> tuple[Line, ...]:
    rows = audit_search.page(g.session, wanted, before=before, at_most=EVENTS_A_PAGE)
    return tuple(
        Line(
            number=row.number,
            at=row.at,
            kind=kind_words(row.kind),
            who=names.get(row.account_id, "") if row.account_id else "",
            ids=_told_ids(row.ids),
        )
        for row in rows
    )


def _told_ids(ids: str) -> tuple[tuple[str, str, bool], ...]:
    """What an event carries; the text as it stands where somebody wrote another into it."""
    try:
        held = dict(json.loads(ids))
    except (ValueError, TypeError):
        return (("not as it was written:", ids, False),)
    return tuple((name, str(value), name in ABOUT[:2]) for name, value in held.items())


def _what(wanted: Wanted | None) -> str:
    """Whether a patient or a visit is looked for, in the words of the store; empty for neither."""
    if wanted is None or wanted.about is None:
        return ""
    return audit_search.what_is(g.session, wanted.about, wanted.site_id)


def _note_reading(wanted: Wanted | None) -> None:
    """Write down that this person looked, once per sign-in; of one patient or visit by itself."""
    kind, ids = Kind.AUDIT_READ, dict[str, UUID]()
    what = _what(wanted)
    if wanted is not None and wanted.about is not None and what:
        kind, ids = READ_OF[what], {what: wanted.about}
    with write_aside() as session:
        audit.record_read(session, g.now, kind, g.account.id, sign_in=g.sign_in.id, **ids)
