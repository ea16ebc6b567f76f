"""Export: the visits of a span of days, for those who may read them, after a fresh proof."""

from __future__ import annotations

from flask import Blueprint, Response, g, render_template
from flask.typing import ResponseReturnValue

from screening.security.permissions import Action
from screening.store.sites import Site
from screening.web import cookies
from screening.web.collecting import FORMATS, Span, collect, note_export
from screening.web.csrf import check_token
from screening.web.desk_forms import typed_fields
from screening.web.desk_records import today
from screening.web.fresh import fresh_proof
from screening.web.guards import let_others_write, may, write_aside
from screening.web.parts import parts
from screening.web.plain_values import read_day
from screening.web.site_here import site

bp = Blueprint("exports", __name__, url_prefix="/export")

FORMS = "exports"  # purpose of the form token
FIELDS = ("first", "last", "format")
DAYS_AT_MOST = 31  # longer spans take longer than a browser waits
WRONG_DAY = "Give the day as year, month and day: 2026-11-19."
WRONG_ORDER = "The last day must not lie before the first."
TOO_LONG = f"Choose {DAYS_AT_MOST} days at most. For more, ask who runs this installation."
WRONG_FORMAT = "Choose one of the two forms."
NOTHING = "Nothing was sent on these days."


@bp.get("/")
@may(Action.EXPORT_ANSWERS)
@fresh_proof
def form() -> ResponseReturnValue:
    """Which days, and in which form."""
    day = today().isoformat()
    return _page({"first": day, "last": day, "format": "csv"}, {})


@bp.post("/")
@may(Action.EXPORT_ANSWERS)
@fresh_proof
def export() -> ResponseReturnValue:
    """The file; it is in the audit trail before it goes out."""
    typed = typed_fields(FIELDS)
    check_token(FORMS, cookies.STAFF)
    span, errors = _read(typed)
    if errors or span is None:
        return _page(typed, errors), 422
    let_others_write()  # reading many visits takes a while
    ids, visits = collect(g.session, parts().shelf, _my_site(), span)
    if not visits:
        return _page(typed, {"first": NOTHING}), 422
    chosen = FORMATS[typed["format"]]
    data = chosen.write(visits)
    with write_aside() as session:
        note_export(session, ids, span, typed["format"], data, by=g.account.id, now=g.now)
    name = f"export-{span.first}-{span.last}.{chosen.extension}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(data, mimetype=chosen.media_type, headers=headers)


def _my_site() -> Site:
    """The site of who asks: nothing of another one goes out."""
    here = site()
    return Site(here.site_id, here.name, here.time_zone)


def _read(typed: dict[str, str]) -> tuple[Span | None, dict[str, str]]:
    """The span that was typed, or what to correct, by field name."""
    days = {name: read_day(typed[name]) for name in ("first", "last")}
    errors = {name: WRONG_DAY for name, day in days.items() if day is None}
    if typed["format"] not in FORMATS:
        errors["format"] = WRONG_FORMAT
    first, last = days["first"], days["last"]
    if first is None or last is None:
        return None, errors
    span = Span(first, last)
    if span.days < 1:
        errors["last"] = WRONG_ORDER
    elif span.days > DAYS_AT_MOST:
        errors["last"] = TOO_LONG
    return span, errors


def _page(typed: dict[str, str], errors: dict[str, str]) -> str:
    return render_template("exports/form.html", typed=typed, errors=errors, formats=FORMATS)
