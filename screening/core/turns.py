"""Which entries of a packet have their turn in a visit, and which items are left out by it."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping

from screening.core.answers import Answer, Missing, Role
from screening.core.facts import Computed, Facts, Observation
from screening.core.item import Item
from screening.core.logic import Truth, holds_in, open_refs
from screening.core.packet import Entry, Packet
from screening.core.questionnaire import Page, Questionnaire

RATERS: tuple[Role, ...] = ("patient", "clinician")


class Turns:
    """The entries of one packet beside the answers so far."""

    def __init__(
        self,
        packet: Packet,
        questionnaires: Mapping[str, Questionnaire],
        facts: Mapping[str, Facts],
        resting: Container[tuple[int, Role]] = frozenset(),
    ) -> None:
        """
        questionnaires  by id; an entry whose questionnaire is not among them has no turn
        facts           by questionnaire id; what conditions look at
        resting         entries, by place from 0, with the rater who answered them a short while ago
        """
        self._entries = {
            number: entry
            for number, entry in enumerate(packet.entries)
            if entry.questionnaire in questionnaires
        }
        self._questionnaires, self._facts, self._resting = questionnaires, facts, resting
        self._known: dict[int, Truth] = {}
        self._bringing = {
            (entry.questionnaire, item.id): number
            for number, entry in self._entries.items()
            for page in entry.brings(questionnaires[entry.questionnaire])
            for item in page.items
        }

    def comes(self, number: int, role: Role) -> Truth:
        """Whether the entry at a place is asked of this rater; None when it cannot be told."""
        if (number, role) in self._resting:
            return False
        if number not in self._known:
            self._known[number] = None  # what waits for itself cannot be told
            self._known[number] = self._holds(self._entries[number])
        return self._known[number]

    def would_come(self, number: int) -> bool:
        """Whether nothing but a rest keeps an entry from its turn, as far as can be told."""
        when = self._entries[number].when
        facts = self._facts[self._entries[number].questionnaire]
        return when is None or holds_in(when, facts) is not False

    def pages(self, role: Role, *, perhaps: bool = False) -> Iterator[tuple[Questionnaire, Page]]:
        """The pages that are asked of a rater, in the order of the packet.

        perhaps  also those of which it cannot be told
        """
        for number, entry in self._entries.items():
            comes = self.comes(number, role)
            if comes or (perhaps and comes is None):
                questionnaire = self._questionnaires[entry.questionnaire]
                for page in entry.brings(questionnaire):
                    yield questionnaire, page

    def leaves_out(self, questionnaire: Questionnaire, item: Item) -> bool:
        """Whether nobody who may answer the item is asked for it in this visit.

        False while that cannot be told: then an item without an answer is an open one.
        """
        number = self._bringing.get((questionnaire.id, item.id))
        if number is None:
            return True
        rater = questionnaire.rater(item)
        raters = RATERS if rater == "either" else (rater,)
        return all(self.comes(number, role) is False for role in raters)

    def _holds(self, entry: Entry) -> Truth:
        if entry.when is None:
            return True
        facts = self._facts[entry.questionnaire]
        truth = holds_in(entry.when, facts)
        if truth is None:
            waiting = [facts.look(ref) for ref in open_refs(entry.when, facts.look)]
            # As with items: what waits only for what is not asked is not asked either.
            return False if waiting and all(map(_is_not_asked, waiting)) else None
        return truth


def _is_not_asked(found: Answer | Missing | Computed | Observation) -> bool:
    if isinstance(found, Observation):
        return bool(found.missing) and all(one.reason == "not_asked" for one in found.missing)
    return isinstance(found, Missing) and found.reason == "not_asked"
