"""A visit as a FHIR R4 Bundle: who, when, what was answered, and the scores that follow.

A function of the responses and the pinned definitions: the same visit gives the same bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID, uuid5

from screening.core.result_json import dump
from screening.core.visit import VisitRecord
from screening.core.visit_evaluation import Evaluated, EvaluatedVisit
from screening.exchange import names
from screening.exchange.answers import Json
from screening.exchange.observation import write_observation
from screening.exchange.response import Links, write_response

RESPONSE_FILE = "response.json"
MEDIA_TYPE = "application/fhir+json"
_SPACE = UUID("6f1c2f0e-4d0b-5b57-9d4e-6a1f6f0c7a51")  # of the names of our resources


def response_json(visit: EvaluatedVisit) -> bytes:
    """`response.json`: the whole visit as a Bundle in UTF-8, with the patient as printed."""
    # Without a code the visit is known by what is said of it, and what it is called says nothing.
    mark = visit.record.visit.code or hashlib.sha256(_whole(visit, "")).hexdigest()
    return _whole(visit, mark)


def _whole(visit: EvaluatedVisit, mark: str) -> bytes:
    return encode(bundle_of(entries_of(visit, mark, identified=True), made_at(visit.record)))


def encode(resource: Json) -> bytes:
    """A resource as bytes: no space that says nothing, one line end."""
    return dump(resource).encode() + b"\n"


def bundle_of(entries: list[Json], timestamp: str) -> Json:
    """A collection of these entries.

    timestamp   ISO 8601 with offset: of the newest answer in it
    """
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": timestamp,
        "entry": entries,
    }


def newest_in(record: VisitRecord) -> datetime:
    """When the newest response came to be, else when the visit began."""
    return max((one.given for one in record.responses), default=record.visit.started)


def made_at(record: VisitRecord) -> str:
    """The same as text, in the visit's zone."""
    return newest_in(record).astimezone(record.visit.zone).isoformat(timespec="seconds")


def entries_of(
    visit: EvaluatedVisit, mark: str, *, identified: bool, patient_mark: str = ""
) -> list[Json]:
    """The entries of one visit.

    mark          what the addresses of its resources are made of; the same for the same visit
    identified    True: with name, birth date and record number; False: the patient is an id only
    patient_mark  by which one patient's visits are known to be one patient's; empty: the visit's
    """
    patient, encounter = urn("patient", patient_mark or mark), urn("visit", mark)
    links = Links(patient, encounter)
    zone, homes = visit.record.visit.zone, {e.questionnaire.id: e for e in visit.questionnaires}
    found = [
        entry(patient, _patient(visit.record, identified=identified)),
        entry(encounter, _encounter(visit.record, links)),
    ]
    # In the order of the record, in which others tell them too.
    for number, filled in enumerate(visit.record.responses):
        written = write_response(homes[filled.questionnaire.id], filled, links, zone)
        found.append(entry(_response_urn(mark, number), written))
    for evaluated in visit.questionnaires:
        found += _scores(evaluated, visit.record, links, mark)
    return found


def _response_urn(mark: str, number: int) -> str:
    return urn("response", f"{mark}/{number}")


def _scores(evaluated: Evaluated, record: VisitRecord, links: Links, mark: str) -> Iterator[Json]:
    questionnaire = evaluated.questionnaire
    rests_on = [
        _response_urn(mark, number)
        for number, filled in enumerate(record.responses)
        if filled.questionnaire.id == questionnaire.id
    ]
    for score in questionnaire.scores:
        if not set(score.items) <= evaluated.left_out:
            address = urn("score", f"{mark}/{questionnaire.id}/{score.id}")
            zone = record.visit.zone
            yield entry(address, write_observation(evaluated, score, links, rests_on, zone))


def entry(address: str, resource: Json) -> Json:
    """An entry; the resource's id is that of its address, so that no two are alike."""
    head = {"resourceType": resource["resourceType"], "id": address.removeprefix("urn:uuid:")}
    return {"fullUrl": address, "resource": head | resource | head}


def urn(kind: str, mark: str) -> str:
    """The address of a resource: the same for the same mark."""
    return f"urn:uuid:{uuid5(_SPACE, f'{kind}/{mark}')}"


def _patient(record: VisitRecord, *, identified: bool) -> Json:
    patient = record.patient
    if not identified:
        return {"resourceType": "Patient"}
    return {
        "resourceType": "Patient",
        "identifier": [{"system": names.RECORD_NUMBER, "value": patient.record}],
        "name": [
            {"family": patient.family, **({"given": [patient.given]} if patient.given else {})}
        ],
        "birthDate": patient.born.isoformat(),
    }


def _encounter(record: VisitRecord, links: Links) -> Json:
    visit, zone = record.visit, record.visit.zone
    period = {"start": visit.started.astimezone(zone).isoformat()}
    if visit.ended is not None:
        period["end"] = visit.ended.astimezone(zone).isoformat()
    code = {"system": names.VISIT_CODE, "value": visit.code}
    act = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
    return {
        "resourceType": "Encounter",
        "extension": [
            {"url": names.VISIT_NUMBER, "valueInteger": visit.number},
            {"url": names.TIME_ZONE, "valueCode": visit.time_zone},
        ],
        **({"identifier": [code]} if visit.code else {}),
        "status": "finished" if visit.ended else "in-progress",
        "class": {"system": act, "code": "AMB", "display": "ambulatory"},
        "subject": {"reference": links.patient},
        "period": period,
        **({"serviceProvider": {"display": visit.site}} if visit.site else {}),
    }
