"""Leaflets on the tablet, after the last question.

They are offered to everybody alike and need no sitting: which packet somebody had, or that there
was a sitting at all, can be told from neither link, address nor page.
"""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from screening.core.leaflet import Leaflet
from screening.report.leaflet import tell_leaflet
from screening.web.language import page_language
from screening.web.parts import parts
from screening.web.site_here import site

bp = Blueprint("reading", __name__)


@bp.get("/reading/<int:number>")
def leaflet(number: int) -> ResponseReturnValue:
    """One leaflet. It goes by a number, because an address names no topic."""
    held = _held()
    if not 1 <= number <= len(held):
        raise NotFound
    return render_template(
        "patient/reading.html",
        page=tell_leaflet(held[number - 1], parts().shelf.references),
        more=[
            (n, other.title, other.language)
            for n, other in enumerate(held, 1)
            if other is not held[number - 1]
        ],
    )


def first_number() -> int | None:
    """The first leaflet; None where there is none."""
    return 1 if _held() else None


def _held() -> list[Leaflet]:
    """Each leaflet once, in the page's language, else the clinic's, else any that there is."""
    leaflets = sorted(parts().shelf.leaflets.values(), key=lambda one: one.key)
    wanted = (page_language(), site().language)
    chosen: dict[str, Leaflet] = {}
    for one in leaflets:
        best = chosen.setdefault(one.id, one)
        if _rank(one, wanted) < _rank(best, wanted):
            chosen[one.id] = one
    return [chosen[name] for name in sorted(chosen)]


def _rank(leaflet: Leaflet, wanted: tuple[str, ...]) -> int:
    language = leaflet.language.partition("-")[0]
    return wanted.index(language) if language in wanted else len(wanted)
