"""What the people of these visits answer and see."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

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
        "seven_oh_last_use": yesterday_evening(),
        "alcohol_last_use": yesterday_evening(),
        "treatment_medicine": "none",
    }


def answers() -> dict[str, object]:
    """What this patient says: 7-OH with alcohol, and 12 points of low mood."""
    more = {
        "days_of_7": "7",
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
