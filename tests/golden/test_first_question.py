"""The first visit's first question: what each answer to it leads to (decisions, section 4)."""

from __future__ import annotations

import pytest

from screening.core.answers import Answer, Missing
from screening.core.moments import read_moment
from screening.library_folder import load_folder
from screening.web.course import Course
from tests.library_place import LIBRARY

LATER = {"withdrawal_safety.pregnancy", "substance_use.overdose_year", "phq9.interest"}
SICK = "sows16.yawning"


@pytest.fixture(scope="module")
def asked_after():
    """asked_after("yes"): everything that the patient is asked after that first answer."""
    found = load_folder(LIBRARY, cases=False)

    def asked(answer: str) -> set[str]:
        value = Missing("very_sick", "declined") if answer == "" else Answer("very_sick", answer)
        given = {name: {} for name in found.questionnaires}
        given["visit_reason"] = {"very_sick": value}
        packet, now = found.packets["intake"], read_moment("2026-11-18T10:00")
        course = Course(packet, found.questionnaires, given, now)
        return {ref for stop in course.stops for ref in stop.refs}

    return asked


def test_who_feels_very_sick_is_asked_what_may_not_wait(asked_after) -> None:
    asked = asked_after("yes")

    assert SICK in asked
    assert not asked & LATER


@pytest.mark.parametrize("answer", ["no", ""])
def test_anybody_else_is_asked_everything_also_who_would_rather_not_say(
    asked_after, answer: str
) -> None:
    asked = asked_after(answer)

    assert asked >= LATER
    assert SICK not in asked
