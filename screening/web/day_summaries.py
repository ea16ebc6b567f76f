"""The summaries of all visits of a day as one PDF, to print or to file.

Each is the stored summary of its visit, drawn by the worker where there is none yet: a job per
visit, within the limits of one. What is drawn stays, so a long day takes several requests at most.
"""

from __future__ import annotations

from datetime import date
from time import monotonic
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, g, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from screening.quick_dataclass import dataclass
from screening.report.batch import Part, merge
from screening.report.renderer import RendererError
from screening.security.permissions import Action
from screening.store import audit, encounters, patients, responses
from screening.store.audit import Kind
from screening.store.encounters import Encounter
from screening.store.responses import ResponseState
from screening.web.desk_records import today
from screening.web.guards import may, write_aside
from screening.web.language import STAFF_LANGUAGE
from screening.web.papers import PAPERS, packages_to_install, summary_pdf
from screening.web.plain_values import read_day
from screening.web.site_here import site

bp = Blueprint("day_summaries", __name__, url_prefix="/clinic/days")

DRAWN_FOR_AT_MOST = 20.0  # s; what somebody waits for without a word, as for one page
NOTHING_SENT = "There is no PDF: nothing was sent in a visit of this day."
ASK_AGAIN = "{made} of {number} summaries are ready. Ask again for the rest: what is drawn is kept."


@dataclass(frozen=True, slots=True)
class Day:
    """The visits of one day of the clinic's calendar."""

    day: date
    sent: tuple[Encounter, ...]  # those with something sent
    unsent: int  # how many have nothing


@bp.get("/")
@may(Action.READ_SUMMARY)
def day() -> ResponseReturnValue:
    """How many summaries a day has, and the PDF of all of them."""
    asked = request.args.get("on", "")
    return _page(_visits(_read(asked) if asked else today()))


@bp.get("/<string:on>/<string:paper>")
@may(Action.READ_SUMMARY)
def pdf(on: str, paper: str) -> ResponseReturnValue:
    """The PDF; when not all of it can be made now, the page says so and offers it again."""
    if paper not in PAPERS:
        raise NotFound
    held = _visits(_read(on))
    if not held.sent:
        return _page(held, NOTHING_SENT), 409
    if packages_to_install():
        return _page(held), 503
    try:
        drawn = _drawn(held, paper)
    except RendererError as error:
        return _page(held, str(error)), 503
    if len(drawn) < len(held.sent):
        return _page(held, ASK_AGAIN.format(made=len(drawn), number=len(held.sent))), 503
    made = merge(
        drawn,
        title=f"Summaries of {held.day.isoformat()}",
        language=STAFF_LANGUAGE,
        author=site().name,
    )
    with write_aside() as session:
        audit.record(
            session, g.now, Kind.DAY_SUMMARIES_MADE, g.account.id, visits=len(drawn)
        )  # fmt: skip
    return Response(
        made,
        mimetype="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="summaries-{held.day.isoformat()}.pdf"'
        },
    )


def _read(text: str) -> date:
    day = read_day(text)
    if day is None:
        raise NotFound
    return day


def _visits(on: date) -> Day:
    zone = site().time_zone
    visits = encounters.day_list(g.session, g.account.site_id, on, time_zone=zone)
    sent = tuple(visit for visit in visits if _sent(visit))
    return Day(on, sent, len(visits) - len(sent))


def _sent(visit: Encounter) -> bool:
    held = responses.for_encounter(g.session, visit.id)
    return any(one.state == ResponseState.SENT for one in held)


def _drawn(held: Day, paper: str) -> list[Part]:
    """The summaries that are ready within the time, in the order of the day.

    raises  RendererDown, RendererTimedOut, RendererRefused
    """
    begun, found = monotonic(), []
    for visit in held.sent:
        if monotonic() - begun > DRAWN_FOR_AT_MOST:
            break
        found.append(Part(_bookmark(visit), summary_pdf(visit, paper)))
    return found


def _bookmark(visit: Encounter) -> str:
    who = patients.get(g.session, visit.patient_id).identity
    at = visit.started_at.astimezone(ZoneInfo(visit.time_zone))
    return f"{who.family}, {who.given} · {at:%H:%M}"


def _page(held: Day, problem: str = "") -> str:
    return render_template(
        "day_summaries/day.html",
        held=held,
        papers=PAPERS,
        packages=packages_to_install(),
        problem=problem,
    )
