"""Checking a summary's PDF: it is uploaded, read, answered about, and not kept."""

from __future__ import annotations

from flask import Blueprint, g, render_template, request
from flask.typing import ResponseReturnValue

from screening.core.questionnaire import Questionnaire
from screening.exchange.read_bundle import MissingDefinition, WrongBundle
from screening.security.permissions import Action
from screening.store import audit
from screening.store.audit import Kind
from screening.store.db import commit
from screening.store.errors import NotThere
from screening.summary_file.as_made import is_as_made
from screening.summary_file.checking import Checked, Library, compare
from screening.summary_file.extracting import UnreadablePdf, extract
from screening.web import cookies
from screening.web.csrf import check_token
from screening.web.desk_forms import typed_fields
from screening.web.guards import may
from screening.web.papers import words_of
from screening.web.parts import parts

bp = Blueprint("verifying", __name__, url_prefix="/verify")

FORMS = "verifying"  # purpose of the form token
LONGEST_UPLOAD = 8 * 1024 * 1024  # bytes; a summary has a few hundred thousand
NO_FILE = "Choose the PDF of a summary."
NO_DATA = "This PDF carries no data to compare: it is no summary of ours, or a copy for outside."


@bp.get("/")
@may(Action.CHECK_SUMMARY)
def form() -> ResponseReturnValue:
    """A place to hand in a PDF."""
    return _page()


@bp.post("/")
@may(Action.CHECK_SUMMARY)
def read() -> ResponseReturnValue:
    """Score the data again, compare it with the pages, and say whether they agree."""
    request.max_content_length = LONGEST_UPLOAD
    typed_fields(())
    check_token(FORMS, cookies.STAFF)
    sent = request.files.get("file")
    pdf = sent.stream.read() if sent else b""
    if not pdf:
        return _page(errors={"file": NO_FILE}), 422
    # Reading takes a second or two: no transaction may be open meanwhile.
    commit(g.session)
    try:
        held, as_made = extract(pdf), is_as_made(pdf)
        checked = compare(held, _library(), as_made=as_made)
    except (UnreadablePdf, WrongBundle, MissingDefinition) as error:
        return _answered(None, str(error))
    return _answered(checked, "" if checked else NO_DATA)


def _answered(checked: Checked | None, problem: str) -> ResponseReturnValue:
    audit.record(g.session, g.now, Kind.SUMMARY_CHECKED, g.account.id, sign_in=g.sign_in.id)
    commit(g.session)
    if problem:
        return _page(errors={"file": problem}), 422
    return _page(checked=checked)


def _library() -> Library:
    """Every version that was ever in use here."""
    return Library(_definition, parts().shelf.references, words_of)


def _definition(sha256: str) -> Questionnaire | None:
    try:
        return parts().shelf.questionnaire(g.session, sha256)
    except NotThere:
        return None


def _page(checked: Checked | None = None, errors: dict[str, str] | None = None) -> str:
    return render_template("verifying/form.html", checked=checked, errors=errors or {})
