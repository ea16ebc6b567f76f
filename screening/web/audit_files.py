"""Events of the audit trail as a file; that it went out is an event itself."""

from __future__ import annotations

import hashlib

from flask import Blueprint, Response, g, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from screening.exchange.trail import TRAIL_FORMATS, line_of
from screening.security.permissions import Action
from screening.store import accounts, audit, audit_search
from screening.store.audit import Kind
from screening.web import cookies
from screening.web.audit_filters import FILTERS, address_of, read_filters
from screening.web.csrf import check_token
from screening.web.desk_forms import typed_fields
from screening.web.fresh import fresh_proof
from screening.web.guards import let_others_write, may, write_aside

bp = Blueprint("files", __name__, url_prefix="/file")

FORMS = "audit"  # purpose of the form token
FORMAT = "format"
EVENTS_AT_MOST = 50_000  # of one file made here: longer ones take longer than a browser waits
TOO_MANY = "too-many"  # in the address of the page that says so


@bp.post("/")
@may(Action.TAKE_AUDIT)
@fresh_proof
def export() -> ResponseReturnValue:
    """The wanted events, oldest first; the trail holds the file's hash before it goes out."""
    typed = typed_fields((*FILTERS, FORMAT))
    check_token(FORMS, cookies.STAFF)
    wanted, errors = read_filters(typed)
    chosen = TRAIL_FORMATS.get(typed[FORMAT])
    if wanted is None or errors or chosen is None:
        raise NotFound
    let_others_write()  # reading many takes a while
    if audit_search.count(g.session, wanted) > EVENTS_AT_MOST:
        return redirect(address_of(typed, file=TOO_MANY), 303)
    names = {known.id: known.name for known in accounts.list_accounts(g.session)}
    lines = [line_of(e, names) for e in audit_search.oldest_first(g.session, wanted)]
    data = b"".join(chosen.write(lines))
    with write_aside() as session:
        audit.record(
            session, g.now, Kind.AUDIT_EXPORTED, g.account.id,
            format=typed[FORMAT], events=len(lines), sha256=hashlib.sha256(data).hexdigest(),
        )  # fmt: skip
    name = f"audit-trail.{chosen.extension}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(data, mimetype=chosen.media_type, headers=headers)


def is_refused() -> bool:
    """Whether the page is shown because a file would have become too long."""
    return request.args.get("file") == TOO_MANY
