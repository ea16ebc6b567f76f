"""One tablet, two tabs: a page of the patient before, or of before a pause, sent from the other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from screening.store import encounters, library, patients
from screening.store.encounters import Encounter
from screening.store.patients import Identity
from screening.web import csrf
from screening.web.errors import NotFromHere
from tests.web.browser import Browser
from tests.web.conftest import Clinic
from tests.web.pages import Page

BOB = Identity("Brandt", "Bob", date(1980, 3, 4), "MRN-00418")
TYPED = "heron mill 7731"


def visit_of_bob(clinic: Clinic) -> Encounter:
    with clinic.parts.database.write() as session:
        bob = patients.add(session, clinic.parts.site.id, BOB, by=clinic.fay.id, now=clinic.clock())
        (packet,) = library.current_packets(session)
        return encounters.start(
            session, bob.id, packet.sha256, time_zone="UTC", by=clinic.fay.id, now=clinic.clock()
        )


def typed_in_another_tab(tablet: Browser, button: str = "Next") -> dict[str, object]:
    """What the other tab still holds of the first patient."""
    tablet.open("/sitting/8")
    return tablet.page.form(button).data({"words": TYPED}, button)


def hand_to_bob(clinic: Clinic, tablet: Browser) -> None:
    visit = visit_of_bob(clinic)
    tablet.open("/")
    tablet.press("Start", code=clinic.code_for(visit))
    tablet.press("Next", day="4", month="3")


@pytest.mark.parametrize("act", ["", "add_row", "language.es"])
def test_what_the_patient_before_typed_comes_into_no_page_and_no_record_of_the_next(
    clinic: Clinic, act: str
) -> None:
    tablet = clinic.tablet()
    left = typed_in_another_tab(tablet)
    hand_to_bob(clinic, tablet)

    reply = tablet.post("/sitting/8", {**left, "page-act": act})

    assert reply.status_code == 403
    assert TYPED not in reply.text
    tablet.open("/sitting/8")
    assert tablet.page.value("words") == ""


def test_the_counter_proof_without_the_look_at_the_token_it_would_be_the_next_ones_answer(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    tablet = clinic.tablet()
    left = typed_in_another_tab(tablet)
    hand_to_bob(clinic, tablet)

    def unless_saved(purpose: str, cookie: str) -> None:
        if purpose != "patient.save":
            raise NotFromHere

    monkeypatch.setattr(csrf, "check_token", unless_saved)

    tablet.post("/sitting/8", left)

    tablet.open("/sitting/8")
    assert tablet.page.value("words") == TYPED


def test_a_locked_tablet_says_that_the_last_page_was_not_saved(clinic: Clinic) -> None:
    tablet = clinic.tablet()
    left = typed_in_another_tab(tablet)
    clinic.clock.forward(minutes=7)

    reply = tablet.post("/sitting/8", left)
    looked = tablet._send("GET", "/sitting")

    assert (reply.status_code, looked.status_code) == (410, 410)
    assert "The answer on the last page was not saved." in Page(reply.text).text
    assert TYPED not in reply.text
    assert "was not saved" not in looked.text


def test_a_page_says_saved_only_of_what_is(clinic: Clinic) -> None:
    tablet = clinic.tablet()
    left = typed_in_another_tab(tablet)
    assert "Your answers are saved up to here." in tablet.page.text

    told = Page(tablet.post("/sitting/8", {**left, "page-act": "language.es"}).text)

    assert told.value("words") == TYPED
    assert "Esta respuesta aún no se guardó." in told.text
    tablet.open("/sitting/7")
    more = tablet.page.form("Siguiente").data({}, "Siguiente")
    reply = Page(tablet.post("/sitting/7", {**more, "page-act": "add_row"}).text)
    assert "Esta respuesta aún no se guardó." in reply.text


def test_another_language_keeps_both_texts_of_a_stale_page(clinic: Clinic) -> None:
    tablet = clinic.tablet()
    left = typed_in_another_tab(tablet)
    tablet.press("Next", words="said meanwhile")
    stale = tablet._show(tablet.post("/sitting/8", left))
    assert tablet.status == 409
    button = "Keep what is entered here"
    again = {**stale.form(button).data({}, button), "page-act": "language.es"}

    told = tablet._show(tablet.post("/sitting/8", again))

    assert tablet.status == 409
    assert "said meanwhile" in told.text
    assert told.value("words") == TYPED
    tablet.press("Guardar lo escrito aquí")
    tablet.open("/sitting/8")
    assert tablet.page.value("words") == TYPED


def test_without_a_review_an_open_question_is_one_press_away(
    make_clinic: Callable[[Path], Clinic],
) -> None:
    clinic = make_clinic(Path("questionnaires").resolve())
    tablet = clinic.tablet(clinic.start_visit("withdrawal_check"))
    tablet.open("/sitting/review")
    tablet.press("Send my answers")

    assert tablet.status == 422
    tablet.follow("Some questions have no answer yet.")
    assert tablet.page.title.startswith("Question 1 of ")
