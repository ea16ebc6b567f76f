"""The administrator's texts at their addresses: what each names, and giving a part back.

What stands on such a page and what its buttons do is told in text_form_page.py.
"""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from screening.security.permissions import Action
from screening.web import cookies
from screening.web.csrf import check_token
from screening.web.desk_forms import typed_fields
from screening.web.fresh import fresh_proof
from screening.web.guards import may
from screening.web.text_form_page import edit, proved_to_publish
from screening.web.text_work import (
    clinic_work,
    give_back,
    leaflet_work,
    packet_work,
    site_work,
)

bp = Blueprint("texts", __name__, url_prefix="/admin/texts")

BACK = "texts.back"


@bp.route("/clinic/<string:language>/<string:part>", methods=["GET", "POST"])
@may(Action.EDIT_TEXTS)
@proved_to_publish
def clinic_text(language: str, part: str) -> ResponseReturnValue:
    """One part of what the clinic says, in one language."""
    return edit(clinic_work(language, part))


@bp.route("/here/<string:language>/<string:part>", methods=["GET", "POST"])
@may(Action.EDIT_TEXTS)
@proved_to_publish
def site_text(language: str, part: str) -> ResponseReturnValue:
    """One part of what the site of whoever asks says in place of the installation."""
    return edit(site_work(language, part))


@bp.post("/here/<string:language>/<string:part>/back")
@may(Action.EDIT_TEXTS)
@fresh_proof
def go_back(language: str, part: str) -> ResponseReturnValue:
    """Let this part be the installation's again; what the site said stays in the history."""
    work = site_work(language, part)
    typed_fields(())
    check_token(BACK, cookies.STAFF)
    if part in work.own:
        give_back(work)
    return redirect(url_for(".site_text", language=language, part=part), 303)


@bp.route("/leaflets/<string:key>", methods=["GET", "POST"])
@may(Action.EDIT_TEXTS)
@proved_to_publish
def leaflet(key: str) -> ResponseReturnValue:
    """One leaflet in one language."""
    return edit(leaflet_work(key))


@bp.route("/packets/<string:packet_id>", methods=["GET", "POST"])
@may(Action.EDIT_TEXTS)
@proved_to_publish
def packet(packet_id: str) -> ResponseReturnValue:
    """Which questionnaires a visit brings, in their order; `?minutes` works out how long."""
    return edit(packet_work(packet_id))
