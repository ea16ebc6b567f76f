"""A score as a FHIR R4 Observation: its value, or why there is none; never a part total."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from zoneinfo import ZoneInfo

from screening.core.facts import BandHit, MissingItem, Observation
from screening.core.score import Score
from screening.core.visit_evaluation import Evaluated
from screening.core.words import MISSING_WORDS
from screening.exchange import names
from screening.exchange.answers import Json
from screening.exchange.codes import SCORE_CODES
from screening.exchange.response import Links

_WORDING = {
    "own": "Own wording",
    "adapted": "Adapted wording, not the published text",
    "published": "Published wording",
}


def write_observation(
    evaluated: Evaluated, score: Score, links: Links, derived: Sequence[str], zone: ZoneInfo
) -> Json:
    """The Observation of one score of an evaluated visit.

    derived   references of the responses that it rests on
    zone      that times are told in
    """
    seen = evaluated.now.score(score.id)
    questionnaire = evaluated.questionnaire
    newest = max(part.given for part in evaluated.filled)
    return {
        "resourceType": "Observation",
        "extension": _about(evaluated, seen),
        "status": "final" if all(part.revision for part in evaluated.filled) else "preliminary",
        "code": _code(evaluated, score),
        "subject": {"reference": links.patient},
        "encounter": {"reference": links.encounter},
        "effectiveDateTime": newest.astimezone(zone).isoformat(),
        **_value(evaluated, seen),
        "method": {"text": _WORDING[questionnaire.instrument.wording]},
        "derivedFrom": [{"reference": one} for one in derived],
    }


def _code(evaluated: Evaluated, score: Score) -> Json:
    questionnaire = evaluated.questionnaire
    title = score.title or questionnaire.name
    own = {"system": names.scores_of(questionnaire.id), "code": score.id, "display": title}
    public = SCORE_CODES.get((questionnaire.id, score.id))
    found = [own] if public is None else [own, {"system": public[0], "code": public[1]}]
    return {"coding": found, "text": f"{questionnaire.name}: {title}"}


def _value(evaluated: Evaluated, seen: Observation) -> Json:
    if seen.value is None:
        return {"dataAbsentReason": _absent(evaluated, seen.missing)}
    unit = {"unit": "{score}", "system": names.UCUM, "code": "{score}"}
    words = [_interpretation(evaluated, seen, hit) for hit in seen.bands if _speaks(hit)]
    return {
        "valueQuantity": {"value": seen.value, **unit},
        **({"interpretation": words} if words else {}),
    }


def _speaks(hit: BandHit) -> bool:
    """Only bands with a published basis give a word; the others stand in extensions."""
    return hit.basis == "published"


def _interpretation(evaluated: Evaluated, seen: Observation, hit: BandHit) -> Json:
    system = names.bands_of(evaluated.questionnaire.id, seen.code, hit.set_id)
    return {
        "coding": [{"system": system, "code": hit.band_id, "display": hit.text}],
        "text": hit.text,
    }


def _absent(evaluated: Evaluated, missing: Sequence[MissingItem]) -> Json:
    reasons = {one.reason for one in missing}
    code = names.ABSENT_CODES[reasons.pop()] if len(reasons) == 1 else "unknown"
    said = (f"{_label(evaluated, one)} ({MISSING_WORDS[one.reason]})" for one in missing)
    return {
        "coding": [{"system": names.ABSENT_SYSTEM, "code": code}],
        "text": f"Not scored: {', '.join(said)}",
    }


def _label(evaluated: Evaluated, missing: MissingItem) -> str:
    questionnaire = evaluated.questionnaire
    known = questionnaire.has_item(missing.item_id)
    return questionnaire.item(missing.item_id).label if known else missing.item_id


def _about(evaluated: Evaluated, seen: Observation) -> list[Json]:
    """The scale's range is no reference range: that would read as what is normal."""
    found = [
        {"url": names.CHECKSUM, "valueString": evaluated.questionnaire.sha256},
        {"url": names.COMPLETENESS, "valueString": completeness(seen)},
        _span(names.RANGE, *seen.range),
        *(_band(hit) for hit in seen.bands),
    ]
    if seen.prorated:
        found.append({"url": names.PRORATED, "valueBoolean": True})
    if seen.missing:
        found.append(_span(names.POSSIBLE, seen.low, seen.high))
    return [*found, *(_missing(one) for one in seen.missing)]


def completeness(seen: Observation) -> str:
    """10 of 11 answered; and that it was prorated, where it was."""
    return f"{seen.answered} of {seen.needed}{', prorated' if seen.prorated else ''}"


def _span(url: str, low: Decimal, high: Decimal) -> Json:
    return {
        "url": url,
        "extension": [
            {"url": "low", "valueDecimal": low},
            {"url": "high", "valueDecimal": high},
        ],
    }


def _band(hit: BandHit) -> Json:
    told = {"set": hit.set_id, "basis": hit.basis, "id": hit.band_id, "text": hit.text}
    told |= {"reason": hit.reason} if hit.reason else {}
    return {
        "url": names.BAND,
        "extension": [{"url": key, "valueString": text} for key, text in told.items()],
    }


def _missing(one: MissingItem) -> Json:
    return {
        "url": names.MISSING_ITEM,
        "extension": [
            {"url": "item", "valueString": one.item_id},
            {"url": "reason", "valueCode": names.ABSENT_CODES[one.reason]},
        ],
    }
