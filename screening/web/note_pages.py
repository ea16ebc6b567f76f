"""The free note of a visit: written, changed, taken away; it never touches an answer."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from screening.core.answers import read_answer
from screening.core.item import TextItem
from screening.errors import AnswerError
from screening.security.permissions import Action
from screening.store import notes
from screening.store.db import commit
from screening.store.encounters import Encounter
from screening.store.errors import StaleNote
from screening.web import cookies
from screening.web.csrf import check_token
from screening.web.desk_forms import typed_fields
from screening.web.desk_records import my_visit, note_visit_read, patient_of
from screening.web.guards import may
from screening.web.plain_values import need_number

bp = Blueprint("notes", __name__, url_prefix="/visits/<uuid:encounter_id>/note")

PURPOSE = "clinician.note"
# As much as stands on the paper in full: a note that is cut would be another note.
NOTE = TextItem(id="note", text="Note", type="text", max_length=1200)


@bp.get("")
@may(Action.WRITE_NOTE)
def note(encounter_id: UUID) -> ResponseReturnValue:
    """The note as it stands, to be changed."""
    visit = my_visit(encounter_id)
    known = notes.newest(g.session, visit.id)
    page = _page(visit, known.text if known else "", known.number if known else 0)
    note_visit_read(visit.id)
    return page


@bp.post("")
@may(Action.WRITE_NOTE)
def write(encounter_id: UUID) -> ResponseReturnValue:
    """Keep a version; what was typed comes back with what stands in its way."""
    shown = typed_fields(("note", "shown"))["shown"]
    check_token(PURPOSE, cookies.STAFF)
    visit = my_visit(encounter_id)
    number = need_number(shown)
    # Browsers send every line break as two signs; not trimmed: it is kept exactly.
    typed = request.form.get("note", "").replace("\r\n", "\n")
    text = typed if typed.strip() else ""
    try:
        if text:
            read_answer(NOTE, text)
        notes.write(g.session, visit.id, text, shown=number, by=g.account.id, now=g.now)
    except AnswerError as error:
        return _page(visit, typed, int(shown), wrong=error.message), 422
    except StaleNote as error:
        g.session.rollback()
        return _page(visit, typed, error.number, stored=error.stored), 409
    commit(g.session)
    return redirect(url_for("clinician.encounter", encounter_id=visit.id, _anchor="note"), 303)


def _page(
    visit: Encounter, typed: str, number: int, *, wrong: str = "", stored: str | None = None
) -> str:
    """
    number  of the version that saving this page replaces
    stored  what somebody else wrote meanwhile; None: nobody did
    """
    return render_template(
        "clinician/note.html",
        visit=visit,
        patient=patient_of(visit),
        typed=typed,
        number=number,
        errors={"note": wrong} if wrong else {},
        stored=stored,
        at_most=NOTE.max_length,
        purpose=PURPOSE,
    )
