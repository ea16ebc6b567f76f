"""Moods, drinking, hair, entered totals and all that has no score; see the other half."""

from __future__ import annotations

import pytest

from bench.campaigns import scorer


@pytest.mark.slow(minutes=4)
def test_three_scorers_agree_on_every_answer_set(record_property):
    count = scorer.part_of(scorer.COUNT, scorer.OTHERS)

    trial = scorer.run(count, scorer.SEED, scorer.OTHERS)

    record_property("counted", str(trial))
    assert trial.differences == []
    assert trial.random.total() == count
    assert set(trial.missing) == set(scorer.OTHERS)
