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

FINDING = "An opioid, kratom or 7-OH with alcohol or a sedative in the past 7 days"
OWN_WORDS = "I take them so that I can work. Mornings are the worst."

SOWS = (
    "anxious yawning sweating tearing runny_nose gooseflesh shaking hot_flush cold_flush aches "
    "restless nausea vomiting twitching cramps urge"
).split()

PHQ = "interest mood sleep energy appetite self_worth concentration psychomotor".split()

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
    "kratom_use.first_use": {"month": "March", "year": "2024"},
    "kratom_use.daily_ever": "no",
    "withdrawal_safety.seen": ["none"],
    "withdrawal_safety.cyp3a_medicine": "no",
    "withdrawal_safety.under_18": "no",
    "withdrawal_safety.lead_signs": ["none"],
    "withdrawal_safety.prescription_check": "as_told",
}
EXAM = {
    "hair_exam.days_since_wash": "2",
    **{f"hair_exam.{site}_grasped": "55" for site in ("crown", "frontal", "left", "right")},
    **{f"hair_exam.{site}_removed": "4" for site in ("crown", "frontal", "left", "right")},
    "hair_exam.hair_type": "club",
}


def by_name(told: dict[str, dict[str, object]]) -> dict[str, object]:
    """As a patient looks them up: by questionnaire and item."""
    return {
        f"{name}.{item}": value for name, given in told.items() for item, value in given.items()
    }


def yesterday_evening() -> dict[str, object]:
    """A day and a time, as they are put into a date's fields."""
    day = datetime.now(ZoneInfo("America/New_York")) - timedelta(days=1)
    return {"day": str(day.day), "month": f"{day:%B}", "year": str(day.year), "time": "21:30"}


def substances() -> dict[str, object]:
    """7-OH with alcohol, as far as somebody who feels very sick is asked."""
    return {
        "street_opioids": ["none"],
        "shop_products": ["seven_oh"],
        "other_drugs": ["alcohol"],
        "days_of_7": "7",
        "seven_oh_last_use": yesterday_evening(),
        "alcohol_last_use": yesterday_evening(),
        "treatment_medicine": "none",
    }


def answers() -> dict[str, object]:
    """What this patient says: 7-OH with alcohol, and 12 points of low mood."""
    more = {
        "products": {
            "form-seven_oh": True,
            "amount-input": "1.5",
            "amount-unit": "tablets",
            "times_a_day-input": "4",
        },
        "antagonists": ["none"],
        "injecting": "no",
        "overdose_year": "no",
        "naloxone_home": "yes",
    }
    kratom = {
        "pattern": "many_daily",
        "reasons": ["pain", "feel_sick"],
        "escalation": None,
        "follow_up": ["none"],
        "strategies": ["sleep"],
        "bought_from": None,
    }
    mood = {item: "most_days" if turn < 4 else "some_days" for turn, item in enumerate(PHQ)}
    signs = ("urgent_signs", "recent_signs", "changes", "self_harm", "pregnancy")
    return by_name(
        {
            "visit_reason": {"very_sick": "no", "reasons": ["cut_down"], "hair_problem": "no"},
            "withdrawal_safety": {sign: ["none"] for sign in signs},
            "substance_use": substances() | more,
            "kratom_use": kratom,
            "phq9": mood | {"self_harm": "not_at_all"},
            "audit_c": {
                "frequency": "few_monthly",
                "quantity": "one_two",
                "binge": "never",
                "sex": "female",
            },
            "own_words": {"own_words": OWN_WORDS},
        }
    )


def answers_of_the_very_sick() -> dict[str, object]:
    """7-OH with alcohol, symptoms of 6 x 2 and 10 x 1 points."""
    sows = {item: "somewhat" if turn < 6 else "a_little" for turn, item in enumerate(SOWS)}
    return by_name(
        {
            "visit_reason": {"very_sick": "yes"},
            "withdrawal_safety": {"urgent_signs": ["none"], "self_harm": ["none"]},
            "substance_use": substances(),
            "sows16": sows,
        }
    )


def answers_on_hair() -> dict[str, object]:
    """Shedding after an illness two months before; no substance, no low mood."""
    year = datetime.now(ZoneInfo("America/New_York")).year - 1
    hair = {
        "hair_problem": "yes",
        "onset": {"month": "March", "year": str(year)},
        "onset_speed": "sudden",
        "hair_pattern": "diffuse",
        "shedding": "much_more",
        "shed_hairs": "white_bulb",
        "body_events": ["illness"],
        "illness_month": {"month": "January", "year": str(year)},
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
    lists = ("street_opioids", "shop_products", "other_drugs")
    mood = ("interest", "mood", "self_harm")
    return by_name(
        {
            "hair_history": hair,
            "substance_use": {one: ["none"] for one in lists},
            "phq2": dict.fromkeys(mood, "not_at_all"),
        }
    )


def a_record(script: bool, story: str) -> str:
    """A record number that no other story of this run has."""
    return f"MRN-{story}-{'js' if script else 'plain'}"


def born(script: bool, year: int, month: int, day: int) -> date:
    """A birth date that no other story has: the desk would be asked whether it is the same."""
    return date(year if script else year + 1, month, day)


def a_visit_with_code(
    desk: FrontDesk,
    clinic: Clinic,
    record: str,
    family: str,
    birth: date,
    packet: str = "First visit",
) -> str:
    """The front desk's part: signed in, patient entered, visit started; returns the code."""
    desk.sign_in("dana", clinic.passwords["dana"])
    desk.enter_patient(record, family, "Cleo", birth)
    desk.start_visit(packet)
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
    patient = Patient(tablet, {"visit_reason.very_sick": "no"})
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
