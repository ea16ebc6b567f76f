"""Blank forms for staff to print: a packet at the desk, one questionnaire for who works with them.

No address, page or file names a patient or a visit.
"""

from __future__ import annotations

from flask import Blueprint, Response, g, render_template
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from screening.core.questionnaire import Questionnaire
from screening.quick_dataclass import dataclass
from screening.report.blank.form import BlankForm
from screening.report.blank.html import blank_pdf
from screening.report.blank.telling import blank_packet, blank_questionnaire, with_head
from screening.report.renderer import RendererError
from screening.security.permissions import Action
from screening.settings import LANGUAGES
from screening.store import library
from screening.web.guards import may
from screening.web.papers import PAPERS, packages_to_install, renderer
from screening.web.parts import parts

bp = Blueprint("blank_forms", __name__, url_prefix="/paper-forms")


@dataclass(frozen=True, slots=True)
class Offer:
    """One form, and the languages that it is told in."""

    id: str
    title: str
    version: str
    languages: tuple[str, ...]


@bp.get("/")
@may(Action.PRINT_PACKET)
def overview() -> ResponseReturnValue:
    """Every form that this person may print."""
    return _page()


@bp.get("/packets/<string:packet_id>/<string:language>/<string:paper>")
@may(Action.PRINT_PACKET)
def packet(packet_id: str, language: str, paper: str) -> ResponseReturnValue:
    """All questions of a packet."""
    found = parts().shelf.current_packets(g.session).get(packet_id)
    if found is None or language not in LANGUAGES or paper not in PAPERS:
        raise NotFound
    current = parts().shelf.current(g.session)
    wanted = {entry.questionnaire for entry in found.entries}
    told = {name: _told(one, language) for name, one in current.items() if name in wanted}
    versions = {found.sha256, *(current[name].sha256 for name in told)}
    form = with_head(blank_packet(found, told, language), library.head_at(g.session, versions))
    return _pdf(form, paper, f"{found.id}-{language}")


@bp.get("/questionnaires/<string:questionnaire_id>/<string:language>/<string:paper>")
@may(Action.PRINT_QUESTIONNAIRE)
def questionnaire(questionnaire_id: str, language: str, paper: str) -> ResponseReturnValue:
    """One questionnaire by itself."""
    found = parts().shelf.current(g.session).get(questionnaire_id)
    if found is None or paper not in PAPERS:
        raise NotFound
    told = _told(found, language)
    if told.language != language:
        raise NotFound
    form = with_head(blank_questionnaire(told), library.head_at(g.session, {found.sha256}))
    return _pdf(form, paper, f"{found.id}-{language}")


def _told(found: Questionnaire, language: str) -> Questionnaire:
    """In the language, or in its own where there is no such translation."""
    if found.language == language:
        return found
    return parts().shelf.told(g.session, found.sha256, language)


def _pdf(form: BlankForm, paper: str, name: str) -> ResponseReturnValue:
    if packages_to_install():
        return _page(), 503
    g.session.rollback()  # no transaction is open while the page is drawn
    try:
        made = blank_pdf(form, renderer(), paper)
    except RendererError as error:
        return _page(pdf_problem=str(error)), 503
    return Response(
        made.pdf,
        mimetype="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="form-{name}.pdf"'},
    )


def _page(pdf_problem: str = "") -> str:
    shelf = parts().shelf
    return render_template(
        "blank_forms/overview.html",
        packets=[
            Offer(one.id, one.title, one.version, LANGUAGES)
            for one in shelf.current_packets(g.session).values()
        ],
        questionnaires=[
            Offer(one.id, one.title, one.version, _languages(one))
            for one in shelf.current(g.session).values()
        ],
        papers=PAPERS,
        packages=packages_to_install(),
        pdf_problem=pdf_problem,
    )


def _languages(found: Questionnaire) -> tuple[str, ...]:
    return tuple(one for one in LANGUAGES if _told(found, one).language == one)
