"""What of the audit trail is looked for, as a form or an address says it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import g, url_for
from werkzeug.exceptions import NotFound

from screening.store import audit_search
from screening.store.audit import Kind
from screening.store.audit_search import Wanted
from screening.web.plain_values import read_day
from screening.web.site_here import site

FILTERS = ("about", "who", "kind", "first", "last")
WRONG_DAY = "Give the {which} day as year, month and day: 2026-11-19."
WRONG_ORDER = "The last day must not lie before the first."


def read_filters(typed: dict[str, str]) -> tuple[Wanted | None, dict[str, str]]:
    """What is looked for, or what to correct, by field.

    raises   NotFound for an id or a kind that no form of ours sends, and for what is not here
    """
    days = {name: read_day(typed[name]) for name in ("first", "last")}
    errors = {
        name: WRONG_DAY.format(which=name)
        for name, day in days.items()
        if typed[name] and day is None
    }
    first, last = days["first"], days["last"]
    if first and last and last < first:
        errors["last"] = WRONG_ORDER
    if errors:
        return None, errors
    if typed["kind"] and typed["kind"] not in tuple(Kind):
        raise NotFound
    about, who = _id(typed["about"]), _id(typed["who"])
    if about and not audit_search.what_is(g.session, about, g.account.site_id):
        raise NotFound
    return (
        Wanted(
            g.account.site_id,
            about=about,
            account_id=who,
            kind=Kind(typed["kind"]) if typed["kind"] else None,
            begins=_midnight(first) if first else None,
            ends=_midnight(last + timedelta(days=1)) if last else None,
        ),
        {},
    )


def address_of(typed: dict[str, str], **more: str) -> str:
    """The page of what is looked for."""
    kept: dict[str, Any] = {name: typed[name] or None for name in FILTERS} | more
    return url_for("audit.events", **kept)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(site().time_zone))


def _id(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        raise NotFound from None
