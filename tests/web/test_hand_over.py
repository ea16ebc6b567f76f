"""A sitting's state follows what the patient does, and only that."""

from __future__ import annotations

from screening.store import sittings
from screening.store.encounters import Encounter
from screening.web.typed import OUT
from tests.web.browser import Browser
from tests.web.conftest import Clinic
from tests.web.filling import answer_all


def state(clinic: Clinic, visit: Encounter) -> str:
    with clinic.parts.database.read() as session:
        return sittings.for_encounter(session, visit.id)[-1].state


def decline(tablet: Browser) -> None:
    """Take the way out of the question on the page."""
    form = tablet.page.form("Next")
    way_out = next(c for c in form.element.all("input") if c.attributes.get("value") == OUT)
    tablet.submit(form, {way_out.attributes["name"]: OUT}, "Next")


def test_the_last_answer_leads_to_the_review_and_a_changed_one_stays_there(clinic: Clinic) -> None:
    visit = clinic.start_visit()
    tablet = clinic.tablet(visit)
    assert state(clinic, visit) == "answering"

    answer_all(tablet)
    assert state(clinic, visit) == "review"
    tablet.open("/sitting/1?change=1")
    tablet.press("Next", gate="no")
    assert (state(clinic, visit), tablet.path) == ("review", "/sitting/review")

    tablet.press("Send my answers")
    assert state(clinic, visit) == "handed_back"
    for path in ("/sitting", "/sitting/1", "/sitting/review", "/sitting/welcome"):
        tablet.open(path)
        assert (tablet.status, tablet.page.h1) == (410, "Enter your code")


def test_a_changed_answer_that_opens_a_question_leads_out_of_the_review(clinic: Clinic) -> None:
    visit = clinic.start_visit()
    tablet = clinic.tablet(visit)
    tablet.press("Next", gate="no")
    while tablet.path != "/sitting/review":
        decline(tablet)
    assert state(clinic, visit) == "review"

    tablet.open("/sitting/1?change=1")
    tablet.press("Next", gate="yes")

    assert state(clinic, visit) == "answering"


def test_what_was_answered_before_a_pause_is_sent_from_the_resumed_tablet(clinic: Clinic) -> None:
    visit = clinic.start_visit()
    tablet = clinic.tablet(visit)
    answer_all(tablet)
    clinic.clock.forward(minutes=8)
    assert tablet.open("/sitting/review").h1 == "Enter your code"
    assert state(clinic, visit) == "paused"

    desk = clinic.signed_in(clinic.fay)
    desk.open(f"/desk/visits/{visit.id}")
    desk.press("Make a new code")
    other = clinic.browser("10.0.0.8")
    other.open("/")
    other.press("Start", code=desk.page.text.split("The code is ")[1].split()[0])
    other.press("Next", day="7", month="2")
    assert state(clinic, visit) == "answering"
    other.open("/sitting")
    other.press("Send my answers")

    assert state(clinic, visit) == "handed_back"
