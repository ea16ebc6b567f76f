"""The replay over stored answers: opened, worked out in both versions, counted, let go.

It ends after some seconds, the newest visits first, and says how many it came to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from threading import Lock
from time import monotonic

from sqlalchemy.orm import Session

from screening.core.documents import read_document
from screening.core.moments import moment_of
from screening.core.questionnaire import Questionnaire
from screening.core.replay import Kept, Replay, Replayed
from screening.core.visit import FilledIn, Visit
from screening.errors import AnswersRefused
from screening.quick_dataclass import dataclass
from screening.store import stored_answers
from screening.store.stored_answers import StoredResponse, StoredVisit
from screening.web.shelf import Shelf

AT_MOST_S = 8.0  # seconds; what somebody waits for one page
FEWEST = 5  # visits; of fewer a count would tell of a person
_ONE = Lock()  # at a time and process: patients' pages need the processor too


@dataclass(frozen=True, slots=True)
class Counted:
    """What a replay came to."""

    stored: int  # visits in which the questionnaire was sent
    replayed: Replayed | None  # None: too few visits are stored to tell
    whole: bool  # False: there was no time for all of them


def replay(
    session: Session,
    shelf: Shelf,
    old: Questionnaire,
    new: Questionnaire,
    *,
    at_most_s: float = AT_MOST_S,
) -> Counted | None:
    """Work the stored visits out in both versions.

    session  one that reads; it is rolled back on the way
    old      the version in use
    returns  None while another replay runs in this process
    """
    stored = stored_answers.count_visits(session, old.id)
    if stored < FEWEST:
        return Counted(stored, None, whole=True)
    if not _ONE.acquire(blocking=False):
        return None
    try:
        until, counting = monotonic() + at_most_s, Replay(old, new)
        beside = _beside(old, new, shelf.current(session).values())
        for visit in stored_answers.visits(session, old.id, beside=beside):
            _take(session, shelf, counting, visit, old.id)
            if monotonic() > until:
                break
    finally:
        _ONE.release()
    found = counting.result()
    seen = found.visits + found.refused + found.unread
    return Counted(stored, found, whole=seen >= stored)


def _beside(
    old: Questionnaire, new: Questionnaire, others: Iterable[Questionnaire]
) -> frozenset[str]:
    """The questionnaires whose answers count here as well, those that they rest on included."""
    known = {one.id: one for one in others}
    shares = [pair for one in (*known.values(), old, new) for pair in _shared(one)]
    todo, found = [old, new], set[str]()
    while todo:
        one = todo.pop()
        names = {ref.rpartition(".")[0] for ref in one.uses}
        names |= {other for pair in shares for other in pair if one.id in pair}
        fresh = names - found - {old.id}
        found |= fresh
        todo += [known[name] for name in fresh if name in known]
    return frozenset(found)


def _shared(one: Questionnaire) -> Iterator[tuple[str, str]]:
    """Which questionnaires ask one and the same question."""
    for item in one.items:
        if item.same_as and "." in item.same_as:
            yield one.id, item.same_as.rpartition(".")[0]


def _take(
    session: Session, shelf: Shelf, counting: Replay, stored: StoredVisit, questionnaire_id: str
) -> None:
    if stored.responses is None:
        counting.skip()
        return
    visit = Visit(stored.number, "", stored.started_at, None, stored.time_zone, "")
    own = [one for one in stored.responses if one.questionnaire_id == questionnaire_id]
    try:
        others = [
            _other(session, shelf, visit, one)
            for one in stored.responses
            if one.questionnaire_id != questionnaire_id
        ]
    except AnswersRefused:
        counting.skip()
        return
    kept = [Kept(one.role, one.document, one.completed_at, one.amended_at) for one in own]
    counting.take(visit, kept, others)


def _other(session: Session, shelf: Shelf, visit: Visit, stored: StoredResponse) -> FilledIn:
    """What was filled in beside it, in the version that it was answered in."""
    questionnaire = shelf.questionnaire(session, stored.questionnaire_sha256)
    typed = moment_of((stored.amended_at or stored.completed_at).astimezone(visit.zone))
    return FilledIn(
        questionnaire=questionnaire,
        role=stored.role,
        rater_name="",
        completed=stored.completed_at,
        answers=read_document(questionnaire, stored.document, visit=typed),
        amended=stored.amended_at,
    )
