"""One visit: who, when, what was filled in by whom; and everything worked out over all of it.

A questionnaire may come twice in a visit, once per rater; the two are read as one. Answers of the
other questionnaires are seen as "other.item", as they count there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from screening.core.answers import Answer, Answers, Missing, Role, read_answer, to_json
from screening.core.condition import MissingReason
from screening.core.evaluation import Evaluation
from screening.core.item import Item
from screening.core.levels import Level
from screening.core.moments import Moment, moment_of
from screening.core.questionnaire import Questionnaire
from screening.errors import AnswerError


@dataclass(frozen=True, slots=True)
class PatientIdentity:
    """Who the patient is."""

    family: str
    given: str
    born: date
    record: str  # the clinic's record number


@dataclass(frozen=True, slots=True)
class Visit:
    """When and where. A patient's visits are numbered from 1."""

    number: int
    code: str  # random, for file names; empty when the visit comes from a file
    started: datetime  # aware
    ended: datetime | None  # aware; None while the visit goes on
    time_zone: str  # IANA name; days and times are shown in it
    site: str

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def moment(self) -> Moment:
        """The moment that durations run to."""
        return moment_of(self.started.astimezone(self.zone))


@dataclass(frozen=True, slots=True)
class FilledIn:
    """One response: one rater's answers to one version of a questionnaire."""

    questionnaire: Questionnaire
    role: Role
    rater_name: str  # empty for the patient
    completed: datetime  # aware
    answers: Answers
    language: str = "en"
    revision: int = 1
    sha256: str = ""  # of the stored document, 64 hex digits; empty when it comes from a file

    def own_answers(self) -> dict[str, Answer | Missing]:
        """The answers to items that this role may rate; others are not the rater's to give."""
        allowed = {item.id for item in self.questionnaire.items_for(self.role)}
        return {ref: given for ref, given in self.answers.items() if ref in allowed}


@dataclass(frozen=True, slots=True)
class RecordedFinding:
    """A finding as it was recorded when it was raised. It stays, whatever is changed later."""

    questionnaire_id: str
    code: str  # the finding's id
    level: Level
    text: str
    because: str  # plain sentence without full stop
    raised_at: datetime  # aware
    changed_at: datetime | None = None  # when an answer was changed so that it no longer held
    seen_by: str = ""  # empty: not yet seen
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class VisitRecord:
    """All that is known of one visit, and the patient's earlier ones."""

    patient: PatientIdentity
    visit: Visit
    responses: tuple[FilledIn, ...]
    earlier: tuple[VisitRecord, ...] = ()  # oldest first; their own `earlier` is not looked at
    recorded: tuple[RecordedFinding, ...] | None = None  # None: nobody keeps a record (a file)
    audit_head: str = ""  # hash of the newest audit event in it; empty without a database


@dataclass(frozen=True, slots=True)
class Evaluated:
    """One questionnaire of a visit, both raters' answers together."""

    questionnaire: Questionnaire
    filled: tuple[FilledIn, ...]
    now: Evaluation  # durations run to the visit
    at_rating: Evaluation  # durations run to the end of the clinician's rating
    given_by: Mapping[str, FilledIn]  # item_id -> whose answer it is


@dataclass(frozen=True, slots=True)
class EvaluatedVisit:
    """A visit with everything that follows from it."""

    record: VisitRecord
    questionnaires: tuple[Evaluated, ...]  # in the order in which the visit brings them
    rated_at: Moment  # end of the clinician's rating; the visit's moment without one

    def find(self, questionnaire_id: str) -> Evaluated | None:
        """The questionnaire of that id, or None when the visit has none."""
        return next(
            (e for e in self.questionnaires if e.questionnaire.id == questionnaire_id), None
        )


def evaluate_visit(record: VisitRecord) -> EvaluatedVisit:
    """Work out all responses of a visit together."""
    groups: dict[str, list[FilledIn]] = {}
    for filled in record.responses:
        groups.setdefault(filled.questionnaire.id, []).append(filled)
    merged = {name: _merge(parts) for name, parts in groups.items()}
    questionnaires = {name: parts[-1].questionnaire for name, parts in groups.items()}
    _share_same(questionnaires, merged)
    given: dict[str, Answers] = {
        name: {ref: answer for ref, (answer, _) in answers.items()}
        for name, answers in merged.items()
    }
    moment = record.visit.moment
    known = _with_others(questionnaires, given, moment)
    rated_at = _rated_at(record)
    return EvaluatedVisit(
        record=record,
        questionnaires=tuple(
            Evaluated(
                questionnaire=questionnaire,
                filled=tuple(groups[name]),
                now=Evaluation(questionnaire, known[name], moment),
                at_rating=Evaluation(questionnaire, known[name], rated_at),
                given_by={ref: filled for ref, (_, filled) in merged[name].items()},
            )
            for name, questionnaire in questionnaires.items()
        ),
        rated_at=rated_at,
    )


_Merged = dict[str, tuple[Answer | Missing, FilledIn]]


def _merge(parts: Sequence[FilledIn]) -> _Merged:
    """One set of answers: an answer goes before a missing one, a later before an earlier."""
    found: _Merged = {}
    for filled in sorted(parts, key=lambda part: part.completed):
        for ref, answer in filled.own_answers().items():
            held = found.get(ref)
            if held is None or isinstance(answer, Answer) or isinstance(held[0], Missing):
                found[ref] = (answer, filled)
    return found


def _share_same(questionnaires: Mapping[str, Questionnaire], merged: Mapping[str, _Merged]) -> None:
    """Items that are the same question (`same_as`) share the one answer that was given."""
    for name, questionnaire in questionnaires.items():
        for item in questionnaire.items:
            if item.same_as is None:
                continue
            other_name, _, other_id = item.same_as.rpartition(".")
            other = questionnaires.get(other_name or name)
            if other is None or not other.has_item(other_id):
                continue
            here, there = merged[name], merged[other.id]
            _share(here.get(item.id), other.item(other_id), there)
            _share(there.get(other_id), item, here)


def _share(given: tuple[Answer | Missing, FilledIn] | None, item: Item, merged: _Merged) -> None:
    if given is None or not isinstance(given[0], Answer):
        return
    held = merged.get(item.id)
    if held is not None and isinstance(held[0], Answer):
        return
    answer, filled = given[0], given[1]
    try:
        taken = read_answer(item, _plain(filled.questionnaire.item(answer.item_id), answer))
    except AnswerError:
        return  # out of this item's range: then it was not asked here in the same way
    merged[item.id] = (taken, filled)


def _plain(item: Item, answer: Answer) -> object:
    value = to_json(item, answer)
    return f"{value:f}" if hasattr(value, "as_tuple") else value


def _with_others(
    questionnaires: Mapping[str, Questionnaire],
    given: Mapping[str, Answers],
    moment: Moment,
) -> dict[str, Answers]:
    """Each questionnaire's answers with those of the others beside them, as they count there.

    What counts in one may hang on what counts in another, so this goes round until nothing
    changes; a chain through all questionnaires needs as many rounds as there are.
    """
    seen: Mapping[str, Answers] = {}
    known: dict[str, Answers] = {}
    for _ in range(len(questionnaires) + 1):
        known = {
            name: {**answers, **_seen_by(name, seen or _prefixed(given))}
            for name, answers in given.items()
        }
        counted = {
            name: _counted(Evaluation(questionnaires[name], answers, moment))
            for name, answers in known.items()
        }
        if counted == seen:
            break
        seen = counted
    return known


def _prefixed(given: Mapping[str, Answers]) -> dict[str, Answers]:
    return {
        name: {
            f"{name}.{ref}": _renamed(f"{name}.{ref}", answer) for ref, answer in answers.items()
        }
        for name, answers in given.items()
    }


def _counted(evaluation: Evaluation) -> dict[str, Answer | Missing]:
    name = evaluation.questionnaire.id
    return {
        f"{name}.{item.id}": _renamed(f"{name}.{item.id}", evaluation.state(item.id))
        for item in evaluation.questionnaire.items
    }


def _seen_by(name: str, seen: Mapping[str, Answers]) -> dict[str, Answer | Missing]:
    return {
        ref: answer for other, answers in seen.items() if other != name
        for ref, answer in answers.items()
    }  # fmt: skip


def _renamed(ref: str, answer: Answer | Missing) -> Answer | Missing:
    if isinstance(answer, Missing):
        reason: MissingReason = answer.reason
        return Missing(ref, reason)
    return replace(answer, item_id=ref)


def _rated_at(record: VisitRecord) -> Moment:
    ends = [part.completed for part in record.responses if part.role == "clinician"]
    if not ends:
        return record.visit.moment
    return moment_of(max(ends).astimezone(record.visit.zone))
