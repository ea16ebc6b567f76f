"""`response.json` back as a visit, against the very definitions that it names by their checksum."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from screening.core.documents import WrongJson, parse_json, read_document
from screening.core.moments import moment_of
from screening.core.questionnaire import Questionnaire
from screening.core.visit import FilledIn, PatientIdentity, Visit, VisitRecord
from screening.errors import AnswersRefused, ScreeningError
from screening.exchange import names
from screening.exchange.history import read_amended, read_instant, read_parts, read_typed_in
from screening.exchange.response import read_document_of
from screening.quick_dataclass import dataclass

Definitions = Callable[[str], Questionnaire | None]
"""SHA-256 of a definition's bytes, 64 hex digits -> the definition; None where it is not here."""


@dataclass(eq=False)
class WrongBundle(ScreeningError):
    """The data is not what we write. Seen by whoever checks a file; holds no answer."""

    message: str

    def __str__(self) -> str:
        return self.message


@dataclass(eq=False)
class MissingDefinition(ScreeningError):
    """A questionnaire was scored with a version that is not here."""

    name: str  # canonical name and version
    sha256: str

    def __str__(self) -> str:
        return f"{self.name} is not here in the version with SHA-256 {self.sha256[:12]}…"


def read_bundle(data: bytes, definitions: Definitions) -> VisitRecord:
    """The visit of a `response.json`.

    raises  WrongBundle, MissingDefinition
    """
    try:
        return _record(parse_json(data.decode()), definitions)
    except (WrongJson, UnicodeDecodeError):
        raise WrongBundle("The attached data is not JSON in UTF-8.") from None
    except AnswersRefused as refused:
        items = ", ".join(dict.fromkeys(fault.item_id for fault in refused.faults))
        raise WrongBundle(
            f"The attached data holds answers that the questionnaire does not allow: {items}."
        ) from None
    # Whatever else is wrong with a stranger's file shows as one of these, at no place of its own.
    except (LookupError, TypeError, ValueError, AttributeError, ZoneInfoNotFoundError):
        raise WrongBundle("The attached data is not a visit as this software writes it.") from None


def _record(bundle: Mapping[str, Any], definitions: Definitions) -> VisitRecord:
    resources = [entry["resource"] for entry in bundle["entry"]]
    kinds = {kind: [r for r in resources if r["resourceType"] == kind] for kind in _KINDS}
    (patient,), (encounter,) = kinds["Patient"], kinds["Encounter"]
    visit = _visit(encounter)
    return VisitRecord(
        patient=PatientIdentity(
            family=str(patient["name"][0]["family"]),
            given=str(patient["name"][0].get("given", [""])[0]),
            born=date.fromisoformat(patient["birthDate"]),
            record=str(patient["identifier"][0]["value"]),
        ),
        visit=visit,
        responses=tuple(_filled(one, visit, definitions) for one in kinds["QuestionnaireResponse"]),
    )


_KINDS = ("Patient", "Encounter", "QuestionnaireResponse")


def _visit(encounter: Mapping[str, Any]) -> Visit:
    about = dict(_extensions(encounter))
    zone = ZoneInfo(about[names.TIME_ZONE])
    period = encounter["period"]
    ended = period.get("end")
    return Visit(
        number=int(about[names.VISIT_NUMBER]),
        code=str(encounter["identifier"][0]["value"]) if "identifier" in encounter else "",
        started=read_instant(period["start"], zone),
        ended=None if ended is None else read_instant(ended, zone),
        time_zone=str(about[names.TIME_ZONE]),
        site=str(encounter.get("serviceProvider", {}).get("display", "")),
    )


def _filled(response: Mapping[str, Any], visit: Visit, definitions: Definitions) -> FilledIn:
    about = dict(_extensions(response))
    sha256 = str(about[names.CHECKSUM])
    questionnaire = definitions(sha256)
    if questionnaire is None:
        name = str(response["questionnaire"]).rpartition(":")[2].replace("|", " ")
        raise MissingDefinition(name, sha256)
    role = _role(about[names.RATED_BY])
    completed = read_instant(response["authored"], visit.zone)
    inside = {one["url"]: read_parts(one) for one in response["extension"]}
    amended, amended_by = read_amended(inside.get(names.AMENDED, {}), visit.zone)
    return FilledIn(
        questionnaire=questionnaire,
        role=role,
        rater_name="" if role == "patient" else str(response["author"]["display"]),
        completed=completed,
        answers=read_document(
            questionnaire,
            read_document_of(questionnaire, response),
            visit=moment_of(amended or completed),
        ),
        language=str(response["language"]),
        read_aloud=bool(about.get(names.READ_ALOUD, False)),
        revision=int(about[names.REVISION]),
        sha256=str(about.get(names.STORED_CHECKSUM, "")),
        amended=amended,
        amended_by=amended_by,
        typed_in=read_typed_in(inside.get(names.TYPED_IN, {}), visit.zone),
    )


def _role(word: object) -> Literal["patient", "clinician"]:
    if word == "patient":
        return "patient"
    if word == "clinician":
        return "clinician"
    raise ValueError("no such role")


def _extensions(resource: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for one in resource.get("extension", ()):
        for key, value in one.items():
            if key.startswith("value"):
                yield str(one["url"]), value
