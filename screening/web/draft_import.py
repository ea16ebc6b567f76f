"""A FHIR R4 Questionnaire as a draft: what it lost on the way, and totals that do not add up.

The files are read, answered about, and not kept; a response that is brought along holds answers of
somebody, and only its totals are shown.
"""

from __future__ import annotations

from dataclasses import field

from flask import Blueprint, g, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from screening.core.starter import LONGEST_ID, is_id
from screening.exchange.read_questionnaire import Imported, import_resource
from screening.exchange.read_totals import Total, read_totals
from screening.exchange.source import MOST_BYTES, Loss, Node, WrongQuestionnaire, read_resource
from screening.quick_dataclass import dataclass
from screening.security.permissions import Action
from screening.store import definition_drafts, library
from screening.store.definition_drafts import QUESTIONNAIRE, DefinitionDraft
from screening.web import cookies
from screening.web.csrf import check_token
from screening.web.desk_forms import typed_fields
from screening.web.draft_value import FORMS
from screening.web.guards import let_others_write, may, write_aside

bp = Blueprint("draft_import", __name__, url_prefix="/admin/drafts/import-fhir")

LONGEST_REQUEST = 2 * MOST_BYTES + 16 * 1024  # two files, and the rest of the form
NO_FILE = "Choose the JSON file of a FHIR R4 Questionnaire."
NOT_TAKEN = "This file cannot become a draft. The reasons stand below."
NO_RESPONSE = "The totals of this file cannot be looked at. The reasons stand below."
WRONG_ID = f"Enter at most {LONGEST_ID} small letters, digits and _, beginning with a letter."
ID_TAKEN = "There is a questionnaire or a draft “{}”. Give this one another id."


@dataclass(slots=True)
class Handed:
    """What was handed in, and what is wrong with it."""

    typed: dict[str, str]
    imported: Imported | None = None
    totals: tuple[Total, ...] | None = None  # None where no response came along
    errors: dict[str, str] = field(default_factory=dict)
    reasons: tuple[Loss, ...] = ()


@bp.get("")
@may(Action.WRITE_DRAFTS)
def form() -> ResponseReturnValue:
    """A place for one or two files."""
    return _form_page(Handed({"id": ""}))


@bp.post("")
@may(Action.WRITE_DRAFTS)
def take() -> ResponseReturnValue:
    """Begin the draft and list what was lost; nothing is begun where a file is wrong."""
    request.max_content_length = LONGEST_REQUEST
    handed = Handed(typed_fields(("id",)))
    check_token(FORMS, cookies.STAFF)
    let_others_write()  # a long file takes its time
    _read(handed)
    if handed.imported is None or handed.errors:
        return _form_page(handed), 422
    with write_aside() as session:
        draft = _begin(session, handed.imported)
    return render_template(
        "admin/drafts/imported.html", draft=draft, imported=handed.imported, totals=handed.totals
    )


def _read(handed: Handed) -> None:
    wanted = handed.typed["id"]
    if wanted and not is_id(wanted):
        handed.errors["id"] = WRONG_ID
    data, answers = _file("questionnaire"), _file("response")
    if not data:
        handed.errors["questionnaire"] = NO_FILE
        return
    try:
        resource = read_resource(data)
        handed.imported = import_resource(resource, wanted if is_id(wanted) else "")
    except WrongQuestionnaire as error:
        handed.errors["questionnaire"], handed.reasons = NOT_TAKEN, error.reasons
        return
    if "id" not in handed.errors and _is_taken(handed.imported.item_id):
        handed.errors["id"] = ID_TAKEN.format(handed.imported.item_id)
    if answers:
        _read_totals(handed, resource, answers)


def _read_totals(handed: Handed, questionnaire: Node, data: bytes) -> None:
    try:
        handed.totals = read_totals(questionnaire, read_resource(data))
    except WrongQuestionnaire as error:
        handed.errors["response"], handed.reasons = NO_RESPONSE, error.reasons


def _file(name: str) -> bytes:
    sent = request.files.get(name)
    return sent.stream.read() if sent else b""


def _is_taken(item_id: str) -> bool:
    in_use = any(version.id == item_id for version in library.current(g.session))
    return in_use or definition_drafts.find_open(g.session, item_id) is not None


def _begin(session: Session, imported: Imported) -> DefinitionDraft:
    """raises  DraftOpen where somebody else has begun one meanwhile"""
    return definition_drafts.begin(
        session,
        QUESTIONNAIRE,
        imported.item_id,
        imported.text.encode(),
        based_on=None,
        by=g.account.id,
        now=g.now,
    )


def _form_page(handed: Handed) -> str:
    return render_template("admin/drafts/import_fhir.html", handed=handed)
