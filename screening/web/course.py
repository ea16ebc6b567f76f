"""A patient's way through a packet: which questions are asked, in which order, and what they raise.

Pure but for its name: it is given the definitions and the answers, and asks nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from screening.core.answers import Answer, Answers, Missing, Role
from screening.core.elsewhere import seen_elsewhere
from screening.core.evaluation import Evaluation
from screening.core.facts import RaisedFinding, Seen
from screening.core.findings import raise_finding
from screening.core.item import Item
from screening.core.levels import RECORDED_LEVELS
from screening.core.moments import Moment
from screening.core.packet import Packet
from screening.core.questionnaire import Questionnaire
from screening.core.same import share
from screening.core.turns import Turns
from screening.core.visit import AnsweredBefore, NotAgain


@dataclass(frozen=True, slots=True)
class Stop:
    """One question on the way."""

    questionnaire: Questionnaire
    item: Item
    page_title: str
    given: Answer | Missing | None

    @property
    def ref(self) -> str:
        """The item's name within the packet, e.g. "sows16.anxious"."""
        return f"{self.questionnaire.id}.{self.item.id}"


@dataclass(frozen=True, slots=True)
class Raised:
    """A finding, and whose it is."""

    questionnaire: Questionnaire
    finding: RaisedFinding
    tell_patient: str  # crisis, stop_tell_staff or quiet


class Course:
    """The questions of one sitting, worked out from the answers so far."""

    def __init__(
        self,
        packet: Packet,
        questionnaires: Mapping[str, Questionnaire],
        given: Mapping[str, Answers],
        visit: Moment,
        resting: Mapping[tuple[int, Role], AnsweredBefore] | None = None,
    ) -> None:
        """
        questionnaires  by id; those without a question for the patient may be among them
        given           answers by questionnaire id and item id
        visit           the moment that durations run to
        resting         when one rater last answered an entry, by its place from 0 and the role
        """
        self.packet = packet
        self.questionnaires = questionnaires
        self.given = given
        self.visit = visit
        self._resting = resting or {}
        self._shared = share(questionnaires, given)
        self._evaluations = {
            name: Evaluation(questionnaire, _Seen(self, name), visit)
            for name, questionnaire in questionnaires.items()
        }
        self.turns = Turns(packet, questionnaires, self._evaluations, self._resting)

    @cached_property
    def stops(self) -> tuple[Stop, ...]:
        """The patient's questions that are asked, in the order of the packet."""
        return tuple(
            Stop(questionnaire, item, page.title, self.given.get(questionnaire.id, {}).get(item.id))
            for questionnaire, page in self.turns.pages("patient")
            for item in page.items
            if questionnaire.rater(item) != "clinician"
            and not self._asked_elsewhere(questionnaire.id, item)
            and self._evaluations[questionnaire.id].enabled(item.id) is True
        )

    @cached_property
    def undecided(self) -> tuple[Item, ...]:
        """The patient's items of which the answers so far cannot tell whether they are asked."""
        return tuple(
            item
            for questionnaire, page in self.turns.pages("patient")
            for item in page.items
            if questionnaire.rater(item) != "clinician"
            and self._evaluations[questionnaire.id].enabled(item.id) is None
        )

    @cached_property
    def left_out(self) -> dict[str, frozenset[str]]:
        """Items by questionnaire that this visit asks of nobody."""
        return {
            name: frozenset(
                item.id
                for item in questionnaire.items
                if self.turns.leaves_out(questionnaire, item)
            )
            for name, questionnaire in self.questionnaires.items()
        }

    @cached_property
    def not_again(self) -> tuple[NotAgain, ...]:
        """What would be asked, had it not been answered a short while ago."""
        entries = self.packet.entries
        rested = {number: before for (number, _), before in self._resting.items()}
        return tuple(
            NotAgain(questionnaire, entries[number].brings(questionnaire), before)
            for number, before in rested.items()
            if self.turns.would_come(number)
            for questionnaire in [self.questionnaires[entries[number].questionnaire]]
        )

    @cached_property
    def raised(self) -> tuple[Raised, ...]:
        """The findings that hold and must be acted on at once: recorded now, or told the patient.

        The others are worked out for the clinician's page; those that cannot be told are to be
        asked there.
        """
        return tuple(
            Raised(questionnaire, found, finding.tell_patient)
            for name, questionnaire in self.questionnaires.items()
            for finding in questionnaire.findings
            if finding.level in RECORDED_LEVELS or finding.tell_patient != "quiet"
            for found in [raise_finding(self._evaluations[name], finding)]
            if found is not None and found.state == "raised"
        )

    def place_of(self, ref: str) -> int | None:
        """1-based number of a question; None when it is not asked."""
        return next((n for n, stop in enumerate(self.stops, 1) if stop.ref == ref), None)

    def stop_of(self, ref: str) -> Stop | None:
        """A patient's question by its name, asked or not at this moment; None for any other."""
        name, _, item_id = ref.partition(".")
        questionnaire = self.questionnaires.get(name)
        if questionnaire is None or not questionnaire.has_item(item_id):
            return None
        item = questionnaire.item(item_id)
        if questionnaire.rater(item) == "clinician":
            return None
        title = questionnaire.page_of(item_id).title
        return Stop(questionnaire, item, title, self.given.get(name, {}).get(item_id))

    def first_open(self) -> int | None:
        """Number of the first question without an answer; None when there is none."""
        return next((n for n, stop in enumerate(self.stops, 1) if stop.given is None), None)

    def answering(self, stop: Stop, answer: Answer | Missing) -> Course:
        """The way as it is once this question is answered so."""
        name = stop.questionnaire.id
        own = {**self.given.get(name, {}), stop.item.id: answer}
        return self._given({**self.given, name: own})

    def without(self, stop: Stop) -> Course:
        """The way as it was while this question had no answer."""
        name = stop.questionnaire.id
        own = {key: kept for key, kept in self.given.get(name, {}).items() if key != stop.item.id}
        return self._given({**self.given, name: own})

    def counted(self, ref: str) -> Seen | None:
        """What counts in another questionnaire under "questionnaire.name"."""
        name, _, local = ref.partition(".")
        evaluation = self._evaluations.get(name)
        return None if evaluation is None else seen_elsewhere(evaluation, local)

    def _given(self, given: Mapping[str, Answers]) -> Course:
        return Course(self.packet, self.questionnaires, given, self.visit, self._resting)

    def _asked_elsewhere(self, name: str, item: Item) -> bool:
        """Whether this is the same question as one that the patient meets elsewhere."""
        if item.same_as is None:
            return False
        other_name, _, other_id = item.same_as.rpartition(".")
        other = self._evaluations.get(other_name or name)
        return (
            other is not None
            and (other.questionnaire.id, other_id) in self._brought
            and other.enabled(other_id) is not False
        )

    @cached_property
    def _brought(self) -> frozenset[tuple[str, str]]:
        """The patient's items on the pages that are asked: questionnaire id and item id."""
        return frozenset(
            (questionnaire.id, item.id)
            for questionnaire, page in self.turns.pages("patient")
            for item in page.items
            if questionnaire.rater(item) != "clinician"
        )


class _Seen(Mapping[str, Seen]):
    """One questionnaire's answers with those of the others, worked out only when looked at."""

    def __init__(self, course: Course, name: str) -> None:
        self._course, self._name = course, name
        self._own = course._shared.get(name, {})
        self._looking: set[str] = set()

    def __getitem__(self, ref: str) -> Seen:
        if ref in self._own:
            return self._own[ref]
        questionnaire = self._course.questionnaires[self._name]
        if questionnaire.has_item(ref) and self._course.turns.leaves_out(
            questionnaire, questionnaire.item(ref)
        ):
            return Missing(ref, "not_asked")
        if "." not in ref or ref in self._looking:  # two questionnaires that wait for each other
            raise KeyError(ref)
        self._looking.add(ref)
        try:
            found = self._course.counted(ref)
        finally:
            self._looking.discard(ref)
        if found is None:
            raise KeyError(ref)
        return found

    def __iter__(self) -> Iterator[str]:
        yield from self._own
        for name, answers in self._course.given.items():
            if name != self._name:
                yield from (f"{name}.{item_id}" for item_id in answers)

    def __len__(self) -> int:
        return sum(1 for _ in self)
