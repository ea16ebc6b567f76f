"""One visit as it is known: who, when, what was filled in by whom, and what was made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from screening.core.answers import Answer, Answers, Missing, Role
from screening.core.levels import Level
from screening.core.moments import Moment, moment_of
from screening.core.questionnaire import Page, Questionnaire
from screening.core.typed_in import TypedIn
from screening.quick_dataclass import dataclass


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
