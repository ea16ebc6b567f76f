"""Random visits through a packet: how many screens there are, and how long they take.

They show what can happen, up to visits with much to tell. The packet's minutes are held to its
typical visit, which goes along here.

Half of the visits answer sparsely: 1 to 3 ticks in a checklist and 1 or 2 rows of a table, each
further one half as likely. That is an assumption of the house, without a source, in place of a
worse one: other random visits tick half of every checklist, which no patient does. Paths and
minutes are told of the sparse visits; what is never asked or reached, and how often a turn comes,
of all of them.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from decimal import Decimal

from screening.core.effort import UNWELL
from screening.core.moments import Moment
from screening.core.packet import Entry, Packet
from screening.core.packet_way import Band, Way
from screening.core.questionnaire import Questionnaire
from screening.core.random_answers import drawers
from screening.core.simulation import ROLES, VISIT, Role, Span, minutes, span
from screening.core.typical_visit import TypicalVisit, typical_visit
from screening.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class PacketSimulation:
    """What all random visits came to."""

    sets: int
    sparse_sets: int  # those of them with few ticks and rows, which paths and minutes are told of
    entries: tuple[tuple[Entry, int], ...]  # visits in which each entry's turn came
    absent: tuple[str, ...]  # questionnaires that are not at hand; their entries were passed over
    questions: Mapping[Role, Span]  # the shortest, the middle and the longest path
    screens: Mapping[Role, Span]
    minutes: Mapping[Role, Span]
    minutes_unwell: Mapping[Role, Span]
    items_never: tuple[str, ...]  # "questionnaire.item" on pages of the packet that no visit asked
    bands_never: tuple[Band, ...]  # of scores whose items the packet brings
    typical: TypicalVisit | None  # None where the packet tells of none


@dataclass(slots=True)
class _Tally:
    """Counts while visits come in."""

    turns: Counter[int] = field(default_factory=Counter)
    asked: set[str] = field(default_factory=set)
    bands: set[Band] = field(default_factory=set)
    questions: dict[Role, list[int]] = field(default_factory=lambda: {r: [] for r in ROLES})
    screens: dict[Role, list[int]] = field(default_factory=lambda: {r: [] for r in ROLES})
    seconds: dict[Role, list[int]] = field(default_factory=lambda: {r: [] for r in ROLES})

    def take(self, way: Way, *, sparse: bool) -> None:
        self.turns.update(way.turns)
        self.asked.update(way.asked)
        self.bands |= set(way.bands())
        for role in ROLES if sparse else ():
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
    for number, drawer in enumerate(drawers(rng, visit, sets)):
        sparse = is_sparse(number)
        way = Way(packet, questionnaires, replace(drawer, sparse=sparse))
        way.go()
        tally.take(way, sparse=sparse)
    names = dict.fromkeys(entry.questionnaire for entry in packet.entries)
    brought = _brought(packet, questionnaires)
    return PacketSimulation(
        sets=sets,
        sparse_sets=len(tally.seconds["patient"]),
        entries=tuple((entry, tally.turns[n]) for n, entry in enumerate(packet.entries)),
        absent=tuple(name for name in names if name not in questionnaires),
        questions={role: _counts(tally.questions[role]) for role in ROLES},
        screens={role: _counts(tally.screens[role]) for role in ROLES},
        minutes={role: _minutes(tally.seconds[role], 1) for role in ROLES},
        minutes_unwell={role: _minutes(tally.seconds[role], UNWELL) for role in ROLES},
        items_never=tuple(ref for ref in brought if ref not in tally.asked),
        bands_never=tuple(b for b in _bands(questionnaires, brought) if b not in tally.bands),
        typical=typical_visit(packet, questionnaires, visit),
    )


def is_sparse(number: int) -> bool:
    """Whether the visit of this number, from 0, answers sparsely: in pairs, as every second one
    leaves answers out."""
    return number // 2 % 2 == 0


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
