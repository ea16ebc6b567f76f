"""Random visits through a packet: how many screens there are, and how long they take."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from screening.core.answers import Answer, Answers, Missing
from screening.core.documents import read_document
from screening.core.effort import UNWELL
from screening.core.evaluation import Evaluation
from screening.core.item import Item
from screening.core.logic import holds_in
from screening.core.moments import Moment
from screening.core.packet import Packet
from screening.core.questionnaire import Questionnaire
from screening.core.random_answers import Drawer, drawers
from screening.core.simulation import (
    ROLES,
    VISIT,
    Role,
    Span,
    minutes,
    role_of,
    seconds_of,
    span,
)


@dataclass(frozen=True, slots=True)
class PacketSimulation:
    """What all random visits came to."""

    sets: int
    asked: Mapping[str, int]  # questionnaire -> visits in which its turn came
    screens: Mapping[Role, Span]
    minutes: Mapping[Role, Span]
    minutes_unwell: Mapping[Role, Span]


def simulate_packet(
    packet: Packet,
    questionnaires: Mapping[str, Questionnaire],
    *,
    sets: int,
    seed: int,
    visit: Moment = VISIT,
) -> PacketSimulation:
    """Go through a packet with random answers again and again.

    Every visit is taken for a first one: `not_within_days` leaves nothing out.

    questionnaires  by id; an entry whose questionnaire is not among them is passed over
    sets            1 or more
    """
    asked: Counter[str] = Counter()
    screens: dict[Role, list[int]] = {role: [] for role in ROLES}
    seconds: dict[Role, list[int]] = {role: [] for role in ROLES}
    rng = random.Random(seed)  # noqa: S311  nothing secret is drawn
    for drawer in drawers(rng, visit, sets):
        way = _Way(packet, questionnaires, drawer)
        way.go()
        asked.update(way.asked)
        for role in ROLES:
            screens[role].append(way.screens[role])
            seconds[role].append(way.seconds[role])
    unwell = {role: [round(UNWELL * one) for one in seconds[role]] for role in ROLES}
    return PacketSimulation(
        sets=sets,
        asked={entry.questionnaire: asked[entry.questionnaire] for entry in packet.entries},
        screens={role: span([Decimal(one) for one in screens[role]]) for role in ROLES},
        minutes={role: span([minutes(one) for one in seconds[role]]) for role in ROLES},
        minutes_unwell={role: span([minutes(one) for one in unwell[role]]) for role in ROLES},
    )


class _Way:
    """One visit, entry by entry."""

    def __init__(
        self, packet: Packet, questionnaires: Mapping[str, Questionnaire], drawer: Drawer
    ) -> None:
        self._packet, self._questionnaires, self._drawer = packet, questionnaires, drawer
        self._known: dict[str, Answer | Missing] = {}  # "other.item" -> as it counts there
        self._met: set[tuple[Role, str]] = set()  # questions that were asked, by all their names
        self.asked: list[str] = []
        self.screens: dict[Role, int] = dict.fromkeys(ROLES, 0)
        self.seconds: dict[Role, int] = dict.fromkeys(ROLES, 0)

    def go(self) -> None:
        for entry in self._packet.entries:
            questionnaire = self._questionnaires.get(entry.questionnaire)
            if questionnaire is None:
                continue
            before = Evaluation(questionnaire, self._known, self._drawer.visit)
            if entry.when is None or holds_in(entry.when, before) is True:
                self.asked.append(questionnaire.id)
                self._fill(questionnaire)
        if self._packet.review and self.screens["patient"]:
            self.screens["patient"] += 1

    def _fill(self, questionnaire: Questionnaire) -> None:
        document = self._drawer.document(questionnaire, {})
        read = read_document(questionnaire, document, visit=self._drawer.visit)
        answers: Answers = {**self._known, **read, **self._twins(questionnaire)}
        evaluation = Evaluation(questionnaire, answers, self._drawer.visit)
        fresh = [i for i in evaluation.asked() if not self._is_met(questionnaire, i)]
        for role in ROLES:
            self.seconds[role] += seconds_of(questionnaire, evaluation, fresh, role)
            self.screens[role] += _screens(questionnaire, fresh, role)
        for item in fresh:
            names = {f"{questionnaire.id}.{item.id}", item.same_as or ""}
            self._met |= {(role_of(questionnaire, item), name) for name in names if name}
        for item in questionnaire.items:
            ref = f"{questionnaire.id}.{item.id}"
            self._known[ref] = replace(evaluation.state(item.id), item_id=ref)

    def _twins(self, questionnaire: Questionnaire) -> dict[str, Answer | Missing]:
        """What was answered before, under another name."""
        return {
            item.id: replace(self._known[item.same_as], item_id=item.id)
            for item in questionnaire.items
            if item.same_as in self._known and isinstance(self._known[item.same_as], Answer)
        }

    def _is_met(self, questionnaire: Questionnaire, item: Item) -> bool:
        names = (f"{questionnaire.id}.{item.id}", item.same_as)
        return any((role_of(questionnaire, item), name) in self._met for name in names)


def _screens(questionnaire: Questionnaire, items: list[Item], role: Role) -> int:
    """A patient meets one item at a time but for grids, a clinician a page at a time."""
    count = 0
    for page in questionnaire.pages:
        here = sum(i in items and role_of(questionnaire, i) == role for i in page.items)
        count += min(here, 1) if role == "clinician" or page.layout == "grid" else here
    return count
