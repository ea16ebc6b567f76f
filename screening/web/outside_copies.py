"""A copy of a visit's summary for somebody outside: under a consent of the patient that holds."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import Blueprint, Response, g, render_template
from flask.typing import ResponseReturnValue

from screening.core.disclosure import Passing
from screening.report.renderer import RendererError
from screening.report.wording import WORDINGS
from screening.security.permissions import Action
from screening.store import disclosures
from screening.store.disclosures import ConsentToDisclose
from screening.store.encounters import Encounter
from screening.store.errors import NotThere
from screening.store.responses import ResponseState, for_encounter
from screening.web import cookies
from screening.web.csrf import check_token
from screening.web.desk_forms import typed_fields
from screening.web.desk_records import my_visit, note_visit_read, patient_of, today
from screening.web.guards import may
from screening.web.papers import LANGUAGE, outside_notice, outside_pdf, packages_to_install
from screening.web.site_here import site

bp = Blueprint("outside", __name__, url_prefix="/visits/<uuid:encounter_id>/outside")

PURPOSE = "clinician.outside"
NO_NOTICE = "There is no copy for outside: the clinic has no notice on passing records on."
NOTHING_SENT = "There is no copy yet: nothing was sent in this visit."
OFF = "PDFs are off on this server."
CHOOSE = "Choose the consent that the copy goes out under."
CHOOSE_LANGUAGE = "Choose a language."
UNTYPED = {"consent": "", "language": LANGUAGE}


@bp.get("")
@may(Action.DISCLOSE)
def form(encounter_id: UUID) -> ResponseReturnValue:
    """The consents that hold today."""
    visit = my_visit(encounter_id)
    page = _page(visit, UNTYPED, {})
    note_visit_read(visit.id)
    return page


@bp.post("")
@may(Action.DISCLOSE)
def make(encounter_id: UUID) -> ResponseReturnValue:
    """The PDF; it stands on the patient's account before it goes out."""
    visit = my_visit(encounter_id)
    typed = typed_fields(("consent", "language"))
    check_token(PURPOSE, cookies.STAFF)
    if _problem(visit):
        return _page(visit, typed, {}), 409
    chosen = next((one for one in _live(visit, today()) if str(one.id) == typed["consent"]), None)
    notice = outside_notice(typed["language"]) if typed["language"] in WORDINGS else None
    errors = {} if chosen else {"consent": CHOOSE}
    if notice is None:
        errors["language"] = CHOOSE_LANGUAGE
    if chosen is None or notice is None:
        return _page(visit, typed, errors), 422
    passing, paper = Passing(notice, chosen.agreed), site().paper
    try:
        pdf = outside_pdf(visit, paper, typed["language"], passing, chosen.id, today())
    except RendererError as error:
        return _page(visit, typed, {}, str(error)), 503
    kind = [typed["language"]] if typed["language"] != LANGUAGE else []
    name = "-".join(["summary", visit.code, *kind, "outside"]) + ".pdf"
    return Response(
        pdf,
        mimetype="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _live(visit: Encounter, day: date) -> tuple[ConsentToDisclose, ...]:
    """What a copy may go out under; nothing while the patient keeps something back."""
    if disclosures.kept_back(g.session, visit.patient_id):
        return ()
    found = disclosures.consents_of(g.session, visit.patient_id)
    return tuple(one for one in found if one.is_live(day))


def _problem(visit: Encounter) -> str:
    """Why no copy can be made at all; empty where one can."""
    if visit.state == "erased":
        raise NotThere("visit")
    if not _languages():
        return NO_NOTICE
    if not any(one.state == ResponseState.SENT for one in for_encounter(g.session, visit.id)):
        return NOTHING_SENT
    return OFF if packages_to_install() else ""


def _languages() -> list[str]:
    return [one for one in WORDINGS if outside_notice(one)]


def _page(
    visit: Encounter, typed: dict[str, str], errors: dict[str, str], pdf_problem: str = ""
) -> str:
    return render_template(
        "clinician/outside.html",
        visit=visit,
        patient=patient_of(visit),
        problem=_problem(visit) or pdf_problem,
        stops=bool(_problem(visit)),
        kept_back=disclosures.kept_back(g.session, visit.patient_id),
        live=_live(visit, today()),
        languages=_languages(),
        typed=typed,
        errors=errors,
        purpose=PURPOSE,
    )
