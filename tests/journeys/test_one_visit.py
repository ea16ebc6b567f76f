"""One visit from the front desk to the clinician's paper, in real Chromium and on a real server."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.journeys.browsing import Visitor
from tests.journeys.conftest import Clinic
from tests.journeys.roles import Clinician, FrontDesk, Patient, Staff

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OWN_WORDS = "I take them so that I can work. Mornings are the worst."

SOWS = (
    "anxious yawning sweating tearing runny_nose gooseflesh shaking hot_flush cold_flush aches "
    "restless nausea vomiting twitching cramps urge"
).split()

# 2 for the pulse of 104, then 2 1 1 1 1 2 1 1 2 0: 14 of 48, by the published points moderate.
RATING = {
    "vitals.pulse": "104",
    "vitals.pulse_medicines": ["none"],
    "vitals.systolic": "142",
    "vitals.diastolic": "88",
    "vitals.breaths": "16",
    "vitals.spo2": "98",
    "vitals.temperature": "36.9",
    "vitals.alertness": "awake",
    "vitals.blue_lips": "no",
    "cows.sweating": "damp",
    "cows.restlessness": "effort",
    "cows.pupils": "maybe_large",
    "cows.aches": "light",
    "cows.nose_eyes": "stuffy",
    "cows.gi": "nausea",
    "cows.tremor": "felt",
    "cows.yawning": "once_twice",
    "cows.anxiety": "seen",
    "cows.gooseflesh": "smooth",
    "hair_exam.days_since_wash": "2",
    **{f"hair_exam.{site}_grasped": "55" for site in ("crown", "frontal", "left", "right")},
    **{f"hair_exam.{site}_removed": "4" for site in ("crown", "frontal", "left", "right")},
    "hair_exam.hair_type": "club",
}


def answers() -> dict[str, object]:
    """What this patient says: 7-OH with alcohol, symptoms of 6 x 2 and 10 x 1 points, shedding."""
    now = datetime.now(ZoneInfo("America/New_York"))
    yesterday = now - timedelta(days=1)
    since = {"month": "March", "year": str(now.year - 1)}
    kratom = {
        "use": "now",
        "products": {
            "form-seven_oh": True,
            "amount-input": "1.5",
            "amount-unit": "tablets",
            "times_a_day-input": "4",
        },
        "days_last_week": "7",
        "last_use": {
            "day": str(yesterday.day),
            "month": f"{yesterday:%B}",
            "year": str(yesterday.year),
            "time": "21:30",
        },
        "daily": "yes",
        "daily_since": since,
        "longest_break": "days_1_2",
        "escalation": None,
        "reasons": ["pain", "feel_sick"],
        "bought_from": ["shop"],
        "taken_with": ["alcohol"],
        "drowsy": "no",
        "liver_signs": ["none"],
        "own_words": OWN_WORDS,
    }
    sows = {item: "somewhat" if turn < 6 else "a_little" for turn, item in enumerate(SOWS)}
    hair = {
        "hair_problem": "yes",
        "onset": since,
        "onset_speed": "sudden",
        "hair_pattern": "diffuse",
        "shedding": "much_more",
        "shed_hairs": "white_bulb",
        "body_events": ["illness"],
        "illness_month": {"month": "January", "year": str(now.year - 1)},
        "medicine_events": ["none"],
        "kratom_change": "none",
        "thyroid": "no",
        "iron": "unsure",
        "biotin": "no",
        "family": "no",
        "styling": "no",
        "scalp_feel": ["none"],
        "scalp_look": ["none"],
        "other_hair": ["none"],
        "body_signs": ["none"],
        "sexual_risk": "no",
        "head_signs": ["none"],
        "own_words": None,
    }
    told = {"kratom_use": kratom, "sows16": sows, "hair_history": hair}
    return {
        f"{name}.{item}": value for name, given in told.items() for item, value in given.items()
    }


def a_record(script: bool, story: str) -> str:
    """A record number that no other story of this run has."""
    return f"MRN-{story}-{'js' if script else 'plain'}"


def born(script: bool, year: int, month: int, day: int) -> date:
    """A birth date that no other story has: the desk would be asked whether it is the same."""
    return date(year if script else year + 1, month, day)


def a_visit_with_code(
    desk: FrontDesk, clinic: Clinic, record: str, family: str, birth: date
) -> str:
    """The front desk's part: signed in, patient entered, visit started; returns the code."""
    desk.sign_in("dana", clinic.passwords["dana"])
    desk.enter_patient(record, family, "Cleo", birth)
    desk.start_visit("First visit")
    return desk.make_code()


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
    assert patient.at.page.locator('[id="use-now"]').is_checked()
    patient.at.press("Next")

    # And all others are given, two of them skipped
    patient.answer_all()
    assert patient.item_count() == len(patient.answers)
    assert patient.at.text.count("chose not to answer") == 2
    assert "No answer yet" not in patient.at.text

    # And one is changed in the review, which it leads back to
    patient.change("How nervous or worried do you feel right now?", "very_much")
    assert patient.at.path == "/sitting/review"
    assert "Very much" in patient.at.text
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
    assert "Kratom or 7-OH with alcohol or a sedative in the past 7 days" in doctor.at.text
    assert "24" in score_card(doctor, "SOWS-16")
    assert "COWS" not in score_names(doctor)

    # When the clinician has rated
    doctor.rate(RATING)
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
        assert "Kratom or 7-OH with alcohol or a sedative in the past 7 days" in words
        assert "Moderate" in words
        assert "14 / 48" in words
        assert OWN_WORDS in words


def test_a_tablet_that_is_handed_over_is_signed_out_first(
    clinic: Clinic, visitor: Callable[..., Visitor], script: bool
) -> None:
    # Given a visit on the front desk's own tablet
    tablet = visitor(1024, 768)
    desk = FrontDesk(tablet)
    desk.sign_in("dana", clinic.passwords["dana"])
    desk.enter_patient(a_record(script, "602"), "Torres", "Maya", born(script, 2001, 11, 3))
    desk.start_visit("First visit")
    staff_page = desk.at.path

    # When it is handed over
    desk.hand_over()

    # Then the patient is asked for day and month of birth, and no staff page opens any more
    assert tablet.heading == "When is your birthday?"
    tablet.go(staff_page)
    assert tablet.heading == "Sign in"
    assert "Torres" not in tablet.text

    # And a wrong birthday shows no question
    patient = Patient(tablet, {"kratom_use.use": "never"})
    tablet.go("/sitting")
    patient.confirm_birthday("4", "November")
    assert tablet.heading == "When is your birthday?"

    # When the right one is given, the questions begin
    patient.confirm_birthday("3", "November")
    patient.begin()
    patient.answer_one()
    assert tablet.title.startswith("Question 2 of ")


def test_a_code_opens_the_questions_once(
    clinic: Clinic, visitor: Callable[..., Visitor], script: bool
) -> None:
    # Given a code that was used at one tablet
    desk = FrontDesk(visitor())
    code = a_visit_with_code(
        desk, clinic, a_record(script, "531"), "Lind", born(script, 1988, 7, 30)
    )
    Patient(visitor(), {}).enter_code(code)

    # When it is typed at another, and a code that never was at a third
    second, third = Patient(visitor(), {}), Patient(visitor(), {})
    second.enter_code(code)
    third.enter_code("ABCD-2345")

    # Then both see the same neutral page
    assert second.at.heading == third.at.heading == "Enter your code"
    assert second.at.text == third.at.text
    assert "This code does not work" in second.at.text


def test_the_front_desk_sees_no_clinical_page(
    clinic: Clinic, visitor: Callable[..., Visitor]
) -> None:
    # Given somebody of the front desk
    desk = Staff(visitor())
    desk.sign_in("dana", clinic.passwords["dana"])

    # When they open the clinician's worklist
    status = desk.at.go("/clinic/")

    # Then they do not get it
    assert status in (403, 404)
    assert "Worklist" not in desk.at.text


def nothing_is_left(patient: Patient) -> None:
    """Back, Reload and every address of the sitting, after it was sent."""
    for step in (patient.at.page.go_back, patient.at.page.reload):
        step()
        assert OWN_WORDS not in patient.at.text
        assert "Very much" not in patient.at.text
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
