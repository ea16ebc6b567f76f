"""What a patient is told after an answer: a word of comfort, or to stop and tell the staff.

After the second one the form is held. The patient's own button asks whether the staff have let it
go on; it cannot say so for them.
"""

from __future__ import annotations

from flask import Blueprint, g, redirect, render_template, request
from flask.typing import ResponseReturnValue

from screening.store.hand_over import SittingState
from screening.web import onward, sitting
from screening.web.clinic_words import clinic_texts
from screening.web.course import Course
from screening.web.guards import at_the_tablet
from screening.web.parts import parts

bp = Blueprint("messages", __name__, url_prefix="/sitting")

OPEN = (SittingState.ANSWERING, SittingState.REVIEW)
CRISIS = "crisis"


@bp.get("/message/<int:number>")
@at_the_tablet(*OPEN)
def message(number: int) -> ResponseReturnValue:
    """Neither score nor reason, and a way on. Whoever is to stop has no way here."""
    course = _course()
    leads_to = onward.onward(course, number)
    if not _tells_of_help(course):
        return redirect(leads_to, 303)
    return render_template("patient/message.html", onward=leads_to, texts=clinic_texts())


@bp.get("/wait")
@at_the_tablet(SittingState.HELD)
def wait() -> ResponseReturnValue:
    """Whom to tell. Once staff let the patient go on, this address leads to the questions."""
    return render_template(
        "patient/held.html",
        texts=clinic_texts(),
        help_too=_tells_of_help(_course()),
        asked="asked" in request.args,
    )


def _course() -> Course:
    return sitting.load_way(g.session, parts().shelf, parts().recent, g.kiosk, now=g.now).course


def _tells_of_help(course: Course) -> bool:
    return any(found.tell_patient == CRISIS for found in course.raised)
