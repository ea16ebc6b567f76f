"""What templates may call beside Jinja's own."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import Flask, current_app, g, url_for
from markupsafe import Markup, escape

from screening.core.moments import moment_of
from screening.core.not_assessed import REASONS as NOT_ASSESSED
from screening.core.words import moment_words
from screening.report.leaflet import language_name
from screening.security import permissions
from screening.security.permissions import Action
from screening.store import break_glass
from screening.web import approvals, calls, cookies, frames
from screening.web.csrf import form_token
from screening.web.idle import idle_times
from screening.web.navigation import navigation
from screening.web.parts import parts
from screening.web.site_here import site

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def init_app(app: Flask) -> None:
    """Make them known to the templates."""
    environment = app.jinja_env
    environment.filters |= {
        "moment": in_clinic_time,
        "day": day_words,
        "language_name": language_name,
        "with_code": with_code,
    }
    environment.globals |= {
        "asset": asset,
        "form_token": frames.with_gaps(form_token),
        "KIOSK": cookies.KIOSK,
        "STAFF": cookies.STAFF,
        "MONTHS": MONTHS,
        "NOT_ASSESSED": NOT_ASSESSED,
        "site_name": site_name,
        "account": account,
        "idle_times": idle_times,
        "can": can,
        "can_lock": can_lock,
        "issuer_name": issuer_name,
        "other_clinics": other_clinics,
        "calls": calls.banners,
        "navigation": navigation,
        "has_page": has_page,
        "awaits_approval": approvals.awaits_approval,
    }


@cache
def asset(name: str) -> str:
    """The address of one of our files, with the version of its content."""
    content = (Path(__file__).resolve().parents[2] / "static" / name).read_bytes()
    return url_for("static", filename=name, v=hashlib.sha256(content).hexdigest()[:10])


def in_clinic_time(at: datetime) -> str:
    """A stored time in words, in the clinic's zone: 14 Aug 2025, 21:30."""
    return moment_words(moment_of(at.astimezone(ZoneInfo(site().time_zone))))


def day_words(day: date) -> str:
    """A day of the calendar in words: 14 August 2025."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def with_code(text: str) -> Markup:
    """A sentence of the core, what stands between backticks in it set as code."""
    parts_of_it = text.split("`")
    if len(parts_of_it) % 2 == 0:  # a lone sign is a sign
        return escape(text)
    # Each part is escaped by itself, on either side; only the two tags are markup.
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if place % 2 else escape(part)
        for place, part in enumerate(parts_of_it)
    )


def site_name() -> str:
    """The clinic's name."""
    return site().name


def account() -> object:
    """Who is signed in on this page; None on pages without a guard for staff."""
    return g.get("account")


def can(action: str) -> bool:
    """Whether the signed-in role covers an action, so that no link leads to a refusal."""
    found = g.get("account")
    return found is not None and permissions.may(found.role, Action(action))


def can_lock() -> bool:
    """Whether somebody is signed in on an enrolled workstation: every page has a lock then."""
    found = g.get("sign_in")
    return found is not None and found.workstation_id is not None


def issuer_name() -> str:
    """Of the other sign-in; empty where the clinic has none."""
    registration = parts().registration
    return registration.name if registration else ""


def other_clinics() -> bool:
    """Whether this installation holds records of another clinic than the reader's."""
    found = g.get("account")
    return found is not None and bool(break_glass.other_sites(g.session, found.site_id))


def has_page(endpoint: str) -> bool:
    """Whether this installation has a page, so that no link leads nowhere."""
    return endpoint in current_app.view_functions
