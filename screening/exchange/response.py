"""One rater's response as a FHIR R4 QuestionnaireResponse, and back.

It holds what counts: an answer whose question is no longer asked is kept by the store, not sent on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from screening.core.answers import Answer, Missing
from screening.core.condition import MissingReason
from screening.core.item import Item, RowsItem
from screening.core.questionnaire import Questionnaire
from screening.core.visit import FilledIn
from screening.core.visit_evaluation import Evaluated
from screening.exchange import names
from screening.exchange.answers import Json, read_rows, read_values, write_rows, write_values
from screening.exchange.history import read_parts, write_history
from screening.quick_dataclass import dataclass

_REASONS: Mapping[str, MissingReason] = {code: why for why, code in names.ABSENT_CODES.items()}


@dataclass(frozen=True, slots=True)
class Links:
    """What a response points to inside its bundle."""

    patient: str
    encounter: str


def write_response(evaluated: Evaluated, filled: FilledIn, links: Links, zone: ZoneInfo) -> Json:
    """The QuestionnaireResponse of one response of an evaluated visit.

    zone   that times are told in
    """
    questionnaire = filled.questionnaire
    by_patient = filled.role == "patient"
    author: Json = {"reference": links.patient} if by_patient else _practitioner(filled)
    return {
        "resourceType": "QuestionnaireResponse",
        "language": filled.language,
        "extension": _about(filled, zone),
        "questionnaire": f"{names.canonical(questionnaire.id)}|{questionnaire.version}",
        "status": _status(filled),
        "subject": {"reference": links.patient},
        "encounter": {"reference": links.encounter},
        "authored": filled.completed.astimezone(zone).isoformat(),
        "author": author,
        **({"source": {"reference": links.patient}} if by_patient else {}),
        "item": list(_pages(evaluated, filled)),
    }


def _practitioner(filled: FilledIn) -> Json:
    return {"type": "Practitioner", "display": filled.rater_name or "clinician"}


def _status(filled: FilledIn) -> str:
    if filled.revision == 0:
        return "in-progress"
    return "completed" if filled.revision == 1 else "amended"


def _about(filled: FilledIn, zone: ZoneInfo) -> list[Json]:
    found: list[Json] = [
        {"url": names.CHECKSUM, "valueString": filled.questionnaire.sha256},
        {"url": names.REVISION, "valueInteger": filled.revision},
        {"url": names.RATED_BY, "valueCode": filled.role},
    ]
    if filled.sha256:
        found.append({"url": names.STORED_CHECKSUM, "valueString": filled.sha256})
    if filled.read_aloud:
        found.append({"url": names.READ_ALOUD, "valueBoolean": True})
    return [*found, *write_history(filled, zone)]


def _pages(evaluated: Evaluated, filled: FilledIn) -> Iterator[Json]:
    mine = {item.id for item in filled.questionnaire.items_for(filled.role)}
    given = filled.own_answers()
    for page in filled.questionnaire.pages:
        items = [
            entry
            for item in page.items
            if item.id in mine
            for entry in _entries(filled, item, counting(evaluated, item, given.get(item.id)))
        ]
        if items:
            yield {"linkId": names.page_link(page.id), "text": page.title, "item": items}


def counting(evaluated: Evaluated, item: Item, given: Answer | Missing | None) -> Answer | Missing:
    """The answer where it counts or may yet count; else why there is none."""
    skipped = all(
        one.enabled(item.id) is False for one in (evaluated.now, evaluated.at_rating)
    ) or (given is None and item.id in evaluated.left_out)
    if skipped:
        return Missing(item.id, "not_asked")
    return given or Missing(item.id, "not_recorded")


def _entries(filled: FilledIn, item: Item, known: Answer | Missing) -> list[Json]:
    name = filled.questionnaire.id
    if isinstance(known, Missing):
        return [{"extension": _absent(known), "linkId": item.id, "text": item.text}]
    if isinstance(item, RowsItem):
        rows = known.value
        assert isinstance(rows, tuple)
        return write_rows(name, item, [row for row in rows if not isinstance(row, str)])
    return [{"linkId": item.id, "text": item.text, "answer": write_values(name, item, known)}]


def _absent(missing: Missing) -> list[Json]:
    found: list[Json] = [{"url": names.ABSENT, "valueCode": names.ABSENT_CODES[missing.reason]}]
    if missing.why:
        because: list[Json] = [{"url": "reason", "valueCode": missing.why}]
        if missing.words:
            because.append({"url": "words", "valueString": missing.words})
        found.append({"url": names.WHY, "extension": because})
    return found


def read_document_of(questionnaire: Questionnaire, response: Mapping[str, Any]) -> Json:
    """The answers of a QuestionnaireResponse in the shape of an answers file.

    Read it with core.documents.read_document, which refuses what the definition does not allow.
    """
    entries: dict[str, list[Mapping[str, Any]]] = {}
    for page in response.get("item", ()):
        for entry in page.get("item", ()):
            entries.setdefault(str(entry.get("linkId")), []).append(entry)
    return {
        item_id: _read_entries(
            questionnaire.item(item_id) if questionnaire.has_item(item_id) else None, found
        )
        for item_id, found in entries.items()
    }


def _read_entries(item: Item | None, entries: list[Mapping[str, Any]]) -> Any:
    about = {one.get("url"): one for one in entries[0].get("extension", ())}
    if names.ABSENT in about:
        reason = _REASONS.get(str(about[names.ABSENT].get("valueCode")), "")
        if reason == "not_recorded":
            return None
        parts = read_parts(about.get(names.WHY, {}))
        because = {"why": parts.get("reason"), "words": parts.get("words")}
        return {"missing": reason} | {key: said[0] for key, said in because.items() if said}
    if item is None:
        return ""
    if isinstance(item, RowsItem):
        return read_rows(item, entries)
    return read_values(item, [one for entry in entries for one in entry.get("answer", ())])
