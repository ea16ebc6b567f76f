"""Kept minimum intervals: what was answered a short while ago is not asked again, and says so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from screening.store.encounters import Encounter
from tests.web.browser import Browser
from tests.web.conftest import Clinic
from tests.web.test_packet_pages import PAGED, stored, told

MOOD = ({"low": "lots"}, {"harm": "none"})
REST = ({"fit": "no"}, {"weary": "no"})


@pytest.fixture
def paged(make_clinic: Callable[[Path], Clinic]) -> Clinic:
    """A clinic whose packets ask for mood once in 14 days."""
    return make_clinic(PAGED)


def fill(clinic: Clinic, *answers: dict[str, str], send: bool = True) -> Encounter:
    """A follow-up with these answers."""
    visit = clinic.start_visit("again")
    tablet = clinic.tablet(visit)
    for answer in answers:
        tablet.press("Next", **answer)
    if send:
        tablet.press("Send my answers")
    return visit


def follow_up(clinic: Clinic) -> tuple[Encounter, Browser]:
    """A further visit, on its first question."""
    visit = clinic.start_visit("again")
    return visit, clinic.tablet(visit)


def test_pages_answered_less_long_ago_are_not_asked(paged: Clinic) -> None:
    fill(paged, *MOOD, *REST)
    paged.clock.forward(days=13)

    visit, tablet = follow_up(paged)

    assert tablet.page.title == "Question 1 of 2"
    assert tablet.page.h1 == "Did you have a fit today?"
    for answer in REST:
        tablet.press("Next", **answer)
    tablet.press("Send my answers")
    assert stored(paged, visit)["health", "patient"] == {"fit": "no"}


def test_the_last_day_of_the_interval_is_a_day_to_ask_again(paged: Clinic) -> None:
    fill(paged, *MOOD, *REST)
    # Two hours earlier in the day, yet 14 days later on the calendar.
    paged.clock.forward(days=14, hours=-2)

    assert follow_up(paged)[1].page.h1 == "Were you low?"


@pytest.mark.parametrize("left", [{"low": "-out"}, {"harm": "-out"}], ids=["low", "harm"])
def test_what_was_declined_is_asked_again_at_once(paged: Clinic, left: dict[str, str]) -> None:
    fill(paged, *({**given, **left} if set(given) == set(left) else given for given in MOOD), *REST)
    paged.clock.forward(days=1)

    assert follow_up(paged)[1].page.h1 == "Were you low?"


def test_what_was_never_sent_was_not_answered(paged: Clinic) -> None:
    fill(paged, *MOOD, send=False)
    paged.clock.forward(days=1)

    assert follow_up(paged)[1].page.h1 == "Were you low?"


def test_it_rests_whatever_packet_asked_for_it(paged: Clinic) -> None:
    fill(paged, *MOOD, *REST)
    paged.clock.forward(days=3)
    tablet = paged.tablet(paged.start_visit("first"))

    tablet.press("Next", very_sick="no")

    assert tablet.page.title == "Question 2 of 3"  # fit, tired, and nothing of mood


def test_the_summary_says_when_it_was_answered_and_what_it_came_to(paged: Clinic) -> None:
    fill(paged, *MOOD, *REST)
    paged.clock.forward(days=5)

    visit = fill(paged, *REST)

    summary = told(paged, visit)
    line = "Health check, Your mood was not asked again: answered on 18 Nov, 2 of 4."
    assert summary.not_again == (line,)
    assert summary.scores == ()
    assert "Thoughts of harm (answered 18 Nov)" in summary.findings.safety
    assert summary.findings.ask == ""
    (health,) = (table for table in summary.items if table.name == "Health check")
    assert "Your mood (answered 18 Nov)" in health.empty
    doctor = paged.signed_in(paged.ada)
    assert line in doctor.open(f"/clinic/visits/{visit.id}").text


def test_the_next_score_is_compared_with_the_last_one_that_was_asked(paged: Clinic) -> None:
    fill(paged, *MOOD, *REST)
    paged.clock.forward(days=5)
    fill(paged, *REST)
    paged.clock.forward(days=10)

    visit = fill(paged, {"low": "lots"}, {"harm": "lots"}, *REST)

    (card,) = told(paged, visit).scores
    assert (card.value, card.change.amount) == ("4", "2 higher")


def test_a_visit_in_which_all_rests_can_still_be_sent(paged: Clinic) -> None:
    fill(paged, *MOOD, *REST)
    paged.clock.forward(days=2)
    visit = paged.start_visit("rare")

    tablet = paged.tablet(visit)

    assert tablet.page.h1 == "Send your answers"
    tablet.press("Send my answers")
    assert tablet.page.h1 == "Thank you. Please hand the tablet back."
    assert stored(paged, visit) == {}


def test_a_clinicians_page_rests_by_itself(paged: Clinic) -> None:
    first = paged.start_visit("rare")
    doctor = paged.signed_in(paged.ada)
    doctor.open(f"/clinic/visits/{first.id}/rating")
    doctor.press("Send the rating", health__pale="no")
    paged.clock.forward(days=200)

    later = paged.start_visit("rare")

    assert paged.tablet(later).page.h1 == "Were you low?"
    doctor = paged.signed_in(paged.ada)
    assert "Looks pale" not in doctor.open(f"/clinic/visits/{later.id}/rating").text
    paged.clock.forward(days=165)
    again = paged.start_visit("rare")
    doctor = paged.signed_in(paged.ada)
    assert "Looks pale" in doctor.open(f"/clinic/visits/{again.id}/rating").text
