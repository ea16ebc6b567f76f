"""A visit from a file (the contract's `summary --visit FILE`), without any database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from screening.core.answers import Role
from screening.core.documents import read_document
from screening.core.moments import Moment, moment_of, read_moment
from screening.core.questionnaire import Questionnaire
from screening.core.visit import FilledIn, PatientIdentity, Visit, VisitRecord
from screening.errors import AnswersRefused, ScreeningError, UnknownQuestionnaire
from screening.quick_dataclass import dataclass

EARLIER_AT_MOST = 100
ROLES: tuple[Role, ...] = ("patient", "clinician")


@dataclass(eq=False)
class WrongVisitFile(ScreeningError):
    """The visit file is wrong. Seen by whoever gave it; names the place, never a value."""

    place: str  # e.g. responses[2].completed
    message: str  # what to write there

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


def questionnaires_of(document: object) -> frozenset[str]:
    """Ids that the file names, as far as it is one; whether it is, `read_visit` says."""
    visits = [document, *_of(document, "earlier")]
    return frozenset(
        str(name)
        for visit in visits
        for response in _of(visit, "responses")
        if (name := response.get("questionnaire") if isinstance(response, dict) else None)
    )


def _of(given: object, name: str) -> list[object]:
    found = given.get(name) if isinstance(given, dict) else None
    return found if isinstance(found, list) else []


def read_visit(document: object, questionnaires: Mapping[str, Questionnaire]) -> VisitRecord:
    """The visit of a file, with its earlier ones, oldest first.

    document        as parse_json gives it
    questionnaires  by id
    raises          WrongVisitFile, UnknownQuestionnaire, AnswersRefused
    """
    whole = _mapping(document, "the file")
    patient = _patient(_mapping(whole.get("patient"), "patient"))
    earlier = _sequence(whole.get("earlier", ()), "earlier")[:EARLIER_AT_MOST]
    told = [
        _visit_record(patient, _mapping(one, f"earlier[{n}]"), f"earlier[{n}].", questionnaires)
        for n, one in enumerate(earlier)
    ]
    today = _visit_record(patient, whole, "", questionnaires)
    before = tuple(sorted(told, key=lambda record: record.visit.started))
    return VisitRecord(today.patient, today.visit, today.responses, before)


def _patient(given: Mapping[str, Any]) -> PatientIdentity:
    return PatientIdentity(
        family=_text(given, "family", "patient."),
        given=_text(given, "given", "patient."),
        born=_day(_text(given, "born", "patient."), "patient.born"),
        record=_text(given, "record", "patient."),
    )


def _visit_record(
    patient: PatientIdentity,
    given: Mapping[str, Any],
    place: str,
    questionnaires: Mapping[str, Questionnaire],
) -> VisitRecord:
    visit = _visit(_mapping(given.get("visit"), f"{place}visit"), f"{place}visit.")
    responses = _sequence(given.get("responses"), f"{place}responses")
    return VisitRecord(
        patient=patient,
        visit=visit,
        responses=tuple(
            _filled(
                _mapping(one, f"{place}responses[{n}]"),
                f"{place}responses[{n}].",
                visit,
                questionnaires,
            )
            for n, one in enumerate(responses)
        ),
    )


def _visit(given: Mapping[str, Any], place: str) -> Visit:
    name = _text(given, "time_zone", place)
    try:
        zone = ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise WrongVisitFile(
            f"{place}time_zone", "Write a time zone such as America/Denver."
        ) from None
    number = str(given.get("number", ""))
    if not (number.isascii() and number.isdigit() and len(number) < 7):
        raise WrongVisitFile(f"{place}number", "Write a whole number.")
    ended = given.get("ended")
    return Visit(
        number=int(number),
        code="",
        started=_instant(_text(given, "started", place), zone, f"{place}started"),
        ended=None
        if ended is None
        else _instant(_text(given, "ended", place), zone, f"{place}ended"),
        time_zone=name,
        site=_text(given, "site", place),
    )


def _filled(
    given: Mapping[str, Any], place: str, visit: Visit, questionnaires: Mapping[str, Questionnaire]
) -> FilledIn:
    name = _text(given, "questionnaire", place)
    questionnaire = questionnaires.get(name)
    version = str(given.get("version", questionnaire.version if questionnaire else ""))
    if questionnaire is None or questionnaire.version != version:
        raise UnknownQuestionnaire(
            f"{place}questionnaire: {name} {version} is not here.".replace("  ", " ")
        )
    by = _mapping(given.get("by"), f"{place}by")
    role = by.get("role")
    if role not in ROLES:
        raise WrongVisitFile(f"{place}by.role", "Write patient or clinician.")
    completed = _instant(_text(given, "completed", place), visit.zone, f"{place}completed")
    return FilledIn(
        questionnaire=questionnaire,
        role=cast(Role, role),
        rater_name="" if role == "patient" else _text(by, "name", f"{place}by."),
        completed=completed,
        answers=_answers(questionnaire, given, place, role, moment_of(completed)),
        language=str(given.get("language", questionnaire.language)),
    )


def _answers(
    questionnaire: Questionnaire, given: Mapping[str, Any], place: str, role: str, at: Moment
) -> Any:
    answers = read_document(questionnaire, given.get("answers"), visit=at)
    for item_id in answers:
        if questionnaire.has_item(item_id):
            rater = questionnaire.rater(questionnaire.item(item_id))
            if rater not in (role, "either"):
                raise WrongVisitFile(
                    f"{place}answers.{item_id}", f"Only the {rater} rates this item."
                )
    return answers


def _instant(text: str, zone: ZoneInfo, place: str) -> datetime:
    try:
        moment = read_moment(text, zone)
    except ValueError:
        moment = None
    if moment is None or moment.precision != "minute":
        raise WrongVisitFile(place, "Write a day and time such as 2026-11-19T10:31.")
    return moment.earliest


def _day(text: str, place: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongVisitFile(place, "Write a day such as 1988-03-14.") from None


def _text(given: Mapping[str, Any], key: str, place: str) -> str:
    value = given.get(key)
    if not isinstance(value, str) or not value.strip():
        raise WrongVisitFile(place + key, "Write text here.")
    return str(value)


def _mapping(value: object, place: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise WrongVisitFile(place, "Write an object here.")
    return value


def _sequence(value: object, place: str) -> Sequence[Any]:
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise WrongVisitFile(place, "Write a list here.")
    return value


__all__ = ["AnswersRefused", "WrongVisitFile", "read_visit"]
