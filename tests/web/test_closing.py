"""The server closes by itself what a day left unsent, and shows it as not finished."""

from __future__ import annotations

import pytest

from screening.store import closing, sittings
from screening.store.encounters import Encounter
from screening.store.errors import NotSaved
from tests.web.conftest import Clinic


def state(clinic: Clinic, visit: Encounter) -> str:
    with clinic.parts.database.read() as session:
        return sittings.for_encounter(session, visit.id)[-1].state


def half_answered(clinic: Clinic) -> Encounter:
    """A visit left after two answers, the second of which raised a finding."""
    visit = clinic.start_visit()
    tablet = clinic.tablet(visit)
    tablet.press("Next", gate="no")
    tablet.press("Next", nights="5")
    return visit


def test_the_first_request_after_an_hour_closes_what_a_day_left_unsent(clinic: Clinic) -> None:
    visit = half_answered(clinic)
    client = clinic.app.test_client()

    clinic.clock.forward(hours=23, minutes=58)
    client.get("/")
    assert state(clinic, visit) == "answering"
    clinic.clock.forward(minutes=30)
    client.get("/")
    assert state(clinic, visit) == "answering"  # the chores were done half an hour ago
    clinic.clock.forward(minutes=30)
    client.get("/static/icon.svg").close()
    assert state(clinic, visit) == "answering"
    client.get("/")

    assert state(clinic, visit) == "not_finished"


def test_what_was_not_finished_is_shown_with_its_findings(clinic: Clinic) -> None:
    visit = half_answered(clinic)
    clinic.clock.forward(hours=26)
    desk = clinic.signed_in(clinic.fay)

    assert "Not finished, closed at Question 3 of 8" in desk.page.text
    assert "See a nurse before leaving" in desk.page.text
    desk.open(f"/desk/visits/{visit.id}")
    assert "Closed as not finished" in desk.page.text
    assert "Hand over this tablet" not in desk.page.text
    doctor = clinic.signed_in(clinic.ada)
    doctor.open(f"/clinic/visits/{visit.id}")
    assert "Not finished: the patient did not send the answers" in doctor.page.text
    assert "How many bad nights?" in doctor.page.text or "nights" in doctor.page.text


def test_a_chore_that_fails_costs_nobody_a_page(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise NotSaved

    monkeypatch.setattr("screening.web.chores.close_unsent", fails)
    clinic.clock.forward(hours=2)

    assert clinic.app.test_client().get("/").status_code == 200
    assert "chores not done" in caplog.text


def test_nothing_is_closed_without_the_chore(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The counter-proof."""
    monkeypatch.setattr("screening.web.chores.close_unsent", lambda *_, **__: closing.Closed(0, 0))
    visit = half_answered(clinic)
    clinic.clock.forward(hours=26)
    clinic.app.test_client().get("/")

    assert state(clinic, visit) == "answering"
