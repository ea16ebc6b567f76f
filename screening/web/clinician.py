"""The clinician: one visit, its findings, and the PDF. The worklist stands in work_pages."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from screening.core.loading import load_stored_clinic_texts
from screening.core.visit import VisitRecord
from screening.report.reference_lines import (
    ReferenceLines,
    has_lines,
    tell_reference_lines,
)
from screening.report.renderer import RendererError
from screening.report.summary import reading_of, summarise
from screening.report.wording import WORDINGS
from screening.security.permissions import Action
from screening.store import consents
from screening.store.db import commit
from screening.store.encounters import Encounter
from screening.store.errors import NotThere
from screening.store.responses import ResponseState
from screening.store.responses import for_encounter as of_visit
from screening.web import (
    amending,
    chart,
    clinician_patients,
    cookies,
    leaflets,
    note_pages,
    outside_copies,
    passing_on,
    ratings,
    revision_pages,
    signing,
    work_pages,
)
from screening.web.csrf import check_token
from screening.web.desk_forms import typed_fields
from screening.web.desk_list import status_of
from screening.web.desk_records import my_visit, note_visit_read, patient_of
from screening.web.guards import may
from screening.web.moments import moment_in_zone
from screening.web.paper_told import paper_told
from screening.web.papers import LANGUAGE, PAPERS, outside_notice, packages_to_install, summary_pdf
from screening.web.parts import parts
from screening.web.raising import mark_seen, seen_rows
from screening.web.sections import load_sections, to_do
from screening.web.shown_states import tell_sent
from screening.web.site_here import site
from screening.web.traces import tell_traces
from screening.web.visits import load_record

bp = Blueprint("clinician", __name__, url_prefix="/clinic")
NOTHING_SENT = "There is no PDF yet: nothing was sent in this visit."
for part in (
    work_pages, clinician_patients, ratings, amending, revision_pages, note_pages, signing, chart,
    outside_copies, passing_on,
):  # fmt: skip
    bp.register_blueprint(part.bp)

SEEN = "clinician.seen"  # purpose of the form token


@bp.get("/visits/<uuid:encounter_id>")
@may(Action.READ_ENCOUNTER)
def encounter(encounter_id: UUID) -> ResponseReturnValue:
    """One visit: page 1 of the summary, how scores came about, what is still to do."""
    visit = my_visit(encounter_id)
    page = _encounter_page(visit)
    note_visit_read(visit.id)
    return page


@bp.get("/visits/<uuid:encounter_id>/consent")
@may(Action.READ_ENCOUNTER)
def consent(encounter_id: UUID) -> ResponseReturnValue:
    """What the patient agreed to, or did not, in the words that were shown."""
    visit = my_visit(encounter_id)
    given = consents.of_encounter(g.session, visit.id)
    if not given:
        raise NotThere("consent")
    kept = [(one, consents.wording(g.session, one.text)) for one in given]
    page = render_template(
        "clinician/consent.html",
        visit=visit,
        patient=patient_of(visit),
        answers=[
            (one, load_stored_clinic_texts(one.text.sha256, document).consent if document else None)
            for one, document in kept
        ],
    )
    note_visit_read(visit.id)
    return page


@bp.post("/visits/<uuid:encounter_id>/findings/<string:questionnaire_id>/<string:finding_id>/seen")
@may(Action.MARK_SEEN)
def see_finding(encounter_id: UUID, questionnaire_id: str, finding_id: str) -> ResponseReturnValue:
    """Write down who saw a finding, and when. A second time changes nothing."""
    typed_fields(())
    check_token(SEEN, cookies.STAFF)
    visit = my_visit(encounter_id)
    mark_seen(
        g.session,
        visit,
        parts().shelf,
        (questionnaire_id, finding_id),
        by=g.account.id,
        now=g.now,
    )
    commit(g.session)
    return redirect(url_for(".encounter", encounter_id=visit.id), 303)


@bp.get("/visits/<uuid:encounter_id>/summary/<string:paper>")
@may(Action.READ_SUMMARY)
def summary(encounter_id: UUID, paper: str) -> ResponseReturnValue:
    """The PDF; when it cannot be made now, the visit's page says so and offers it again."""
    visit = my_visit(encounter_id)
    language = request.args.get("language", LANGUAGE)
    if paper not in PAPERS or language not in WORDINGS:
        raise NotFound
    if not any(one.state == ResponseState.SENT for one in of_visit(g.session, visit.id)):
        # A page without a single answer would read as if all had been asked.
        return _encounter_page(visit, pdf_problem=NOTHING_SENT), 409
    if packages_to_install():
        return _encounter_page(visit), 503
    try:
        pdf = summary_pdf(visit, paper, language)
    except RendererError as error:
        return _encounter_page(visit, pdf_problem=str(error)), 503
    kind = [language] if language != LANGUAGE else []
    name = "-".join(["summary", visit.code, *kind]) + ".pdf"
    return Response(
        pdf,
        mimetype="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _encounter_page(visit: Encounter, pdf_problem: str = "") -> str:
    shelf, newest = parts().shelf, parts().listed.newest.look(g.session).newest
    record = load_record(g.session, visit, shelf, site_name=site().name, drafts=("patient",))
    sections, _ = load_sections(g.session, visit, shelf, moment_in_zone(g.now, visit))
    to_see = seen_rows(record)
    return render_template(
        "clinician/encounter.html",
        visit=visit,
        newest=newest,
        summary=summarise(record, shelf.references),
        traces=tell_traces(reading_of(record, shelf.references)),
        has_lines=has_lines(record),
        lines=_lines(record),
        to_see=to_see,
        sent_parts=tell_sent(g.session, shelf, visit, g.account.id),
        chart_line=chart.line_of(visit, record),
        signing=signing.box_of(g.session, visit, shelf, to_see),
        status=status_of(g.session, visit, shelf, now=g.now),
        answered=bool(record.responses),
        unsent=any(filled.revision == 0 for filled in record.responses),
        sent=any(filled.revision for filled in record.responses),
        to_rate=[section.questionnaire.name for section in to_do(sections)],
        paper=paper_told(g.session, visit.id),
        consent=consents.newest(g.session, visit.id),
        papers=PAPERS,
        languages=[one for one in WORDINGS if one != LANGUAGE],
        own_paper=site().paper,
        has_notice=outside_notice() is not None,
        packages=packages_to_install(),
        pdf_problem=pdf_problem,
        seen_purpose=SEEN,
        leaflets=leaflets.of_visit(visit),
    )


def _lines(record: VisitRecord) -> ReferenceLines | None:
    """Reference lines, where this look at the page asks for them; the next one does not."""
    if request.args.get("lines") != "yes":
        return None
    return tell_reference_lines(record, parts().shelf.references)
