"""What templates may call beside Jinja's own."""

from __future__ import annotations

import hashlib
from datetime import datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import Flask, g, url_for

from screening.core.moments import moment_of
from screening.core.not_assessed import REASONS as NOT_ASSESSED
from screening.core.words import moment_words
from screening.report.leaflet import language_name
from screening.security import permissions
from screening.security.permissions import Action
from screening.web import calls, cookies, frames
from screening.web.csrf import form_token
from screening.web.idle import idle_times
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
        "language_name": language_name,
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
        "calls": calls.banners,
    }


@cache
def asset(name: str) -> str:
    """The address of one of our files, with the version of its content."""
    content = (Path(__file__).resolve().parents[2] / "static" / name).read_bytes()
    return url_for("static", filename=name, v=hashlib.sha256(content).hexdigest()[:10])


def in_clinic_time(at: datetime) -> str:
    """A stored time in words, in the clinic's zone: 14 Aug 2025, 21:30."""
    return moment_words(moment_of(at.astimezone(ZoneInfo(site().time_zone))))


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
