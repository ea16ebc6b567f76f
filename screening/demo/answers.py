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


def kratom(
    visit: datetime,
    *,
    product: tuple[str, str, str, str],
    hours_since: int,
    since: str,
    use: str = "now",
    days: str = "7",
    taken_with: tuple[str, ...] = ("none",),
    reasons: tuple[str, ...] = ("pain",),
    words: str = "",
    **others: Any,
) -> Document:
    """Kratom use.

    visit        aware, in the clinic's zone
    product      form, amount, unit's word, times a day
    hours_since  last use, before the visit
    since        month in which daily use began
    """
    form, amount, unit, times = product
    last = visit - timedelta(hours=hours_since)
    document: Document = {
        "use": use,
        "products": [
            {"form": form, "amount": {"value": amount, "unit": unit}, "times_a_day": times}
        ],
        "days_last_week": days,
        "last_use": f"{last:%Y-%m-%dT%H:%M}",
        "daily": "yes",
        "daily_since": since,
        "longest_break": "days_1_2",
        "escalation": "no",
        "reasons": list(reasons),
        "bought_from": ["shop"],
        "taken_with": list(taken_with),
        "drowsy": "no",
        "liver_signs": ["none"],
        "own_words": words or DECLINED,
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


def pull_test(removed: str, hair_type: str = "club") -> Document:
    """Hairs that came out of 55 at crown, front, left and right: "5 4 6 3"."""
    sites = ("crown", "frontal", "left", "right")
    document: Document = {"days_since_wash": "2", "hair_type": hair_type}
    for site, count in zip(sites, removed.split(), strict=True):
        document |= {f"{site}_grasped": "55", f"{site}_removed": count}
    return document
