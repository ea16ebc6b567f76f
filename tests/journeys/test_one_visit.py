"""One visit from the front desk to the clinician's paper, in real Chromium and on a real server."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.begun import a_record, a_visit_with_code, born
from tests.journeys.browsing import Visitor
from tests.journeys.conftest import Clinic
from tests.journeys.roles import Clinician, FrontDesk, Patient
from tests.journeys.told import (
    EXAM,
    FINDING,
    OWN_WORDS,
    RATING,
    SOWS,
    answers,
    answers_of_the_very_sick,
    answers_on_hair,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_one_visit_from_the_front_desk_to_the_clinicians_paper(
    clinic: Clinic, visitor: Callable[..., Visitor], script: bool, tmp_path: Path
) -> None:
    family = "Okonkwo" if script else "Okafor"
    record = a_record(script, "417")

    # Given a visit that the front desk has started, and its code
    desk = FrontDesk(visitor(1440, 900))
    code = a_visit_with_code(desk, clinic, record, family, born(script, 1994, 2, 7))

    # When the patient enters it at a tablet that nobody is signed in to
    patient = Patient(visitor(1024, 768), answers())
    patient.enter_code(code)
    patient.confirm_birthday("7", "February")
    patient.begin()

    # Then one question stands there, with nothing chosen, and no topic in title or address
    assert patient.at.title.startswith("Question 1 of ")
    assert patient.at.path == "/sitting/1"
    assert patient.at.page.locator("input:checked").count() == 0

    # And leaving it blank is refused with both ways out
    patient.at.press("Next")
    assert patient.at.title.startswith("Error: Question 1 of ")
    assert "I would rather not answer this" in patient.at.text

    # When the first answer is given, Back shows it again
    patient.answer_one()
    patient.at.follow("Back")
    assert patient.at.page.locator('[id="very_sick-no"]').is_checked()
    patient.at.press("Next")

    # And all others are given, two of them skipped
    patient.answer_all()
    assert patient.item_count() == len(patient.answers)
    assert patient.at.text.count("chose not to answer") == 2
    assert "No answer yet" not in patient.at.text

    # And one is changed in the review, which it leads back to
    assert "Almost every day" not in patient.at.text
    patient.change("have you found little joy or interest in things?", "almost_daily")
    assert patient.at.path == "/sitting/review"
    assert "Almost every day" in patient.at.text
    patient.send()

    # Then the patient is asked to hand the tablet back, and sees no score
    assert patient.at.heading == "Thank you. Please hand the tablet back."
    assert "988" in patient.at.text

    # And neither Back nor Reload nor an old address shows an answer
    nothing_is_left(patient)

    # When the clinician opens the visit
    doctor = Clinician(visitor(1440, 900))
    doctor.sign_in("ada", clinic.passwords["ada"])
    doctor.open_visit(f"{family}, Cleo")
    doctor.at.picture("clinician-visit-before")

    # Then the finding and the patient's total stand there, and the signs are still missing
    assert FINDING in doctor.at.text
    assert "13" in score_card(doctor, "PHQ-9")
    assert "COWS" not in score_names(doctor)

    # When the clinician has rated
    doctor.rate(RATING, ("Safety", "Kratom use"))
    doctor.at.picture("clinician-visit")

    # Then the total has its published band
    assert "14" in score_card(doctor, "COWS")
    assert "Moderate" in score_card(doctor, "COWS")

    # And the paper, in both sizes, says the same
    for name, width in (("PDF, A4", 595), ("PDF, Letter", 612)):
        paper = doctor.download(name, tmp_path)
        text = " ".join(page.extract_text() for page in paper.pages)
        words = " ".join(text.split())
        assert round(float(paper.pages[0].mediabox.width)) == width
        assert f"{family.upper()}, Cleo" in words
        assert record in words
        assert FINDING in words
        assert "Moderate" in words
        assert "14 / 48" in words
        assert OWN_WORDS in words


@pytest.mark.parametrize(
    ("script", "device"),
    [("with script", "phone"), ("without script", "tablet")],
    indirect=["script"],
)
def test_somebody_who_feels_very_sick_is_asked_the_short_form(
    clinic: Clinic, visitor: Callable[..., Visitor], script: bool, device: str
) -> None:
    family = "Lamb" if script else "Lomax"

    # Given a first visit whose first question is answered with Yes
    desk = FrontDesk(visitor(1024, 768))
    desk.sign_in("dana", clinic.passwords["dana"])
    desk.enter_patient(a_record(script, "418"), family, "Cleo", born(script, 1984, 6, 9))
    desk.start_visit("First visit")
    patient = Patient(desk.at if device == "tablet" else visitor(), answers_of_the_very_sick())
    if device == "tablet":
        desk.hand_over()
    else:
        patient.enter_code(desk.make_code())
    patient.confirm_birthday("9", "June")
    patient.begin()

    # When all that is asked is answered, and one answer is changed in the review
    patient.answer_all()
    assert patient.item_count() == len(patient.answers)
    shared = len(SOWS) - 1 if device == "tablet" else 0  # rows of one screen
    assert patient.pages == len(patient.answers) - shared
    patient.change(
        "How nervous or worried do you feel right now?", "very_much", ref="sows16.anxious"
    )
    assert "Very much" in patient.at.text
    patient.send()

    # Then the clinician finds the finding and the patient's total
    doctor = Clinician(visitor(1440, 900))
    doctor.sign_in("ada", clinic.passwords["ada"])
    doctor.open_visit(f"{family}, Cleo")
    assert FINDING in doctor.at.text
    assert "24" in score_card(doctor, "SOWS-16")


@pytest.mark.parametrize("script", ["with script"], indirect=True)
def test_a_hair_visit_ends_in_a_table_and_no_total(
    clinic: Clinic, visitor: Callable[..., Visitor], script: bool
) -> None:
    family = "Ferris" if script else "Farrow"

    # Given a hair visit that the patient has answered and sent
    desk = FrontDesk(visitor())
    record, birth = a_record(script, "419"), born(script, 1990, 9, 14)
    code = a_visit_with_code(desk, clinic, record, family, birth, "Hair visit")
    patient = Patient(visitor(), answers_on_hair())
    patient.enter_code(code)
    patient.confirm_birthday("14", "September")
    patient.begin()
    patient.answer_all()
    assert patient.item_count() == len(patient.answers)
    patient.send()

    # When the clinician has done the pull test
    doctor = Clinician(visitor(1440, 900))
    doctor.sign_in("ada", clinic.passwords["ada"])
    doctor.open_visit(f"{family}, Cleo")
    doctor.rate(EXAM, ("Hair exam",))

    # Then what points where stands in a table, with the fixed sentence
    assert "Kratom is not an established cause of hair loss." in doctor.at.text
    assert "Club hairs: whole, with a white bulb" in doctor.at.text
    assert "Hair" not in score_names(doctor)


def nothing_is_left(patient: Patient) -> None:
    """Back, Reload and every address of the sitting, after it was sent."""
    for step in (patient.at.page.go_back, patient.at.page.reload):
        step()
        assert OWN_WORDS not in patient.at.text
        assert "Almost every day" not in patient.at.text
        assert patient.at.page.locator("input:checked").count() == 0
    for path in ("/sitting", "/sitting/1", "/sitting/16", "/sitting/review"):
        assert patient.at.go(path) == 410
        assert patient.at.heading == "Enter your code"


def score_names(doctor: Clinician) -> str:
    """The names on the score cards."""
    return " ".join(doctor.at.page.locator(".score h3, .card h3").all_inner_texts())


def score_card(doctor: Clinician, name: str) -> str:
    """All words of one score card."""
    return str(doctor.at.page.locator(".cards > *", has_text=name).first.inner_text())
