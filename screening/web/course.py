"""A patient's way through a packet: which questions are asked, in which order, and what they raise.

Pure but for its name: it is given the definitions and the answers, and asks nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from screening.core.answers import Answers, Role
from screening.core.elsewhere import seen_elsewhere
from screening.core.evaluation import Evaluation
from screening.core.facts import RaisedFinding, Seen
from screening.core.findings import raise_finding
from screening.core.item import Item
from screening.core.levels import RECORDED_LEVELS
from screening.core.moments import Moment
from screening.core.packet import Packet
from screening.core.questionnaire import Page, Questionnaire
from screening.core.same import share
from screening.core.screens import screens
from screening.core.turns import Turns
from screening.core.visit import AnsweredBefore, NotAgain
from screening.quick_dataclass import dataclass
from screening.web.beside import Beside
from screening.web.stops import Stop, stop_at


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
        *,
        grids: bool = False,
    ) -> None:
        """
        questionnaires  by id; those without a question for the patient may be among them
        given           answers by questionnaire id and item id
        visit           the moment that durations run to
        resting         when one rater last answered an entry, by its place from 0 and the role
        grids           whether rows may be asked together: on a tablet, never on a phone
        """
        self.packet = packet
        self.questionnaires = questionnaires
        self.given = given
        self.visit = visit
        self.grids = grids
        self._resting = resting or {}
        self.shared = share(questionnaires, given)
        self._evaluations = {
            name: Evaluation(questionnaire, Beside(self, name), visit)
            for name, questionnaire in questionnaires.items()
        }
        self.turns = Turns(packet, questionnaires, self._evaluations, self._resting)

    @cached_property
    def stops(self) -> tuple[Stop, ...]:
        """The patient's questions that are asked, in the order of the packet."""
        return tuple(
            stop
            for questionnaire, page in self.turns.pages("patient")
            for stop in self._stops_of(questionnaire, page, self._asked(questionnaire, page))
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
        """1-based number of a question's stop; None when it is not asked."""
        return next((n for n, stop in enumerate(self.stops, 1) if ref in stop.refs), None)

    def stop_of(self, refs: Sequence[str]) -> Stop | None:
        """What a page asked the patient, whether it is asked at this moment or not; else None.

        Rows of a grid that are asked by now come with those that the page showed.

        refs   names of what the page showed, in any order
        """
        name, _, first = (refs[0] if refs else "").partition(".")
        questionnaire = self.questionnaires.get(name)
        if questionnaire is None or not questionnaire.has_item(first):
            return None
        page = questionnaire.page_of(first)
        by_now = {item.id for item in self._asked(questionnaire, page)}
        items = tuple(
            item
            for item in page.items
            if questionnaire.rater(item) != "clinician"
            and (f"{name}.{item.id}" in refs or item.id in by_now)
        )
        stops = self._stops_of(questionnaire, page, items)
        return next((stop for stop in stops if refs[0] in stop.refs), None)

    def first_open(self) -> int | None:
        """Number of the first stop with a question without an answer; None when there is none."""
        return next((n for n, stop in enumerate(self.stops, 1) if stop.is_open), None)

    def answering(self, stop: Stop, answers: Answers) -> Course:
        """The way as it is once these questions are answered so."""
        name = stop.questionnaire.id
        return self._given({**self.given, name: {**self.given.get(name, {}), **answers}})

    def without(self, stop: Stop) -> Course:
        """The way as it was while these questions had no answer."""
        name, ids = stop.questionnaire.id, {item.id for item in stop.items}
        own = {key: kept for key, kept in self.given.get(name, {}).items() if key not in ids}
        return self._given({**self.given, name: own})

    def counted(self, ref: str) -> Seen | None:
        """What counts in another questionnaire under "questionnaire.name"."""
        name, _, local = ref.partition(".")
        evaluation = self._evaluations.get(name)
        return None if evaluation is None else seen_elsewhere(evaluation, local)

    def is_out(self, questionnaire_id: str, item_id: str) -> bool:
        """Whether the answers so far tell that a question is not asked."""
        return self._evaluations[questionnaire_id].enabled(item_id) is False

    def _given(self, given: Mapping[str, Answers]) -> Course:
        return Course(
            self.packet,
            self.questionnaires,
            given,
            self.visit,
            self._resting,
            grids=self.grids,
        )

    def _asked(self, questionnaire: Questionnaire, page: Page) -> tuple[Item, ...]:
        """The questions of a page that a patient is asked there."""
        return tuple(
            item
            for item in page.items
            if questionnaire.rater(item) != "clinician"
            and not self._asked_elsewhere(questionnaire.id, item)
            and self._evaluations[questionnaire.id].enabled(item.id) is True
        )

    def _stops_of(
        self, questionnaire: Questionnaire, page: Page, items: tuple[Item, ...]
    ) -> Iterator[Stop]:
        together = screens(questionnaire, page, items) if self.grids else ((i,) for i in items)
        given = self.given.get(questionnaire.id, {})
        return (stop_at(questionnaire, shown, page.title, given) for shown in together)

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
