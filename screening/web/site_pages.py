"""Sites: listed, added, and each with what it has set for itself and since when."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from flask import Blueprint, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from screening.quick_dataclass import dataclass
from screening.security.permissions import Action
from screening.store import accounts, site_settings, sites
from screening.store.db import commit
from screening.store.errors import NameTaken
from screening.store.retention import FEWEST_YEARS
from screening.store.site_settings import Own, Version
from screening.store.sites import Site
from screening.web import cookies, site_here
from screening.web.csrf import check_token
from screening.web.desk_forms import typed_fields
from screening.web.guards import may
from screening.web.parts import parts
from screening.web.plain_values import need_number
from screening.web.site_forms import (
    FIELDS,
    LABELS,
    TAKEN,
    choices,
    read_name,
    read_own,
    typed_of,
    words_of,
)

bp = Blueprint("sites", __name__, url_prefix="/admin/sites")

FORMS = "sites"  # purpose of the form token
VERSION = "version"  # hidden field: of the settings that the form was shown with
INSTALLATION = "the installation"
SET_HERE = "set here"


@dataclass(frozen=True, slots=True)
class Row:
    """A site in the list."""

    site: Site
    people: int  # accounts that can sign in
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Holds:
    """One setting: what holds, and where that comes from."""

    label: str
    words: str
    source: str


@dataclass(frozen=True, slots=True)
class Change:
    """One version of the settings as the history tells it."""

    number: int
    at: datetime
    by: str
    lines: tuple[str, ...]  # one for each setting that was changed


@bp.get("/")
@may(Action.MANAGE_SITES)
def overview() -> ResponseReturnValue:
    """All sites of the installation."""
    return _list({"name": ""}, {})


@bp.post("/")
@may(Action.MANAGE_SITES)
def add() -> ResponseReturnValue:
    """One more site; it begins with the installation's values."""
    typed = typed_fields(("name",))
    check_token(FORMS, cookies.STAFF)
    name, errors = read_name(typed["name"])
    if errors:
        return _list(typed, errors), 422
    try:
        zone = parts().settings.time_zone
        added = sites.add_site(g.session, name, zone, now=g.now, by=g.account.id)
    except NameTaken:
        return _list(typed, {"name": TAKEN}), 422
    commit(g.session)
    return redirect(url_for(".settings", site_id=added.id), 303)


@bp.get("/<uuid:site_id>")
@may(Action.MANAGE_SITES)
def settings(site_id: UUID) -> ResponseReturnValue:
    """What holds at a site and where each value comes from, the form, and the history."""
    found = sites.get_site(g.session, site_id)
    version, own = site_settings.newest(g.session, site_id)
    return _page(found, version, typed_of(found.name, own), {})


@bp.post("/<uuid:site_id>")
@may(Action.MANAGE_SITES)
def save(site_id: UUID) -> ResponseReturnValue:
    """Set a site anew. Where somebody else has meanwhile, both texts are shown."""
    typed = typed_fields((*FIELDS, VERSION))
    check_token(FORMS, cookies.STAFF)
    found, shown = sites.get_site(g.session, site_id), need_number(typed[VERSION])
    own, errors = read_own(typed)
    if errors:
        return _page(found, shown, typed, errors), 422
    newest, before = site_settings.newest(g.session, site_id)
    if newest != shown:
        return _page(found, newest, typed, {}, is_stale=True), 409
    if own.name == found.name and before.name is None:
        own = _but_the_name(own)  # it was not typed anew, so the installation may still change it
    try:
        site_settings.save(g.session, site_id, own, shown=shown, by=g.account.id, now=g.now)
    except NameTaken:
        return _page(found, shown, typed, {"name": TAKEN}), 422
    commit(g.session)
    return redirect(url_for(".settings", site_id=site_id), 303)


def _list(typed: dict[str, str], errors: dict[str, str]) -> str:
    people = [known for known in accounts.list_accounts(g.session) if not known.disabled]
    rows = [
        Row(
            one,
            people=sum(known.site_id == one.id for known in people),
            is_mine=one.id == g.account.site_id,
        )
        for one in sites.list_sites(g.session)
    ]
    return render_template("admin/sites/overview.html", rows=rows, typed=typed, errors=errors)


def _page(
    found: Site,
    version: int,
    typed: dict[str, str],
    errors: dict[str, str],
    *,
    is_stale: bool = False,
) -> str:
    """
    typed      what stands in the fields
    is_stale   it was typed while somebody else set the site anew: what they set stands beside it
    """
    held = site_settings.history(g.session, found.id)
    _, own = site_settings.newest(g.session, found.id)
    people = accounts.full_names(g.session)
    return render_template(
        "admin/sites/settings.html",
        site=found,
        is_mine=found.id == g.account.site_id,
        version=version,
        typed=typed,
        errors=errors,
        is_stale=is_stale,
        holds=_holding(found, own),
        choices=choices(),
        fewest_years=FEWEST_YEARS,
        defaults={name: words_of(name, value) for name, value in _installation().items()},
        history=[
            _told(one, before, people) for one, before in zip(held, _before(held), strict=True)
        ],
    )


def _holding(found: Site, own: Own) -> list[Holds]:
    installation = _installation()
    told = []
    for name in FIELDS:
        value = getattr(own, name)
        is_own = value is not None
        if name == "name":
            value = found.name
        elif not is_own:
            value = installation[name]
        told.append(
            Holds(LABELS[name], words_of(name, value), SET_HERE if is_own else INSTALLATION)
        )
    return told


def _installation() -> dict[str, object]:
    return site_here.of_installation(parts().settings)


def _before(held: tuple[Version, ...]) -> list[Own]:
    """What each version, newest first, came after."""
    return [one.own for one in held[1:]] + [Own()] * bool(held)


def _told(version: Version, before: Own, people: dict[UUID, str]) -> Change:
    lines = tuple(
        f"{LABELS[name]}: {_value(name, before)} → {_value(name, version.own)}"
        for name in version.changed
    )
    return Change(version.number, version.set_at, people.get(version.set_by, ""), lines)


def _value(name: str, own: Own) -> str:
    value = getattr(own, name)
    return INSTALLATION if value is None else words_of(name, value)


def _but_the_name(own: Own) -> Own:
    return replace(own, name=None)
