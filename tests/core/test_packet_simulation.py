"""Sparse visits, which minutes are told of, among all, which coverage is told of."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

from screening.core.packet_simulation import simulate_packet
from screening.core.random_answers import drawers
from screening.core.simulation import VISIT
from tests.core.test_simulation import HEAD, load, packet

OPTIONS = ", ".join(f"{{id: t{n}, text: T{n}}}" for n in range(7))
MORE = "".join(
    f"""\
      - {{id: more{n}, text: More, type: choice, options: much, points: {{none: 1, lots: 1}},
         when_not_asked: 0, enable_when: {{ticked: {{includes: t{n}}}}}}}
"""
    for n in range(7)
)
LISTED = f"""\
id: twin
rated_by: patient
{HEAD}
pages:
  - id: list
    title: List
    items:
      - {{id: ticked, text: Ticked, type: choices, options: [{OPTIONS}]}}
{MORE}
scores:
  - id: twin
    sum: [{", ".join(f"more{n}" for n in range(7))}]
    range: [1, 7]
    bands: [{{from: 1, id: few}}, {{from: 4, id: many}}]
"""


def test_minutes_are_told_of_sparse_visits_and_coverage_of_all():
    first, questionnaires = packet(LISTED)

    found = simulate_packet(first, questionnaires, sets=400, seed=1)

    assert found.sparse_sets == 200
    # 8 + 7 + 7 s, and three of seven checklist questions that each tick opens
    assert found.questions["patient"].most == 3 + 1 + 3
    assert found.items_never == ()
    turns = {entry.questionnaire: visits for entry, visits in found.entries}
    assert turns["gated"] == 400
    assert found.bands_never == ()  # seven ticks are out of reach of a sparse visit


def test_without_the_mix_the_outer_band_would_look_as_if_nobody_reached_it(monkeypatch):
    monkeypatch.setattr("screening.core.packet_simulation.is_sparse", lambda number: True)

    found = simulate_packet(*packet(LISTED), sets=400, seed=1)

    assert found.bands_never == (("twin.twin", "main", "many"),)


def test_sparse_answers_have_few_ticks_and_rows_each_further_one_half_as_likely(tiny):
    rows = next(i for i in tiny("rows_any").items if i.type == "rows")
    ticks = load(LISTED).item("ticked")
    rng = random.Random(2)  # noqa: S311  nothing secret is drawn
    drawer = replace(drawers(rng, VISIT, 1)[0], sparse=True, lean=1.0)

    for item, most in ((ticks, 3), (rows, 2)):
        counts = Counter(len(drawer.answer(item)) for _ in range(400))
        assert sorted(counts) == list(range(1, most + 1))
        assert 160 < counts[1] < 240  # one half
        assert counts[2] > counts[3]
