"""What an answer raises: kept for the staff, and told to the patient in its own words."""

from __future__ import annotations

import pytest

from screening.store import findings
from tests.web.conftest import Clinic


def test_what_is_raised_is_recorded_at_next_and_outlives_a_changed_answer(clinic: Clinic) -> None:
    visit = clinic.start_visit()
    tablet = clinic.tablet(visit)
    tablet.press("Next", gate="no")

    tablet.press("Next", nights="5")
    tablet.follow("Back")
    tablet.press("Next", nights="1")

    with clinic.parts.database.read() as session:
        (found,) = findings.for_encounter(session, visit.id)
    assert (found.finding_id, found.level) == ("quiet_one", "before_leaving")
    assert found.because == "“How many bad nights?” is “5”"
    assert not found.stands
    assert found.changes[-1].because == "“How many bad nights?” is “1”"
    assert tablet.page.h1 == "How strong is the ache?"  # quiet: the patient is told nothing


@pytest.mark.parametrize(
    ("name", "value", "h1"),
    [
        ("nights", "7", "You do not have to carry this alone"),
        ("ache", "10", "Please stop here and tell the staff now"),
    ],
)
def test_the_patient_is_told_what_the_finding_says_and_nothing_more(
    clinic: Clinic, name: str, value: str, h1: str
) -> None:
    tablet = clinic.tablet()
    tablet.press("Next", gate="no")
    if name == "ache":
        tablet.press("Next", nights="0")

    tablet.press("Next", **{name: value})

    assert tablet.page.h1 == h1
    for word in ("finding", "score", "Seven bad nights", "Worst ache", "before"):
        assert word not in tablet.page.text
    assert ("988" in tablet.page.text) == (name == "nights")
    clinic.let_go_on()
    tablet.follow("Go on")
    assert tablet.page.title.startswith("Question")
