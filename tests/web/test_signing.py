"""Signing a visit: exactly what was shown, never over an unseen finding."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest
from flask import g
from werkzeug.exceptions import BadRequest

from screening.store import responses, signatures
from screening.store.signatures import Signature
from screening.store.visit_states import State, state_of
from screening.web.shown_states import read_shown, tell_parts, write_shown
from tests.web.browser import Browser
from tests.web.conftest import Clinic
from tests.web.filling import answer_all
from tests.web.listing import send
from tests.web.signing import add_ben, the_visit, visit_of
from tests.web.test_clinician import sent_visit

SIGN = "Sign this visit"


def newest(clinic: Clinic) -> Signature | None:
    with clinic.parts.database.read() as session:
        return signatures.newest(session, the_visit(clinic).id)


def with_a_finding(clinic: Clinic) -> Browser:
    """Dr Ada's browser on a visit that was sent and raised a finding."""
    tablet = clinic.tablet()
    answer_all(tablet)
    tablet.open("/sitting/3")
    tablet.press("Next", nights="5")
    tablet.open("/sitting/review")
    tablet.press("Send my answers")
    return visit_of(clinic, clinic.ada)


def test_a_signature_stands_on_the_visit_and_on_the_worklist(clinic: Clinic) -> None:
    doctor = sent_visit(clinic)
    assert "Not signed." in doctor.page.text
    assert (
        "Made-up check-in, answered by the patient: revision 1, sent by the patient, "
        "18 Nov 2026, 09:30" in doctor.page.text
    )

    doctor.press(SIGN)

    assert "Signed by Dr Ada Byron, 18 Nov 2026, 09:30." in doctor.page.text
    assert SIGN not in doctor.page.text
    doctor.open("/clinic/")
    assert "Signed by Dr Ada Byron, 18 Nov 2026, 09:30." in doctor.page.text


def test_a_visit_with_an_unseen_finding_offers_no_signature_and_takes_none(clinic: Clinic) -> None:
    doctor = with_a_finding(clinic)

    assert SIGN not in doctor.page.text
    assert "the visit cannot be signed yet: Five bad nights or more" in doctor.page.text
    doctor.press("I have seen this")
    doctor.press(SIGN)

    assert "Signed by Dr Ada Byron" in doctor.page.text
    assert "seen by Dr Ada Byron" in doctor.page.text


def test_a_form_made_up_for_a_visit_with_an_unseen_finding_signs_nothing(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    doctor = with_a_finding(clinic)
    monkeypatch.setattr("screening.web.signing.unseen", lambda to_see: ())
    doctor.open(doctor.path)

    doctor.press(SIGN)

    assert doctor.status == 409
    assert "has not been marked as seen" in doctor.page.text
    assert newest(clinic) is None


def test_a_stale_page_signs_nothing_and_shows_both_states(
    clinic: Clinic, password_hash: str
) -> None:
    sent_visit(clinic)
    ada, ben = visit_of(clinic, clinic.ada), visit_of(clinic, add_ben(clinic, password_hash))
    clinic.clock.forward(minutes=2)
    ben.follow("Write a note")
    ben.press("Save the note", note="Asked again about sleep.")

    ada.press(SIGN)

    assert ada.status == 409
    assert "Nothing was signed." in ada.page.text
    row = ada.page.root.all("tr")[1].text
    assert row == "Note not there version 1, by Dr Ben Osei, 18 Nov 2026, 09:32"
    assert newest(clinic) is None
    ada.follow("Look at the visit as it stands now")
    ada.press(SIGN)
    assert "Signed by Dr Ada Byron, 18 Nov 2026, 09:32." in ada.page.text


def test_who_signs_second_learns_who_was_first(clinic: Clinic, password_hash: str) -> None:
    sent_visit(clinic)
    ada, ben = visit_of(clinic, clinic.ada), visit_of(clinic, add_ben(clinic, password_hash))
    ada.press(SIGN)

    ben.press(SIGN)

    assert ben.status == 409
    assert "Signed meanwhile by Dr Ada Byron, 18 Nov 2026, 09:30." in ben.page.text


def test_a_page_sent_twice_signs_once(clinic: Clinic) -> None:
    doctor = sent_visit(clinic)
    form = doctor.page.form(SIGN)
    doctor.submit(form, {}, SIGN)

    doctor.submit(form, {}, SIGN)

    assert doctor.status == 200
    found = newest(clinic)
    assert found is not None
    assert found.number == 1


WRONG = ["", "x", "||||", "0|||0|0", "{id}||{id}:x|0|0", "{id}|||-1|0", "{id}|{id}:01||0|0"]


@pytest.mark.parametrize("shown", WRONG)
def test_a_state_that_no_page_wrote_is_not_read(shown: str) -> None:
    with pytest.raises(BadRequest):
        read_shown(shown.format(id=uuid4().hex))


def test_what_a_page_wrote_is_read_as_it_was() -> None:
    state = State(uuid4(), ((uuid4(), 1), (uuid4(), 12)), ((uuid4(), 0),), 3)

    assert read_shown(write_shown(state, 2)) == (state, 2)


def test_a_made_up_state_or_one_of_another_visit_is_refused(clinic: Clinic) -> None:
    doctor = sent_visit(clinic)
    form = doctor.page.form(SIGN)
    of_none = f"{clinic.cleo.id.hex}|{clinic.fay.id.hex}:1||0|0"

    for made_up, status in (("x", 400), (of_none, 404)):
        reply = doctor.post(form.action, form.data({"shown": made_up}, SIGN))
        assert reply.status_code == status

    assert newest(clinic) is None


def test_a_change_takes_the_signature_off_and_keeps_it_readable(clinic: Clinic) -> None:
    doctor = sent_visit(clinic)
    doctor.press(SIGN)
    assert "Signed by Dr Ada Byron" in doctor.page.text

    doctor.follow("Write a note")
    doctor.press("Save the note", note="later")

    assert "Not signed as it stands. Signed by Dr Ada Byron" in doctor.page.text
    assert SIGN in doctor.page.text


def test_what_is_signed_stands_in_the_order_in_which_it_was_sent(clinic: Clinic) -> None:
    visit = clinic.start_visit()
    for role in ("clinician", "patient"):
        send(clinic, visit, "check_in", {"gate": "no", "nights": "5", "ache": "10"}, role=role)
        clinic.clock.forward(minutes=1)
    with clinic.parts.database.read() as session:
        state = state_of(session, visit.id)
        sent = [one.id for one in responses.for_encounter(session, visit.id)]
    assert state is not None
    backwards = sorted(state.revisions, key=lambda pair: sent.index(pair[0]), reverse=True)

    with clinic.app.test_request_context(), clinic.parts.database.read() as session:
        g.session, g.now, g.account = session, clinic.clock(), clinic.ada
        parts = tell_parts(
            session, clinic.parts.shelf, visit.id, replace(state, revisions=tuple(backwards))
        )

    assert [part.words.rpartition(", ")[2] for part in parts] == ["09:30", "09:31"]
