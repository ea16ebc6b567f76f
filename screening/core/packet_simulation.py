"""Random visits through a packet: how many screens there are, and how long they take."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from screening.core.answers import Answer, Missing
from screening.core.documents import read_document
from screening.core.effort import UNWELL
from screening.core.elsewhere import seen_elsewhere
from screening.core.evaluation import Evaluation
from screening.core.facts import Seen
from screening.core.item import Item
from screening.core.logic import holds_in
from screening.core.moments import Moment
from screening.core.packet import Entry, Packet
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

Band = tuple[str, str, str]  # questionnaire.score, band set, band


@dataclass(frozen=True, slots=True)
class PacketSimulation:
    """What all random visits came to."""

    sets: int
    entries: tuple[tuple[Entry, int], ...]  # visits in which each entry's turn came
    absent: tuple[str, ...]  # questionnaires that are not at hand; their entries were passed over
    questions: Mapping[Role, Span]  # the shortest, the middle and the longest path
    screens: Mapping[Role, Span]
    minutes: Mapping[Role, Span]
    minutes_unwell: Mapping[Role, Span]
    items_never: tuple[str, ...]  # "questionnaire.item" on pages of the packet that no visit asked
    bands_never: tuple[Band, ...]  # of scores whose items the packet brings
    target: Decimal | None  # minutes that the packet gives the patient's part

    @property
    def keeps_target(self) -> bool | None:
        """Whether half of the visits keep the target; None without one."""
        return None if self.target is None else self.minutes["patient"].middle <= self.target


@dataclass(slots=True)
class _Tally:
    """Counts while visits come in."""

    turns: Counter[int] = field(default_factory=Counter)
    asked: set[str] = field(default_factory=set)
    bands: set[Band] = field(default_factory=set)
    questions: dict[Role, list[int]] = field(default_factory=lambda: {r: [] for r in ROLES})
    screens: dict[Role, list[int]] = field(default_factory=lambda: {r: [] for r in ROLES})
    seconds: dict[Role, list[int]] = field(default_factory=lambda: {r: [] for r in ROLES})

    def take(self, way: _Way) -> None:
        self.turns.update(way.turns)
        self.asked.update(way.asked)
        self.bands |= set(way.bands())
        for role in ROLES:
            self.screens[role].append(way.screens[role])
            self.seconds[role].append(way.seconds[role])
            self.questions[role].append(way.questions[role])


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
    tally = _Tally()
    rng = random.Random(seed)  # noqa: S311  nothing secret is drawn
    for drawer in drawers(rng, visit, sets):
        way = _Way(packet, questionnaires, drawer)
        way.go()
        tally.take(way)
    names = dict.fromkeys(entry.questionnaire for entry in packet.entries)
    brought = _brought(packet, questionnaires)
    return PacketSimulation(
        sets=sets,
        entries=tuple((entry, tally.turns[n]) for n, entry in enumerate(packet.entries)),
        absent=tuple(name for name in names if name not in questionnaires),
        questions={role: _counts(tally.questions[role]) for role in ROLES},
        screens={role: _counts(tally.screens[role]) for role in ROLES},
        minutes={role: _minutes(tally.seconds[role], 1) for role in ROLES},
        minutes_unwell={role: _minutes(tally.seconds[role], UNWELL) for role in ROLES},
        items_never=tuple(ref for ref in brought if ref not in tally.asked),
        bands_never=tuple(b for b in _bands(questionnaires, brought) if b not in tally.bands),
        target=packet.minutes,
    )


def _counts(numbers: Sequence[int]) -> Span:
    return span([Decimal(number) for number in numbers])


def _minutes(seconds: Sequence[int], times: float) -> Span:
    return span([minutes(round(times * one)) for one in seconds])


def _brought(packet: Packet, questionnaires: Mapping[str, Questionnaire]) -> dict[str, None]:
    """Every item on a page of the packet, in its order."""
    return dict.fromkeys(
        f"{entry.questionnaire}.{item.id}"
        for entry in packet.entries
        if entry.questionnaire in questionnaires
        for page in entry.brings(questionnaires[entry.questionnaire])
        for item in page.items
    )


def _bands(
    questionnaires: Mapping[str, Questionnaire], brought: Mapping[str, None]
) -> Iterator[Band]:
    for name in dict.fromkeys(ref.partition(".")[0] for ref in brought):
        for score in questionnaires[name].scores:
            if not all(f"{name}.{item_id}" in brought for item_id in score.items):
                continue  # pages of it are left out: it is never complete
            bands = (
                (f"{name}.{score.id}", band_set.id, band.id)
                for band_set in score.sets
                for branch in band_set.branches()
                for band in branch
            )
            yield from dict.fromkeys(bands)


class _Way:
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
        self.seconds: dict[Role, int] = dict.fromkeys(ROLES, 0)

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
            self.seconds[role] += seconds_of(questionnaire, evaluation, fresh, role)
            self.screens[role] += _screens(questionnaire, fresh, role)
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


def _screens(questionnaire: Questionnaire, items: Sequence[Item], role: Role) -> int:
    """A patient meets one item at a time but for grids, a clinician a page at a time."""
    count = 0
    for page in questionnaire.pages:
        here = sum(i in items and role_of(questionnaire, i) == role for i in page.items)
        count += min(here, 1) if role == "clinician" or page.layout == "grid" else here
    return count
