"""One visit through a packet, entry by entry: what is asked, on which screens, how long."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

from screening.core.answers import Answer, Missing
from screening.core.documents import read_document
from screening.core.effort import SECONDS, Kind, count_of, kind_of
from screening.core.elsewhere import seen_elsewhere
from screening.core.evaluation import Evaluation
from screening.core.facts import Seen
from screening.core.item import Item
from screening.core.logic import holds_in
from screening.core.moments import Moment
from screening.core.packet import Packet
from screening.core.questionnaire import Page, Questionnaire
from screening.core.screens import screens
from screening.core.simulation import ROLES, Role, role_of

Band = tuple[str, str, str]  # questionnaire.score, band set, band


class Drawer(Protocol):
    """Whoever answers on this way: at random, or as the packet says of its typical visit."""

    @property
    def visit(self) -> Moment: ...

    def document(
        self, questionnaire: Questionnaire, others: Mapping[str, Questionnaire]
    ) -> dict[str, Any]: ...


class Way:
    """One visit, entry by entry."""

    def __init__(
        self, packet: Packet, questionnaires: Mapping[str, Questionnaire], drawer: Drawer
    ) -> None:
        self._packet, self._questionnaires, self._drawer = packet, questionnaires, drawer
        self._drawn: dict[str, dict[str, Answer | Missing]] = {}  # by questionnaire
        self._given: dict[str, dict[str, Answer | Missing]] = {}  # what was asked of it
        self._known: dict[str, Seen] = {}  # "other.name" -> as it counts there
        self._met: set[tuple[Role, str]] = set()  # questions that were asked, by all their names
        self.turns: list[int] = []  # places of entries
        self.asked: list[str] = []  # "questionnaire.item", those that another serves included
        self.questions: dict[Role, int] = dict.fromkeys(ROLES, 0)
        self.screens: dict[Role, int] = dict.fromkeys(ROLES, 0)
        self.kinds: dict[Role, Counter[Kind]] = {role: Counter() for role in ROLES}

    @property
    def seconds(self) -> dict[Role, int]:
        return {
            role: sum(SECONDS[kind] * count for kind, count in kinds.items())
            for role, kinds in self.kinds.items()
        }

    def go(self) -> None:
        for number, entry in enumerate(self._packet.entries):
            questionnaire = self._questionnaires.get(entry.questionnaire)
            if questionnaire is None:
                continue
            if entry.when is None or holds_in(entry.when, self._evaluation(questionnaire)) is True:
                self.turns.append(number)
                self._ask(questionnaire, [i for p in entry.brings(questionnaire) for i in p.items])
        if self._packet.review and self.screens["patient"]:
            self.screens["patient"] += 1

    def bands(self) -> Iterator[Band]:
        """The bands that this visit's scores lie in."""
        for name in self._given:
            evaluation = self._evaluation(self._questionnaires[name])
            for score in self._questionnaires[name].scores:
                hits = evaluation.score(score.id).bands
                yield from ((f"{name}.{score.id}", hit.set_id, hit.band_id) for hit in hits)

    def _evaluation(self, questionnaire: Questionnaire) -> Evaluation:
        given = self._given.get(questionnaire.id, {})
        answers = {**self._known, **given, **self._twins(questionnaire)}
        return Evaluation(questionnaire, answers, self._drawer.visit)

    def _ask(self, questionnaire: Questionnaire, items: Sequence[Item]) -> None:
        drawn = self._draw(questionnaire)
        given = self._given.setdefault(questionnaire.id, {})
        given |= {item.id: drawn[item.id] for item in items if item.id in drawn}
        evaluation = self._evaluation(questionnaire)
        asked = [item for item in items if evaluation.enabled(item.id) is True]
        self.asked += [f"{questionnaire.id}.{item.id}" for item in asked]
        fresh = [item for item in asked if not self._is_met(questionnaire, item)]
        self._count(questionnaire, evaluation, fresh)
        for one in (*questionnaire.items, *questionnaire.figures):
            found = seen_elsewhere(evaluation, one.id)
            assert found is not None
            self._known[f"{questionnaire.id}.{one.id}"] = found

    def _draw(self, questionnaire: Questionnaire) -> Mapping[str, Answer | Missing]:
        if questionnaire.id not in self._drawn:
            document = self._drawer.document(questionnaire, {})
            read = read_document(questionnaire, document, visit=self._drawer.visit)
            self._drawn[questionnaire.id] = read
        return self._drawn[questionnaire.id]

    def _count(
        self, questionnaire: Questionnaire, evaluation: Evaluation, fresh: Sequence[Item]
    ) -> None:
        for role in ROLES:
            shown = [
                screen
                for page in questionnaire.pages
                for screen in _screens(questionnaire, page, fresh, role)
            ]
            self.screens[role] += len(shown)
            for screen in shown:
                in_grid = role == "patient" and len(screen) > 1
                for item in screen:
                    kind = kind_of(item, in_grid=in_grid)
                    self.kinds[role][kind] += count_of(item, evaluation.state(item.id))
        for item in fresh:
            role = role_of(questionnaire, item)
            self.questions[role] += 1
            names = {f"{questionnaire.id}.{item.id}", item.same_as or ""}
            self._met |= {(role, name) for name in names if name}

    def _twins(self, questionnaire: Questionnaire) -> dict[str, Answer]:
        """What was answered before, under another name."""
        known = ((item.id, self._known.get(item.same_as or "")) for item in questionnaire.items)
        return {
            item_id: replace(found, item_id=item_id)
            for item_id, found in known
            if isinstance(found, Answer)
        }

    def _is_met(self, questionnaire: Questionnaire, item: Item) -> bool:
        names = (f"{questionnaire.id}.{item.id}", item.same_as)
        return any((role_of(questionnaire, item), name) in self._met for name in names)


def _screens(
    questionnaire: Questionnaire, page: Page, items: Sequence[Item], role: Role
) -> tuple[tuple[Item, ...], ...]:
    """A patient meets what a tablet shows at a time, a clinician a page at a time."""
    here = tuple(i for i in page.items if i in items and role_of(questionnaire, i) == role)
    if role == "patient":
        return screens(questionnaire, page, here)
    return (here,) if here else ()
