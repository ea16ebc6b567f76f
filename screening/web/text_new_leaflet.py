"""A leaflet that is begun on a page, or one that is there begun in another language.

It is asked for its id and language, and then written in the form of any other. In another language
it has the sections, statements and sources of the one that is there, and every text is empty.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, g, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from screening.core.scalars import NAME
from screening.core.translation import TO_BE_WRITTEN
from screening.core.yaml_writing import write_yaml
from screening.security.permissions import Action
from screening.settings import LANGUAGES
from screening.store import texts
from screening.store.texts import Text
from screening.web.guards import may
from screening.web.language import OWN_NAMES
from screening.web.parts import parts
from screening.web.text_editing import tree_of
from screening.web.text_form_page import edit, proved_to_publish
from screening.web.text_work import Work, today

bp = Blueprint("text_new_leaflet", __name__, url_prefix="/admin/texts")

ASKED = ("leaflet", "language")
LONGEST_ID = 60
BEGUN = "0.0.0"  # version of what stands in the form at first; it is kept nowhere
WORDS = ("title", "text")  # keys of what is told in a language; a number to call is in none


@bp.route("/new-leaflet", methods=["GET", "POST"])
@may(Action.EDIT_TEXTS)
@proved_to_publish
def new_leaflet() -> ResponseReturnValue:
    """Ask for id and language; with both in the address, the form, published as any other."""
    if set(request.args) - set(ASKED):
        raise BadRequest
    typed = {name: " ".join(request.args.get(name, "").split()) for name in ASKED}
    errors = _errors(typed) if request.args else {}
    if errors or not request.args:
        if request.method == "POST":
            raise BadRequest
        page = render_template(
            "texts/new_leaflet.html",
            typed=typed,
            errors=errors,
            languages=[(one, OWN_NAMES.get(one, one)) for one in LANGUAGES],
        )
        return page, 422 if errors else 200
    return edit(_work(typed))


def _errors(typed: Mapping[str, str]) -> dict[str, str]:
    errors = {}
    name, language = typed["leaflet"], typed["language"]
    if not re.fullmatch(NAME, name, re.ASCII) or len(name) > LONGEST_ID:
        errors["leaflet"] = (
            f"Type an id of small letters, digits and _, a letter first, at most {LONGEST_ID}."
        )
    if language not in LANGUAGES:
        errors["language"] = "Choose the language."
    # What is sent is not turned away: somebody was quicker, and the form tells both.
    if not errors and request.method == "GET" and f"{name}.{language}" in parts().shelf.leaflets:
        errors["leaflet"] = "There is a leaflet with this id in this language. Type another one."
    return errors


def _work(typed: Mapping[str, str]) -> Work:
    name, language = typed["leaflet"], typed["language"]
    key = f"{name}.{language}"
    other = next(
        (one.key for one in parts().shelf.leaflets.values() if one.id == name and one.key != key),
        "",
    )
    tree = _told_anew(name, language, other) if other else _skeleton(name, language)
    begun = Text(
        0, "leaflet", key, BEGUN, "", "", write_yaml(tree).data, g.now, made_by=g.account.id
    )
    known = (*(one for one in texts.history(g.session, key) if one.kind == "leaflet"), begun)
    title = f"New leaflet: {name}, {OWN_NAMES.get(language, language)}"
    return Work("leaflet", key, "", title, other, known, known[0] is begun)


def _skeleton(name: str, language: str) -> dict[str, Any]:
    """The parts that every leaflet has, each once; ids may be changed in the form."""
    return {
        **_head(name, language),
        "title": TO_BE_WRITTEN,
        "intro": _statement("about_this_page"),
        "sections": [_section("section_1", "statement_1")],
        "questions": _section("questions", "question_1"),
        "help": {
            "title": TO_BE_WRITTEN,
            "lines": [{**_statement("number_1"), "number": TO_BE_WRITTEN}],
        },
    }


def _told_anew(name: str, language: str, other: str) -> dict[str, Any]:
    """The leaflet that is there, with nothing of it told yet."""
    newest = texts.history(g.session, other)[0]
    tree = tree_of("leaflet", newest.data)
    tree.pop("reviewed_by", None)
    return {**_unsaid(tree), **_head(name, language)}


def _unsaid(node: Any) -> Any:
    if isinstance(node, list):
        return [_unsaid(one) for one in node]
    if not isinstance(node, dict):
        return node
    return {
        key: TO_BE_WRITTEN if key in WORDS else one if key == "source" else _unsaid(one)
        for key, one in node.items()
    }


def _head(name: str, language: str) -> dict[str, Any]:
    return {"id": name, "version": BEGUN, "date": today().isoformat(), "language": language}


def _section(name: str, statement: str) -> dict[str, Any]:
    return {"id": name, "title": TO_BE_WRITTEN, "claims": [_statement(statement)]}


def _statement(name: str) -> dict[str, Any]:
    return {"id": name, "text": TO_BE_WRITTEN, "source": {"none": TO_BE_WRITTEN}}
