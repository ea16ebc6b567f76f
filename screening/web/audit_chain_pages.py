"""Whether the audit trail is whole: its chain checked, and kept lines held against it.

A check costs about 40 microseconds an event, so a long chain is checked in stretches: no request
takes longer than a few seconds, and nobody else waits for it to write.
"""

from __future__ import annotations

import json
from datetime import datetime
from time import monotonic

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue

from screening.quick_dataclass import dataclass
from screening.security.permissions import Action
from screening.store import audit, audit_chain, audit_heads, audit_search
from screening.store.audit import Kind
from screening.store.audit_chain import Checked
from screening.store.audit_heads import Compared
from screening.web import cookies
from screening.web.csrf import check_token
from screening.web.desk_forms import typed_fields
from screening.web.guards import let_others_write, may, write_aside
from screening.web.plain_values import need_number

bp = Blueprint("chain", __name__, url_prefix="/chain")

FORMS = "audit"  # purpose of the form token
CHECKED_FOR_AT_MOST = 3.0  # s
FIRST, BEFORE, KEPT = "from", "before", "kept"  # fields
KEPT_AT_MOST = 400  # characters


@dataclass(frozen=True, slots=True)
class Earlier:
    """The check before, as the trail itself tells of it."""

    at: datetime
    first: int
    last: int
    faults: int


@bp.get("/")
@may(Action.READ_AUDIT)
def chain() -> ResponseReturnValue:
    """The check before, the line to keep, and the two forms."""
    return _page()


@bp.post("/check")
@may(Action.READ_AUDIT)
def check() -> ResponseReturnValue:
    """Check as much as fits into some seconds, from an event on; the check is on the trail."""
    typed = typed_fields((FIRST, BEFORE))
    check_token(FORMS, cookies.STAFF)
    first, before = (need_number(typed[name] or "0") for name in (FIRST, BEFORE))
    let_others_write()  # it reads for seconds, and writes a line at the end
    until = monotonic() + CHECKED_FOR_AT_MOST
    found = audit_chain.check(g.session, max(1, first), goes_on=lambda: monotonic() < until)
    with write_aside() as session:
        audit.record(
            session, g.now, Kind.AUDIT_CHECKED, g.account.id,
            first=found.first, last=found.last, faults=found.number,
        )  # fmt: skip
    return _page(checked=found, before=before)


@bp.post("/compare")
@may(Action.READ_AUDIT)
def compare() -> ResponseReturnValue:
    """Hold a kept line, or the head at a PDF's foot, against the trail."""
    typed = typed_fields((KEPT,))
    check_token(FORMS, cookies.STAFF)
    let_others_write()
    found = audit_heads.compare(g.session, typed[KEPT][:KEPT_AT_MOST])
    return _page(kept=typed[KEPT], compared=found), 422 if not found.fits else 200


def _page(
    *,
    checked: Checked | None = None,
    before: int = 0,
    kept: str = "",
    compared: Compared | None = None,
) -> str:
    """
    checked   what a stretch came to just now, after `before` faults in the stretches before it
    compared  what the kept text says
    """
    return render_template(
        "admin/audit/chain.html",
        newest=audit_chain.newest_number(g.session),
        earlier=_earlier(),
        line=audit_heads.kept_line(g.session, now=g.now),
        checked=checked,
        before=before,
        typed={KEPT: kept},
        errors={KEPT: compared.words} if compared and not compared.fits else {},
        compared=compared,
    )


def _earlier() -> Earlier | None:
    found = audit_search.newest_ids(g.session, Kind.AUDIT_CHECKED)
    if found is None:
        return None
    at, ids = found
    try:
        held = json.loads(ids)
        return Earlier(at, *(int(held[name]) for name in ("first", "last", "faults")))
    except (ValueError, TypeError, KeyError):  # somebody wrote another text into it
        return None
