"""One visit: who, when, what was filled in by whom; and everything worked out over all of it.

A questionnaire may come twice in a visit, once per rater; the two are read as one. Answers of the
other questionnaires are seen as "other.item", as they count there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from screening.core.answers import Answer, Answers, Missing, Role
from screening.core.evaluation import Evaluation
from screening.core.facts import SeenAnswers
from screening.core.levels import Level
from screening.core.moments import Moment, moment_of
from screening.core.questionnaire import Page, Questionnaire
from screening.core.same import carry, twins
from screening.core.together import with_others
from screening.core.typed_in import TypedIn


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
    completed: datetime  # aware; when it was sent, whatever was amended later
    answers: Answers
    language: str = "en"
    read_aloud: bool = False  # staff read the questions to the patient
    revision: int = 1
    sha256: str = ""  # of the stored document, 64 hex digits; empty when it comes from a file
    amended: datetime | None = None  # aware; when its newest revision put it right
    amended_by: str = ""  # the clinician's name
    typed_in: TypedIn | None = None  # where it came on paper

    @property
    def given(self) -> datetime:
        """When its answers came to be what they are."""
        return self.amended or self.completed

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
    answered_by: str = ""  # who went when it called; empty: nobody, or it did not call
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed a visit, and when."""

    name: str
    at: datetime  # aware


@dataclass(frozen=True, slots=True)
class VisitNote:
    """What a clinician wrote beside the answers; nothing is worked out from it."""

    text: str  # exactly as typed
    author: str
    written: datetime  # aware


@dataclass(frozen=True, slots=True)
class AnsweredBefore:
    """When one rater last answered all of an entry of the packet."""

    day: date  # on the calendar of the visit that does not ask it again
    visit: int  # number of the visit in which it was answered


@dataclass(frozen=True, slots=True)
class NotAgain:
    """An entry that a visit leaves out because it was answered a short while ago."""

    questionnaire: Questionnaire
    pages: tuple[Page, ...]
    before: AnsweredBefore


@dataclass(frozen=True, slots=True)
class Approved:
    """Which clinician stands for points, bands and findings of a version, and since when."""

    name: str
    at: datetime  # aware


@dataclass(frozen=True, slots=True)
class VisitRecord:
    """All that is known of one visit, and the patient's earlier ones."""

    patient: PatientIdentity
    visit: Visit
    responses: tuple[FilledIn, ...]
    earlier: tuple[VisitRecord, ...] = ()  # oldest first; their own `earlier` is not looked at
    recorded: tuple[RecordedFinding, ...] | None = None  # None: nobody keeps a record (a file)
    audit_head: str = ""  # hash of the newest audit event in it; empty without a database
    # Items by questionnaire that the visit's packet asks of nobody; a file names no packet.
    left_out: Mapping[str, frozenset[str]] = field(default_factory=dict)
    not_again: tuple[NotAgain, ...] = ()  # what rested because it was answered a short while ago
    signature: Signature | None = None  # of the visit as this record has it; None: not signed
    note: VisitNote | None = None
    approved: Mapping[str, Approved] = field(default_factory=dict)  # by SHA-256 of the version


@dataclass(frozen=True, slots=True)
class Evaluated:
    """One questionnaire of a visit, both raters' answers together."""

    questionnaire: Questionnaire
    filled: tuple[FilledIn, ...]
    now: Evaluation  # durations run to the visit
    at_rating: Evaluation  # durations run to the end of the clinician's rating
    given_by: Mapping[str, FilledIn]  # item_id -> whose answer it is
    left_out: frozenset[str] = frozenset()  # items that the visit asked of nobody


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


_Merged = dict[str, tuple[Answer | Missing, FilledIn]]


def evaluate_visit(record: VisitRecord) -> EvaluatedVisit:
    """Work out all responses of a visit together."""
    groups: dict[str, list[FilledIn]] = {}
    for filled in record.responses:
        groups.setdefault(filled.questionnaire.id, []).append(filled)
    merged = {name: _merge(parts) for name, parts in groups.items()}
    questionnaires = {name: parts[-1].questionnaire for name, parts in groups.items()}
    _share_same(questionnaires, merged)
    given: dict[str, SeenAnswers] = {
        name: {
            **{item_id: Missing(item_id, "not_asked") for item_id in _left_out(record, name)},
            **{ref: answer for ref, (answer, _) in answers.items()},
        }
        for name, answers in merged.items()
    }
    moment = record.visit.moment
    known = with_others(questionnaires, given, moment)
    rated_at = _rated_at(record)
    return EvaluatedVisit(
        record=record,
        questionnaires=tuple(
            _evaluated(
                Evaluation(questionnaire, known[name], moment),
                Evaluation(questionnaire, known[name], rated_at),
                groups[name],
                merged[name],
            )
            for name, questionnaire in questionnaires.items()
        ),
        rated_at=rated_at,
    )


def _evaluated(
    now: Evaluation, at_rating: Evaluation, filled: Sequence[FilledIn], merged: _Merged
) -> Evaluated:
    return Evaluated(
        questionnaire=now.questionnaire,
        filled=tuple(filled),
        now=now,
        at_rating=at_rating,
        given_by={ref: part for ref, (_, part) in merged.items()},
        left_out=frozenset(
            item.id
            for item in now.questionnaire.items
            # What is skipped by right is not asked either, but it is not left out.
            if now.state(item.id) == Missing(item.id, "not_asked")
            and now.enabled(item.id) is not False
        ),
    )


def _left_out(record: VisitRecord, name: str) -> frozenset[str]:
    return record.left_out.get(name, frozenset())


def _merge(parts: Sequence[FilledIn]) -> _Merged:
    """One set of answers: an answer goes before a missing one, a later before an earlier.

    That one rater was not asked says nothing against what the other said.
    """
    found: _Merged = {}
    for filled in sorted(parts, key=lambda part: part.given):
        for ref, answer in filled.own_answers().items():
            held = found.get(ref)
            if held is None or _weight(answer) >= _weight(held[0]):
                found[ref] = (answer, filled)
    return found


def _weight(given: Answer | Missing) -> int:
    if isinstance(given, Answer):
        return 2
    return 0 if given.reason == "not_asked" else 1


def _share_same(questionnaires: Mapping[str, Questionnaire], merged: Mapping[str, _Merged]) -> None:
    """Items that are the same question (`same_as`) share the one answer that was given."""
    for here, there in twins(questionnaires):
        for one, other in ((here, there), (there, here)):
            given = merged[one.questionnaire_id].get(one.item.id)
            held = merged[other.questionnaire_id].get(other.item.id)
            if given is None or not isinstance(given[0], Answer):
                continue
            if held is None or not isinstance(held[0], Answer):
                taken = carry(given[0], one.item, other.item)
                if taken is not None:
                    merged[other.questionnaire_id][other.item.id] = (taken, given[1])


def _rated_at(record: VisitRecord) -> Moment:
    ends = [part.completed for part in record.responses if part.role == "clinician"]
    if not ends:
        return record.visit.moment
    return moment_of(max(ends).astimezone(record.visit.zone))
