"""The scales of withdrawal and dependence: three scorers that share no code, answer set by set.

The other half stands in test_random_sets_of_others.py, so that two processes can share the time.
"""

from __future__ import annotations

import pytest

from bench.campaigns import scorer
from tests.library_place import NAMES


@pytest.mark.slow(minutes=4)
def test_three_scorers_agree_on_every_answer_set(record_property):
    count = scorer.part_of(scorer.COUNT, scorer.WITHDRAWAL)

    trial = scorer.run(count, scorer.SEED, scorer.WITHDRAWAL)

    record_property("counted", str(trial))
    assert trial.differences == []
    assert trial.random.total() == count
    assert set(trial.edges) == set(scorer.WITHDRAWAL)
    assert set(trial.missing) == set(scorer.WITHDRAWAL)


def test_both_halves_are_the_whole_library_and_200_000_sets():
    halves = (scorer.WITHDRAWAL, scorer.OTHERS)

    assert sorted(name for half in halves for name in half) == sorted(NAMES)
    assert sum(scorer.part_of(scorer.COUNT, half) for half in halves) >= 200_000
