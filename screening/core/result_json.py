"""Definitions and results in the shapes of the command line's contract."""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from screening.core.answers import Answer, Missing, to_json
from screening.core.evaluation import Evaluation
from screening.core.facts import BandHit, Computed, Observation, TraceLine
from screening.core.item import (
    ChoiceItem,
    ChoicesItem,
    IntegerItem,
    Item,
    QuantityItem,
    RowsItem,
    ScaleItem,
)
from screening.core.questionnaire import Computed as Definition
from screening.core.questionnaire import Questionnaire
from screening.core.score import Banded, Score

_encode = json.JSONEncoder(ensure_ascii=False).encode  # made once: dumps would make one each time


def dump(value: Any) -> str:
    """JSON in which a Decimal is a number without exponent, exactly as many digits as it has."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, dict):
        inside = ",".join(f"{json.dumps(str(k))}:{dump(part)}" for k, part in value.items())
        return f"{{{inside}}}"
    if isinstance(value, list | tuple):
        return f"[{','.join(dump(part) for part in value)}]"
    return _encode(value)


def definition_json(questionnaire: Questionnaire) -> dict[str, Any]:
    """What `show --json` prints."""
    return {
        "id": questionnaire.id,
        "version": questionnaire.version,
        "sha256": questionnaire.sha256,
        "items": [_item(questionnaire, item) for item in questionnaire.items],
        "scores": [_score(score) for score in questionnaire.scores],
        **_banded_values(questionnaire),
        "findings": [{"id": f.id, "level": f.level} for f in questionnaire.findings],
    }


def _item(questionnaire: Questionnaire, item: Item) -> dict[str, Any]:
    return {
        "id": item.id,
        "type": item.type,
        "rated_by": questionnaire.rater(item),
        **_details(item),
    }


def _details(item: Item) -> dict[str, Any]:
    if isinstance(item, ChoiceItem | ChoicesItem):
        return {"options": [{"id": o.id, "points": o.points} for o in item.choices], "points": None}
    found: dict[str, Any] = {"points": None}
    if isinstance(item, IntegerItem | ScaleItem | QuantityItem):
        edges = item.points
        found["points"] = None if edges is None else {f"{e:f}": p for e, p in edges.items()}
        found |= {"min": item.min, "max": item.max, "decimals": item.places}
    if isinstance(item, QuantityItem):
        found |= {"unit": item.unit} if item.units is None else {"units": dict(item.units)}
    if isinstance(item, RowsItem):
        found["fields"] = [
            {"id": field.id, "type": field.type, **_details(field)} for field in item.fields
        ]
    return found


def _score(score: Score) -> dict[str, Any]:
    return {
        "id": score.id,
        "range": list(score.range),
        "decimals": score.decimals,
        "bands": _edges(score),
    }


def _banded_values(questionnaire: Questionnaire) -> dict[str, Any]:
    """The computed values that lie in bands; the key is there only where there are any."""
    banded = [
        {"id": one.id, "decimals": one.decimals, "bands": _edges(one)}
        for one in questionnaire.computed
        if one.sets
    ]
    return {"computed": banded} if banded else {}


def _edges(figure: Banded) -> list[dict[str, Any]]:
    return [
        {"set": band_set.id, "basis": band_set.basis, "id": band.id, "from": band.from_}
        for band_set in figure.sets
        for bands in band_set.branches()
        for band in bands
    ]


def result_json(evaluation: Evaluation) -> dict[str, Any]:
    """What `score --json` prints."""
    questionnaire, result = evaluation.questionnaire, evaluation.result
    pairs = zip(questionnaire.scores, result.scores, strict=True)
    return {
        "questionnaire": questionnaire.id,
        "version": questionnaire.version,
        "sha256": questionnaire.sha256,
        "scores": [_observation(questionnaire, score, seen) for score, seen in pairs],
        "computed": [
            _computed(definition, seen)
            for definition, seen in zip(questionnaire.computed, result.computed, strict=True)
        ],
        "features": [
            {"id": table, "rows": [{"id": row.row_id, "says": row.says} for row in rows]}
            for table, rows in result.features.items()
        ],
        "findings": [
            {"id": f.code, "level": f.level, "state": f.state, "text": f.text, "because": f.because}
            for f in result.findings
        ],
    }


def _computed(definition: Definition, seen: Computed) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": seen.code,
        "value": seen.value,
        "low": seen.low,
        "high": seen.high,
        "unit": seen.unit,
    }
    if definition.sets:
        found |= {"bands": _bands(seen.bands), "bands_possible": _bands(seen.bands_possible)}
    return found


def _observation(questionnaire: Questionnaire, score: Score, seen: Observation) -> dict[str, Any]:
    return {
        "id": seen.code,
        "value": seen.value,
        "range": list(seen.range),
        "possible": [seen.low, seen.high],
        "bands": _bands(seen.bands),
        "bands_possible": _bands(seen.bands_possible),
        "missing": [{"item": one.item_id, "reason": one.reason} for one in seen.missing],
        "prorated": seen.prorated,
        "trace": [_trace(questionnaire, line) for line in seen.trace],
        "lines": [{"at": line.at, "text": line.text} for line in score.lines],
    }


def _bands(hits: Iterable[BandHit]) -> list[dict[str, Any]]:
    return [
        {"set": hit.set_id, "basis": hit.basis, "id": hit.band_id, "text": hit.text}
        | ({"reason": hit.reason} if hit.reason else {})
        for hit in hits
    ]


def _trace(questionnaire: Questionnaire, line: TraceLine) -> dict[str, Any]:
    answer: Answer | Missing = line.answer
    shown = to_json(questionnaire.item(line.item_id), answer)
    return {"item": line.item_id, "answer": shown, "points": line.points, "running": line.running}
