"""Made-up answers, written short: only what matters is given, the rest is sensible.

Each function gives a document of the contract's shape; the core reads it before it is kept.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from screening.core.item import ChoiceItem
from screening.core.questionnaire import Questionnaire

Document = dict[str, Any]
DECLINED = {"missing": "declined"}
NOT_ASSESSED = {"missing": "not_assessed"}


def by_points(questionnaire: Questionnaire, points: str) -> Document:
    """The choice items of a scale in their order, by points with spaces between.

    "-" is an answer that is missing: declined by a patient, not assessed by a clinician
    """
    items = [item for item in questionnaire.items if isinstance(item, ChoiceItem)]
    reason = DECLINED if questionnaire.rated_by == "patient" else NOT_ASSESSED
    return {
        item.id: reason if given == "-" else _option(item, int(given))
        for item, given in zip(items, points.split(), strict=True)
    }


def _option(item: ChoiceItem, points: int) -> str:
    return next(option.id for option in item.choices if option.points == points)


def substances(
    visit: datetime,
    *,
    product: tuple[str, str, str, str] | None = None,
    hours_since: int = 0,
    days: str = "7",
    others: tuple[str, ...] = (),
) -> Document:
    """Substances and treatment: one shop product at most, no other opioid, no treatment.

    visit        aware, in the clinic's zone
    product      form, amount, unit's word, times a day
    hours_since  last use of it and of the others, before the visit
    others       alcohol, sedatives and stimulants of the past 7 days
    """
    last = f"{visit - timedelta(hours=hours_since):%Y-%m-%dT%H:%M}"
    document: Document = {
        "street_opioids": ["none"],
        "shop_products": ["none"],
        "other_drugs": list(others) or ["none"],
        **{f"{other}_last_use": last for other in others},
        "treatment_medicine": "none",
        "antagonists": ["none"],
        "injecting": "no",
        "overdose_year": "no",
        "naloxone_home": "no",
    }
    if product is None:
        return document
    form, amount, unit, times = product
    shop = {"seven_oh": "seven_oh", "extract": "kratom_extract"}.get(form, "kratom")
    named = "seven_oh" if shop == "seven_oh" else "kratom"
    row = {"form": form, "amount": {"value": amount, "unit": unit}, "times_a_day": times}
    taken = {"shop_products": [shop], "products": [row], "days_of_7": days}
    return document | taken | {f"{named}_last_use": last}


def safety(**others: Any) -> Document:
    """The patient's danger signs: none but those that are given."""
    signs = ("urgent_signs", "recent_signs", "changes", "self_harm", "pregnancy")
    return {sign: ["none"] for sign in signs} | others


def as_asked(document: Document, questionnaire: Questionnaire, *pages: str) -> Document:
    """What of it stands on these pages: a short packet asks for no more."""
    asked = {item.id for page in questionnaire.pages if page.id in pages for item in page.items}
    return {item: value for item, value in document.items() if item in asked}


def seen_and_on_file() -> Document:
    """The clinician's part of safety: nothing seen, little on file."""
    return {
        "seen": ["none"],
        "qtc": NOT_ASSESSED,
        "cyp3a_medicine": "no",
        "under_18": "no",
        "lead_signs": ["none"],
        "drug_screen": NOT_ASSESSED,
        "prescription_check": "as_told",
    }


def kratom(*, reasons: tuple[str, ...], **others: Any) -> Document:
    """The patient's part of kratom use."""
    document: Document = {
        "pattern": "many_daily",
        "reasons": list(reasons),
        "escalation": "no",
        "follow_up": ["none"],
        "strategies": ["none"],
        "bought_from": ["shop"],
    }
    return document | others


def hair(*, onset: str, events: dict[str, str], words: str = "", **others: Any) -> Document:
    """Hair that sheds all over since a month, after events of other months.

    events   body event -> its month, e.g. {"covid": "2026-05"}
    """
    document: Document = {
        "hair_problem": "yes",
        "onset": onset,
        "onset_speed": "sudden",
        "hair_pattern": "diffuse",
        "shedding": "much_more",
        "shed_hairs": "white_bulb",
        "body_events": list(events) or ["none"],
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
        "own_words": words or DECLINED,
    }
    months = {f"{event}_month": month for event, month in events.items()}
    return document | months | others


def vitals(
    pulse: str, pressure: str, breaths: str = "16", temperature: str = "36.8", **others: Any
) -> Document:
    """Vital signs; pressure as "142/88"."""
    systolic, diastolic = pressure.split("/")
    return {
        "pulse": pulse,
        "pulse_medicines": ["none"],
        "systolic": systolic,
        "diastolic": diastolic,
        "breaths": breaths,
        "spo2": "98",
        "temperature": temperature,
        "alertness": "awake",
        "blue_lips": "no",
    } | others


def hair_exam(questionnaire: Questionnaire, removed: str, **others: Any) -> Document:
    """The examination of hair: the pull test and what is given; all else was not looked at.

    removed  hairs that came out of 55 at crown, front, left and right: "5 4 6 3"
    """
    sites = ("crown", "frontal", "left", "right")
    document: Document = {item.id: NOT_ASSESSED for item in questionnaire.items}
    document |= {"days_since_wash": "2", "hair_type": "club"}
    for site, count in zip(sites, removed.split(), strict=True):
        document |= {f"{site}_grasped": "55", f"{site}_removed": count}
    return document | others
