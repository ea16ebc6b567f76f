"""The line for a chart, and one page that gives it together with the PDF."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, g, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from screening.report.chart_line import chart_line
from screening.security.permissions import Action
from screening.store import revisions
from screening.store.encounters import Encounter
from screening.store.errors import NotThere
from screening.store.responses import for_encounter
from screening.web.desk_records import my_visit, note_visit_read
from screening.web.guards import may
from screening.web.papers import LANGUAGE, PAPERS, packages_to_install
from screening.web.parts import parts
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
        "clinician/chart.html", visit=visit, line=line, pdf="" if packages_to_install() else pdf
    )
    note_visit_read(visit.id)
    return page


def line_of(visit: Encounter) -> str:
    """The line of what was sent in a visit; empty where nothing was."""
    if not any(revisions.latest(g.session, one.id) for one in for_encounter(g.session, visit.id)):
        return ""
    record = load_record(
        g.session, visit, parts().shelf, site_name=parts().site_name, earlier=False
    )
    return chart_line(record, parts().shelf.references, LANGUAGE)
