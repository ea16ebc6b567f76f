"""The worklist's page and what keeps it fresh: drawn once for each change, and told of news."""

from __future__ import annotations

from flask import Blueprint, abort, g, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from werkzeug.exceptions import NotFound

from screening.quick_dataclass import dataclass
from screening.security.permissions import Action
from screening.store import changes, work_order
from screening.store.work_order import Show
from screening.web import calls, site_here
from screening.web.approvals import awaits_approval
from screening.web.csrf import form_token
from screening.web.desk_records import note_reads, today
from screening.web.filters import can_lock
from screening.web.guards import may
from screening.web.listed import DrawnList
from screening.web.parts import parts
from screening.web.plain_values import need_number, read_number
from screening.web.worklist import rows_of

bp = Blueprint("work", __name__)
ROWS = 25  # of one page
ENGLISH = "en"  # in which staff pages are written

WORDS = {
    Show.OPEN: "Today and open",
    Show.URGENT: "Urgent, not seen",
    Show.TO_REVIEW: "To review",
    Show.REVIEWED: "Reviewed",
    Show.ALL: "All visits",
}


@dataclass(frozen=True, slots=True)
class Tab:
    """One kind of visits as a link."""

    words: str
    number: int
    address: str
    here: bool


@bp.get("/")
@may(Action.READ_ENCOUNTER)
def worklist() -> ResponseReturnValue:
    """Visits with findings and scores, by what they need."""
    show, number = _show(), _page_number()
    held, day, site = parts(), today(), site_here.site()
    last, newest = held.listed.newest.look(g.session)
    key = (site, show, number, day, newest, held.shelf.texts_mark)
    drawn = held.listed.pages.find(key, g.now)
    if drawn is None:
        drawn = _draw(show, number, newest)
        held.listed.pages.keep(key, drawn, g.now)
    page = _frame(drawn, last)
    seen = (g.sign_in.id, drawn.patients)
    if drawn.patients and not held.listed.noted.find(seen, g.now):
        note_reads(drawn.patients)
        held.listed.noted.keep(seen, True, g.now)
    return page


@bp.get("/changes")
@may(Action.READ_ENCOUNTER, polling=True)
def news() -> ResponseReturnValue:
    """Ids and counts for a page's script: what came in since the event that it names."""
    number = need_number(request.args.get("since", ""))
    found = changes.since(g.session, g.account.site_id, number)
    return jsonify(
        number=found.number,
        visits=[
            {"id": str(one.encounter_id), "sent": one.sent, "findings": one.findings}
            for one in found.visits
        ],
    )


def _show() -> Show:
    wanted = request.args.get("show", Show.OPEN.value)
    if wanted not in tuple(Show):
        raise NotFound
    return Show(wanted)


def _page_number() -> int:
    """1-based."""
    number = read_number(request.args.get("page", "1"))
    if not number:
        raise NotFound
    return number


def _draw(show: Show, number: int, newest: int) -> DrawnList:
    site, day, zone = g.account.site_id, today(), site_here.site().time_zone
    counts = work_order.count(g.session, site, day, time_zone=zone)
    pages = max(1, -(-counts[show] // ROWS))
    if number > pages:
        abort(404)
    ids = work_order.page(
        g.session, site, show, day, time_zone=zone, skip=(number - 1) * ROWS, at_most=ROWS
    )
    rows = rows_of(g.session, ids, parts(), now=g.now)
    html = render_template(
        "clinician/work_list.html",
        rows=rows,
        show=show,
        shown=WORDS[show],
        tabs=[Tab(WORDS[one], counts[one], _address(one), one == show) for one in Show],
        number=number,
        pages=pages,
        first=(number - 1) * ROWS + 1,
        all_of_it=counts[show],
        before=_address(show, number - 1) if number > 1 else "",
        after=_address(show, number + 1) if number < pages else "",
        newest=newest,
    )
    return DrawnList(Markup(html), tuple(row.patient.id for row in rows))  # noqa: S704  escaped by its template


def _address(show: Show, number: int = 1) -> str:
    """The plainest address of a page."""
    return url_for(
        "clinician.work.worklist",
        show=None if show == Show.OPEN else show.value,
        page=None if number == 1 else number,
    )


def _awaits(last: int) -> bool:
    """Whether a clinician's navigation leads to approvals; `last` event changes what is so."""
    held = parts().listed.awaits
    found = held.find(last, g.now)
    if found is None:
        found = awaits_approval()
        held.keep(last, found, g.now)
    return found


def _frame(drawn: DrawnList, last: int) -> str:
    """The whole page; the part round the list is drawn anew only while somebody is called."""
    template, reader = "clinician/worklist.html", g.account.full_name
    if calls.banners():
        return render_template(template, listed=drawn.html, reader=reader)
    shape = {
        "role": g.account.role,
        "lock": can_lock(),
        "awaits": _awaits(last),
    }
    texts = {"listed": drawn.html, "reader": reader}
    return parts().frames.page(template, ENGLISH, site_here.site(), shape, texts, form_token)
