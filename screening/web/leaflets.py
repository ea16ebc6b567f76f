"""Leaflets for staff: to read on the screen, and as a PDF to print and hand out.

No address, page or file names a patient or a visit, so nothing of them comes out of a printer.
"""

from __future__ import annotations

from flask import Blueprint, Response, g, render_template
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from screening.core.leaflet import Leaflet
from screening.report.leaflet import leaflet_pdf, tell_leaflet
from screening.report.renderer import RendererError
from screening.security.permissions import Action
from screening.store import texts
from screening.store.encounters import Encounter
from screening.web.guards import may
from screening.web.papers import PAPERS, packages_to_install, renderer
from screening.web.parts import parts

bp = Blueprint("leaflets", __name__, url_prefix="/leaflets")


@bp.get("/<string:key>")
@may(Action.READ_LEAFLET)
def leaflet(key: str) -> ResponseReturnValue:
    """One leaflet as patients read it, and what each statement of it rests on."""
    return _page(_find(key))


@bp.get("/<string:key>/<string:paper>")
@may(Action.READ_LEAFLET)
def pdf(key: str, paper: str) -> ResponseReturnValue:
    """The PDF; when it cannot be made now, the page says so and offers it again."""
    found = _find(key)
    if paper not in PAPERS:
        raise NotFound
    if packages_to_install():
        return _page(found), 503
    head = texts.head_at(g.session, found.sha256)
    told = tell_leaflet(found, parts().shelf.references, head)
    g.session.rollback()  # no transaction is open while the page is drawn
    try:
        made = leaflet_pdf(told, renderer(), paper)
    except RendererError as error:
        return _page(found, pdf_problem=str(error)), 503
    name = f"leaflet-{found.id}-{found.language}.pdf"
    return Response(
        made.pdf,
        mimetype="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def of_visit(visit: Encounter) -> tuple[Leaflet, ...]:
    """The leaflet that goes with the visit's packet, in each language that there is."""
    wanted = parts().shelf.packet(g.session, visit.packet_sha256).leaflet
    return tuple(one for one in parts().shelf.leaflets.values() if one.id == wanted)


def _find(key: str) -> Leaflet:
    found = parts().shelf.leaflets.get(key)
    if found is None:
        raise NotFound
    return found


def _page(found: Leaflet, pdf_problem: str = "") -> str:
    shelf = parts().shelf
    return render_template(
        "leaflets/leaflet.html",
        key=found.key,
        page=tell_leaflet(found, shelf.references),
        others=[o for o in shelf.leaflets.values() if o.id == found.id and o is not found],
        papers=PAPERS,
        packages=packages_to_install(),
        pdf_problem=pdf_problem,
    )
