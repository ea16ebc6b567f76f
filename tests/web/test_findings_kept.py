"""An urgent finding is recorded once and never lost, whatever becomes of answers and visit."""

from __future__ import annotations

from screening.store import findings
from screening.store.findings import RaisedFinding
from tests.web.browser import Browser
from tests.web.conftest import Clinic
from tests.web.filling import answer_all
from tests.web.signing import the_visit, visit_of


def recorded(clinic: Clinic) -> tuple[RaisedFinding, ...]:
    with clinic.parts.database.read() as session:
        return findings.for_encounter(session, the_visit(clinic).id)


def bad_nights(clinic: Clinic) -> Browser:
    """A tablet on which a finding was raised and nothing was sent yet."""
    tablet = clinic.tablet()
    answer_all(tablet)
    tablet.open("/sitting/3")
    tablet.press("Next", nights="5")
    tablet.open("/sitting/review")
    return tablet


def test_a_rating_of_the_same_questionnaire_records_no_finding_twice(clinic: Clinic) -> None:
    bad_nights(clinic).press("Send my answers")
    doctor = visit_of(clinic, clinic.ada)

    clinic.clock.forward(minutes=1)
    doctor.follow("Rate Made-up check-in")
    doctor.press("Send the rating", check_in__pulse="104")

    assert [one.finding_id for one in recorded(clinic)] == ["quiet_one"]
    doctor.press("I have seen this")
    assert "the visit cannot be signed yet" not in doctor.page.text
    assert all(one.seen_by for one in recorded(clinic))
