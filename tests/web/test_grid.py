"""The rows of a grid on one page of a clinic's tablet: shown, refused, saved, changed, reviewed.

Where a grid is shown at all stands in test_grid_devices.py.
"""

from __future__ import annotations

from functools import partial

import pytest

from screening.store import findings
from screening.store.models import Draft, FormKey
from screening.web import patient
from screening.web.forms import page_form
from tests.web.browser import Browser
from tests.web.conftest import Clinic
from tests.web.filling import OUT, stored_answers

ROWS = ["feel.shaky", "feel.sick", "feel.cold"]
STOP = "Please stop here and tell the staff now"
CALM = {"shaky": "none", "sick": "some", "cold": OUT}


@pytest.fixture
def clinic(grid_clinic: Clinic) -> Clinic:
    return grid_clinic


@pytest.fixture
def grid(clinic: Clinic) -> Browser:
    """A tablet on the grid, which has all three rows."""
    tablet = clinic.tablet(on=clinic.enrolled())
    tablet.press("Next", outside="yes")
    return tablet


def answers(clinic: Clinic) -> dict[str, object]:
    return stored_answers(clinic, "feel")


def raised(clinic: Clinic) -> dict[str, findings.RaisedFinding]:
    with clinic.parts.database.read() as session:
        encounter = session.query(Draft).first()
        assert encounter is not None
        from screening.store.models import Response

        response = session.get_one(Response, encounter.response_id)
        held = findings.for_encounter(session, response.encounter_id)
    return {known.finding_id: known for known in held}


def saves(clinic: Clinic) -> tuple[int, int]:
    """The draft's number, and how many pages were kept."""
    with clinic.parts.database.read() as session:
        (draft,) = session.query(Draft).all()
        return draft.save_number, session.query(FormKey).filter_by(act="save").count()


def test_the_rows_stand_on_one_page_that_counts_as_one(grid: Browser) -> None:
    assert grid.page.title == "Question 2 of 3"
    assert grid.page.h1 == "How you feel"
    assert grid.page.value("page-item").split() == ROWS
    legends = [legend.text for legend in grid.page.root.all("legend")]
    assert legends == ["How shaky do you feel?", "How sick do you feel?", "How cold do you feel?"]
    assert "Think of your stomach." in grid.page.text
    assert "Pale" not in grid.page.html
    assert grid.page.text.count("I would rather not answer this") == 3
    assert [grid.page.value(name) for name in CALM] == ["", "", ""]  # nothing is chosen before


def test_all_rows_are_one_save_and_the_way_out_is_an_answer_of_its_own(
    clinic: Clinic, grid: Browser
) -> None:
    before, pages = saves(clinic)

    grid.press("Next", **CALM)

    assert grid.page.title == "Question 3 of 3"
    assert saves(clinic) == (before + 1, pages + 1)
    assert answers(clinic) == {
        "outside": "yes", "shaky": "none", "sick": "some", "cold": {"missing": "declined"},
    }  # fmt: skip


def test_open_rows_are_named_and_linked_and_what_was_chosen_stays(
    clinic: Clinic, grid: Browser
) -> None:
    grid.press("Next", sick="lots")

    assert grid.status == 422
    assert grid.page.title == "Error: Question 2 of 3"
    summary = next(
        e for e in grid.page.root.all("div") if e.attributes.get("id") == "error-summary"
    )
    assert [(link.text, link.attributes["href"]) for link in summary.all("a")] == [
        ("How shaky do you feel? – No answer yet", "#shaky-none"),
        ("How cold do you feel? – No answer yet", "#cold-none"),
    ]
    assert (
        grid.page.text.count("Choose an answer, or choose “I would rather not answer this”.") == 2
    )
    assert "These answers are not saved yet." in grid.page.text
    assert [grid.page.value(name) for name in CALM] == ["", "lots", ""]
    assert answers(clinic) == {"outside": "yes"}  # nothing of the page, and nothing as none
    grid.press("Next", shaky="none", cold="some")
    assert answers(clinic)["sick"] == "lots"


def test_a_blank_row_is_never_kept_as_none_even_where_the_form_lets_it_pass(
    clinic: Clinic, grid: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patient, "page_form", partial(page_form, must=False))

    grid.press("Next", shaky="none", sick="none")

    assert grid.status == 500
    assert answers(clinic) == {"outside": "yes"}


def test_an_option_that_is_none_is_refused_at_its_row(grid: Browser) -> None:
    grid.press("Next", **{**CALM, "sick": "enormously"})

    assert grid.status == 422
    assert "How sick do you feel? – " in grid.page.text
    assert "How shaky do you feel? – " not in grid.page.text


def test_a_page_sent_twice_is_kept_once_and_leads_to_the_same_place(
    clinic: Clinic, grid: Browser
) -> None:
    data = grid.page.form("Next").data({**CALM, "shaky": "lots"}, "Next")

    first = grid.post(grid.path, data)
    second = grid.post(grid.path, data)

    assert first.headers["Location"] == second.headers["Location"] == "/sitting"
    assert grid.open("/sitting").h1 == STOP
    assert saves(clinic) == (2, 2)


def test_findings_of_the_rows_are_recorded_told_and_noted_when_they_change(
    clinic: Clinic, grid: Browser
) -> None:
    grid.press("Next", shaky="lots", sick="lots", cold="none")

    assert (grid.path, grid.page.h1) == ("/sitting/wait", STOP)
    assert set(raised(clinic)) == {"very_shaky", "very_sick"}
    clinic.let_go_on()
    grid.follow("Go on")
    assert grid.page.title == "Question 3 of 3"
    grid.follow("Back")
    assert [grid.page.value(name) for name in CALM] == ["lots", "lots", "none"]
    grid.press("Next", shaky="none", sick="some", cold="none")

    assert grid.page.title == "Question 3 of 3"
    changed = raised(clinic)["very_shaky"]
    assert not changed.stands
    assert changed.changes[-1].because == "“Shaky” is “Not at all” and “Sick” is “A little”"


def test_an_old_page_shows_both_texts_of_every_row_and_loses_none(
    clinic: Clinic, grid: Browser
) -> None:
    path, old = grid.path, grid.page.form("Next").data(CALM, "Next")
    grid.press("Next", shaky="some", sick=OUT, cold="none")

    reply = grid.post(path, old)

    assert reply.status_code == 409
    grid._show(reply)
    for text in (
        "How shaky do you feel? Kept until now A little Entered here Not at all",
        "How sick do you feel? Kept until now You chose not to answer Entered here A little",
        "How cold do you feel? Kept until now Not at all Entered here You chose not to answer",
    ):
        assert text in grid.page.text
    assert [grid.page.value(name) for name in CALM] == ["none", "some", OUT]
    assert answers(clinic)["shaky"] == "some"
    grid.press("Keep what is entered here")
    assert answers(clinic)["shaky"] == "none"


def test_the_same_page_with_another_row_changed_shows_both(clinic: Clinic, grid: Browser) -> None:
    path, form = grid.path, grid.page.form("Next")
    grid.post(path, form.data(CALM, "Next"))

    reply = grid.post(path, form.data({**CALM, "sick": "lots"}, "Next"))

    assert reply.status_code == 409
    assert answers(clinic)["sick"] == "some"


def test_another_language_keeps_what_was_chosen(clinic: Clinic, grid: Browser) -> None:
    data = grid.page.form("Next").data({"shaky": "lots", "cold": OUT}, "Next")
    grid._show(grid.post(grid.path, data | {"page-act": "language.es"}))

    assert grid.status == 200
    assert grid.page.title == "Pregunta 2 de 3"
    assert "Elija una respuesta en cada renglón." in grid.page.text
    assert [grid.page.value(name) for name in CALM] == ["lots", "", OUT]
    assert answers(clinic) == {"outside": "yes"}


def test_the_review_lists_every_row_and_leads_there_and_back(clinic: Clinic, grid: Browser) -> None:
    grid.press("Next", **CALM)
    grid.press("Next", tired="no")
    assert grid.page.h1 == "Check your answers"
    for text in ("How shaky do you feel? Not at all", "How cold do you feel? You chose not to"):
        assert text in grid.page.text

    link = grid.page.link("Change: How sick do you feel?")
    assert link == "/sitting/2?change=1#sick"
    grid.open(link)
    assert "sick" in [f.attributes.get("id") for f in grid.page.root.all("fieldset")]
    assert [grid.page.value(name) for name in CALM] == ["none", "some", OUT]
    grid.press("Next", sick="none")

    assert grid.page.h1 == "Check your answers"
    assert answers(clinic)["sick"] == "none"
    grid.press("Send my answers")
    assert grid.page.h1 == "Thank you. Please hand the tablet back."


def test_the_review_leads_to_the_first_row_that_is_open(clinic: Clinic, grid: Browser) -> None:
    grid.open("/sitting/review")
    assert "How sick do you feel? No answer yet" in grid.page.text

    grid.press("Send my answers")

    assert grid.status == 422
    assert "#question-2-shaky" in grid.page.html
    grid.open(grid.page.link("Answer: How cold"))
    assert grid.page.h1 == "How you feel"


def test_a_row_that_opened_meanwhile_is_asked_before_the_page_is_kept(clinic: Clinic) -> None:
    grid = clinic.tablet(on=clinic.enrolled())
    grid.press("Next", outside="no")
    assert grid.page.value("page-item").split() == ROWS[:2]
    path, data = grid.path, grid.page.form("Next").data({"shaky": "none", "sick": "none"}, "Next")
    grid.follow("Back")
    grid.press("Next", outside="yes")

    grid._show(grid.post(path, data))

    assert grid.status == 422
    assert grid.page.value("page-item").split() == ROWS
    assert "How cold do you feel? – No answer yet" in grid.page.text
    assert [grid.page.value(name) for name in CALM] == ["none", "none", ""]


def test_a_row_that_closed_meanwhile_loses_nothing(clinic: Clinic, grid: Browser) -> None:
    path, form = grid.path, grid.page.form("Next")
    grid.follow("Back")
    grid.press("Next", outside="no")
    number = grid.page.value("save-number")

    grid.post(path, {**form.data({**CALM, "cold": "lots"}, "Next"), "save-number": number})

    assert answers(clinic)["cold"] == "lots"  # kept, and counts again when it is asked again
    grid.open("/sitting/2")
    assert grid.page.value("page-item").split() == ROWS[:2]
