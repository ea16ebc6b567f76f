"""The line for a chart, and one page that gives it together with the PDF."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from flask import Blueprint, g, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from screening.core.visit import VisitRecord
from screening.report.chart_line import chart_line
from screening.security.permissions import Action
from screening.store.encounters import Encounter
from screening.store.errors import NotThere
from screening.store.responses import ResponseState, for_encounter
from screening.web.desk_records import my_visit, note_visit_read, patient_of
from screening.web.guards import may
from screening.web.papers import LANGUAGE, PAPERS, packages_to_install
from screening.web.parts import parts
from screening.web.site_here import site
from screening.web.visits import load_record

bp = Blueprint("chart", __name__, url_prefix="/visits/<uuid:encounter_id>/chart")


@bp.get("/<string:paper>")
@may(Action.READ_SUMMARY)
def chart(encounter_id: UUID, paper: str) -> ResponseReturnValue:
    """The line to paste, and the PDF, which the browser fetches by itself."""
    visit = my_visit(encounter_id)
    if paper not in PAPERS:
        raise NotFound
    line = line_of(visit)
    if not line:
        raise NotThere("chart line")
    pdf = url_for("clinician.summary", encounter_id=visit.id, paper=paper)
    page = render_template(
        "clinician/chart.html",
        visit=visit,
        patient=patient_of(visit),
        line=line,
        pdf="" if packages_to_install() else pdf,
    )
    note_visit_read(visit.id)
    return page


def line_of(visit: Encounter, shown: VisitRecord | None = None) -> str:
    """The line of what was sent in a visit; empty where nothing was.

    shown   the visit as a page shows it: it serves where everything in it was sent
    """
    if not any(one.state == ResponseState.SENT for one in for_encounter(g.session, visit.id)):
        return ""
    shelf = parts().shelf
    if shown is not None and all(filled.revision for filled in shown.responses):
        record = replace(shown, earlier=())
    else:
        record = load_record(g.session, visit, shelf, site_name=site().name, earlier=False)
    return chart_line(record, shelf.references, LANGUAGE)
