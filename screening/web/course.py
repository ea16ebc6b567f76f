"""A patient's way through a packet: which questions are asked, in which order, and what they raise.

Pure but for its name: it is given the definitions and the answers, and asks nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from screening.core.answers import Answer, Answers, Missing
from screening.core.evaluation import Evaluation
from screening.core.facts import RaisedFinding
from screening.core.findings import raise_finding
from screening.core.item import Item
from screening.core.levels import RECORDED_LEVELS
from screening.core.logic import holds_in
from screening.core.moments import Moment
from screening.core.packet import Packet
from screening.core.questionnaire import Questionnaire


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
    ) -> None:
        """
        questionnaires  by id; those without a question for the patient may be among them
        given           answers by questionnaire id and item id
        visit           the moment that durations run to
        """
        self.packet = packet
        self.questionnaires = questionnaires
        self.given = given
        self.visit = visit
        self._evaluations = {
            name: Evaluation(questionnaire, _Seen(self, name), visit)
            for name, questionnaire in questionnaires.items()
        }

    @cached_property
    def stops(self) -> tuple[Stop, ...]:
        """The patient's questions that are asked, in the order of the packet."""
        return tuple(stop for name in self.asked for stop in self._stops_of(name))

    @cached_property
    def asked(self) -> tuple[str, ...]:
        """Ids of the questionnaires whose turn comes: no condition, or one that holds."""
        return tuple(
            entry.questionnaire
            for entry in self.packet.entries
            if entry.questionnaire in self.questionnaires
            and (
                entry.when is None
                or holds_in(entry.when, self._evaluations[entry.questionnaire]) is True
            )
        )

    @cached_property
    def undecided(self) -> tuple[Item, ...]:
        """The patient's items of which the answers so far cannot tell whether they are asked."""
        return tuple(
            item
            for name in self.asked
            for item in self.questionnaires[name].items_for("patient")
            if self._evaluations[name].enabled(item.id) is None
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
        return Course(self.packet, self.questionnaires, {**self.given, name: own}, self.visit)

    def without(self, stop: Stop) -> Course:
        """The way as it was while this question had no answer."""
        name = stop.questionnaire.id
        own = {key: kept for key, kept in self.given.get(name, {}).items() if key != stop.item.id}
        return Course(self.packet, self.questionnaires, {**self.given, name: own}, self.visit)

    def counted(self, name: str, item_id: str) -> Answer | Missing | None:
        """An item of one questionnaire as it counts there."""
        questionnaire = self.questionnaires.get(name)
        if questionnaire is None or not questionnaire.has_item(item_id):
            return None
        return self._evaluations[name].state(item_id)

    def _stops_of(self, name: str) -> Iterator[Stop]:
        questionnaire, evaluation = self.questionnaires[name], self._evaluations[name]
        given = self.given.get(name, {})
        for page in questionnaire.pages:
            for item in page.items:
                if questionnaire.rater(item) == "clinician" or self._asked_before(name, item):
                    continue
                if evaluation.enabled(item.id) is True:
                    yield Stop(questionnaire, item, page.title, given.get(item.id))

    def _asked_before(self, name: str, item: Item) -> bool:
        """Whether this is the same question as one that the patient meets elsewhere."""
        if item.same_as is None:
            return False
        other_name, _, other_id = item.same_as.rpartition(".")
        other = self.questionnaires.get(other_name or name)
        return (
            other is not None
            and other.id in self.asked
            and other.has_item(other_id)
            and other.rater(other.item(other_id)) != "clinician"
        )


class _Seen(Mapping[str, "Answer | Missing"]):
    """One questionnaire's answers with those of the others, worked out only when looked at."""

    def __init__(self, course: Course, name: str) -> None:
        self._course, self._name = course, name
        self._own = course.given.get(name, {})
        self._looking: set[str] = set()

    def __getitem__(self, ref: str) -> Answer | Missing:
        if ref in self._own:
            return self._own[ref]
        other, _, item_id = ref.rpartition(".")
        if not other or ref in self._looking:  # two questionnaires that wait for each other
            raise KeyError(ref)
        self._looking.add(ref)
        try:
            found = self._course.counted(other, item_id)
        finally:
            self._looking.discard(ref)
        if found is None:
            raise KeyError(ref)
        return Missing(ref, found.reason) if isinstance(found, Missing) else _named(found, ref)

    def __iter__(self) -> Iterator[str]:
        yield from self._own
        for name, answers in self._course.given.items():
            if name != self._name:
                yield from (f"{name}.{item_id}" for item_id in answers)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _named(answer: Answer, ref: str) -> Answer:
    return replace(answer, item_id=ref)
