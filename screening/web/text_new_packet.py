"""A packet that is begun on a page: asked for its id, and then written in the form of any other."""

from __future__ import annotations

import re
from collections.abc import Mapping

from flask import Blueprint, g, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from screening.core.scalars import NAME
from screening.core.yaml_writing import write_yaml
from screening.security.permissions import Action
from screening.store import library
from screening.store.library import Version
from screening.web.guards import may
from screening.web.parts import parts
from screening.web.text_form_page import edit, proved_to_publish
from screening.web.text_packet_form import told_apart
from screening.web.text_work import Work

bp = Blueprint("text_new_packet", __name__, url_prefix="/admin/texts")

ASKED = ("packet", "title", "first")  # id, title, and the questionnaire that it begins with
LONGEST_ID = 60
LONGEST_TITLE = 200
BEGUN = "0.0.0"  # version of what stands in the form at first; it is kept nowhere


@bp.route("/new-packet", methods=["GET", "POST"])
@may(Action.EDIT_TEXTS)
@proved_to_publish
def new_packet() -> ResponseReturnValue:
    """Ask for id and title; with both in the address, the form, which is published as any other."""
    if set(request.args) - set(ASKED):
        raise BadRequest
    typed = {name: " ".join(request.args.get(name, "").split()) for name in ASKED}
    choices = told_apart(parts().shelf.current(g.session))
    errors = _errors(typed, dict(choices)) if request.args else {}
    if errors or not request.args:
        if request.method == "POST":
            raise BadRequest
        page = render_template("texts/new_packet.html", typed=typed, errors=errors, titles=choices)
        return page, 422 if errors else 200
    return edit(_work(typed))


def _errors(typed: Mapping[str, str], known: Mapping[str, str]) -> dict[str, str]:
    errors = {}
    name = typed["packet"]
    if not re.fullmatch(NAME, name, re.ASCII) or len(name) > LONGEST_ID:
        errors["packet"] = (
            f"Type an id of small letters, digits and _, a letter first, at most {LONGEST_ID}."
        )
    elif _is_taken(name):
        errors["packet"] = "There is a packet or a questionnaire with this id. Type another one."
    if not 0 < len(typed["title"]) <= LONGEST_TITLE:
        errors["title"] = f"Type a title of at most {LONGEST_TITLE} characters."
    if typed["first"] not in known:
        errors["first"] = "Choose the first questionnaire."
    return errors


def _is_taken(name: str) -> bool:
    if library.newest(g.session, name) is not None:
        return True
    # What is sent is not turned away: somebody was quicker, and the form tells both.
    return request.method == "GET" and bool(library.packet_history(g.session, name))


def _work(typed: Mapping[str, str]) -> Work:
    """What was published under this id meanwhile goes before: then the form tells both."""
    name = typed["packet"]
    tree = {
        "id": name,
        "version": BEGUN,
        "title": typed["title"],
        "entries": [{"questionnaire": typed["first"]}],
    }
    begun = Version(name, BEGUN, "", write_yaml(tree).data, g.now, made_by=g.account.id)
    known = (*library.packet_history(g.session, name), begun)
    return Work("packet", name, "", f"New packet: {typed['title']}", "", known, known[0] is begun)
