"""Answers from paper count after a second look, and who took each step is told."""

from __future__ import annotations

from sqlalchemy import select

from screening.store import paper, revisions
from screening.store.encounters import Encounter
from screening.store.models import AuditEvent
from tests.web.conftest import Clinic
from tests.web.from_paper.typing_in import of, typed


def test_what_was_typed_is_the_patients_draft_and_counts_only_after_the_second_look(
    clinic: Clinic, visit: Encounter
) -> None:
    typed(clinic, visit)
    with clinic.parts.database.read() as session:
        assert [revisions.latest(session, r.id) for r in of(session, visit)] == [None]
    ada = clinic.signed_in(clinic.ada)
    ada.open("/clinic/")
    assert "On paper, waits for the second look" in ada.page.text
    ada.open(f"/clinic/visits/{visit.id}")
    assert "It waits for the second look and does not count as sent." in ada.page.text

    ada.open(f"/paper-entry/{visit.id}/check")
    assert "left blank on paper" in ada.page.text
    assert "chose not to answer" in ada.page.text
    ada.press("All of it agrees")

    with clinic.parts.database.read() as session:
        (response,) = of(session, visit)
        sent = revisions.latest(session, response.id)
        entry = paper.of_encounter(session, visit.id)
    assert sent is not None
    assert sent.document == {
        "gate": "no", "nights": "3", "ache": "4", "amount": {"value": "2.5", "unit": "spoon"},
        "since": "2026-08", "words": {"missing": "declined"},
    }  # fmt: skip
    assert (sent.language, sent.author_id, response.author_id) == ("en", clinic.ada.id, None)
    assert entry is not None
    assert (entry.typists, entry.checked_by) == ((clinic.fay.id,), clinic.ada.id)


def test_who_answered_typed_and_checked_stands_on_page_trace_and_paper(
    clinic: Clinic, visit: Encounter
) -> None:
    typed(clinic, visit)
    ada = clinic.signed_in(clinic.ada)
    ada.open(f"/paper-entry/{visit.id}/check")
    clinic.clock.forward(minutes=2)
    ada.press("All of it agrees")
    assert "Sent from paper" in ada.page.text
    ada.open("/clinic/")
    assert "Sent from paper" in ada.page.text

    ada.open(f"/clinic/visits/{visit.id}")

    assert "The patient answered on paper, in English, dated 17 November 2026." in ada.page.text
    assert "Typed in by Fay Desk, 18 Nov 2026, 09:30" in ada.page.text
    assert "Held against the paper by Dr Ada Byron, 18 Nov 2026, 09:32" in ada.page.text
    assert "Answered by Patient, on paper" in ada.page.text
    made = (
        "paper of 17 Nov 2026, typed in by Fay Desk, 18 Nov 2026, 09:30, held against the paper"
        " by Dr Ada Byron, 18 Nov 2026, 09:32; left blank on paper: When was the last time?,"
        " What do you take?"
    )
    assert made in ada.page.text


def test_who_typed_may_not_take_the_second_look_at_once(clinic: Clinic, visit: Encounter) -> None:
    desk = typed(clinic, visit)
    desk.follow("Second look")
    assert "The second look is another person’s." in desk.page.text
    assert "All of it agrees" not in desk.page.text

    clinic.clock.forward(minutes=10)
    desk = clinic.signed_in(clinic.fay)  # nobody stays signed in for so long
    desk.open(f"/paper-entry/{visit.id}/check")
    desk.press("All of it agrees")

    assert "Sent from paper" in desk.page.text


def test_a_confirmation_sent_by_hand_is_refused_too_soon(clinic: Clinic, visit: Encounter) -> None:
    desk = typed(clinic, visit)
    desk.open(f"/paper-entry/{visit.id}")
    form = desk.page.form("Save").data({}, "Save")
    sent = {"form-token": form["form-token"], "form-key": "k" * 22, "save-number": "2"}

    response = desk.post(f"/paper-entry/{visit.id}/check", sent)

    assert response.status_code == 409
    assert "another person’s" in response.get_data(as_text=True)
    with clinic.parts.database.read() as session:
        assert [revisions.latest(session, r.id) for r in of(session, visit)] == [None]


def test_every_step_is_on_the_audit_trail_with_who_took_it(
    clinic: Clinic, visit: Encounter
) -> None:
    typed(clinic, visit)
    ada = clinic.signed_in(clinic.ada)
    ada.open(f"/paper-entry/{visit.id}/check")
    ada.press("All of it agrees")

    with clinic.parts.database.read() as session:
        events = session.scalars(select(AuditEvent).order_by(AuditEvent.number)).all()
    steps = [(e.kind, e.account_id) for e in events if e.kind.startswith(("paper_", "response_"))]
    fay, doctor = clinic.fay.id, clinic.ada.id
    assert steps == [
        ("paper_begun", fay), ("response_started", None), ("paper_typed", fay),
        ("paper_typed", fay), ("paper_checked", doctor), ("response_sent", doctor),
    ]  # fmt: skip


def test_after_the_second_look_nothing_is_typed_any_more(clinic: Clinic, visit: Encounter) -> None:
    typed(clinic, visit)
    ada = clinic.signed_in(clinic.ada)
    ada.open(f"/paper-entry/{visit.id}/check")
    ada.press("All of it agrees")

    assert ada.client.get(f"/paper-entry/{visit.id}/check_in/now").status_code == 409
    assert "Enter from paper" not in ada.page.text


def test_a_visit_that_was_sent_from_paper_is_over_for_the_desk(
    clinic: Clinic, visit: Encounter
) -> None:
    typed(clinic, visit)
    ada = clinic.signed_in(clinic.ada)
    ada.open(f"/paper-entry/{visit.id}/check")
    ada.press("All of it agrees")

    ada.open(f"/desk/patients/{clinic.cleo.id}")
    ada.press("Small packet")

    assert ada.page.h1 == "Visit 2"


def test_who_looked_at_the_answers_is_on_the_audit_trail(clinic: Clinic, visit: Encounter) -> None:
    typed(clinic, visit)
    ada = clinic.signed_in(clinic.ada)

    ada.open(f"/paper-entry/{visit.id}/check")

    with clinic.parts.database.read() as session:
        looked = select(AuditEvent).where(AuditEvent.kind == "encounter_read")
        assert {one.account_id for one in session.scalars(looked)} == {clinic.fay.id, clinic.ada.id}
