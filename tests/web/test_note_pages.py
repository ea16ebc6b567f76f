"""The note of a visit: exactly as typed, in versions, and nothing is typed in vain."""

from __future__ import annotations

from screening.report.html import to_html
from screening.report.summary import summarise
from screening.store import notes
from screening.web.visits import load_record
from tests.web.conftest import Clinic
from tests.web.filling import stored_answers
from tests.web.signing import add_ben, the_visit, visit_of
from tests.web.test_clinician import sent_visit

TEXT = "Zürich  <b>&</b>\r\n\r\n second line"
KEPT = "Zürich  <b>&</b>\n\n second line"


def test_a_note_stands_on_page_and_paper_and_changes_no_answer(clinic: Clinic) -> None:
    doctor = sent_visit(clinic)
    before = stored_answers(clinic)
    doctor.follow("Write a note")

    doctor.press("Save the note", note=TEXT)

    assert "Zürich <b>&</b> second line Dr Ada Byron, 18 Nov 2026, 09:30" in doctor.page.text
    assert stored_answers(clinic) == before
    with clinic.parts.database.read() as session:
        found = notes.newest(session, the_visit(clinic).id)
        assert found is not None
        assert found.text == KEPT
        shelf = clinic.parts.shelf
        record = load_record(session, the_visit(clinic), shelf, site_name="Clinic")
    paper = to_html(summarise(record, shelf.references))
    assert "Zürich  &lt;b&gt;&amp;&lt;/b&gt;\n\n second line" in paper


def test_a_note_comes_back_into_its_form_and_may_be_taken_away(clinic: Clinic) -> None:
    doctor = sent_visit(clinic)
    doctor.follow("Write a note")
    doctor.press("Save the note", note="first")

    doctor.follow("Change the note")
    assert doctor.page.value("note") == "first"
    doctor.press("Save the note", note="  ")

    assert "Nobody wrote a note." in doctor.page.text
    with clinic.parts.database.read() as session:
        kept = notes.history(session, the_visit(clinic).id)
    assert [note.text for note in kept] == ["first", ""]


def test_a_note_over_somebody_elses_shows_both_and_loses_neither(
    clinic: Clinic, password_hash: str
) -> None:
    ada = sent_visit(clinic)
    ada.follow("Write a note")
    ben = visit_of(clinic, add_ben(clinic, password_hash))
    ben.follow("Write a note")
    ben.press("Save the note", note="Ben’s text")

    ada.press("Save the note", note="Ada’s text")

    assert ada.status == 409
    assert "Ben’s text" in ada.page.text
    assert ada.page.value("note") == "Ada’s text"
    ada.press("Save the note")
    assert ada.status == 200
    assert "Ada’s text" in ada.page.text


def test_a_note_that_is_too_long_comes_back_whole(clinic: Clinic) -> None:
    doctor = sent_visit(clinic)
    doctor.follow("Write a note")

    doctor.press("Save the note", note="x" * 1201)

    assert doctor.status == 422
    assert doctor.page.value("note") == "x" * 1201
    assert doctor.page.title.startswith("Error: Note")
