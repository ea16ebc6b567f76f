"""Damaged files: a fault with a place or none, never a traceback, soon and small."""

from __future__ import annotations

import random
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bench.campaigns import loader
from screening.core.reach import WIDEST, Reach
from tests.damage import KINDS, Original, damaged

ROOT = Path(__file__).resolve().parents[2]
TINY = Original((ROOT / "tests" / "definitions" / "kud.yaml").read_bytes())


@pytest.mark.slow(minutes=3)
def test_twenty_thousand_damaged_files_meet_faults_with_places_and_nothing_else():
    # In a process of its own, whose memory is that of the loader alone.
    trial = subprocess.run(
        [sys.executable, "-m", "bench.campaigns.loader", "20000"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert trial.returncode == 0, trial.stdout + trial.stderr
    counts = re.findall(r"^(\w+) +(\d+) at fault, +(\d+) still sound", trial.stdout, re.M)
    assert [kind for kind, _, _ in counts] == list(KINDS)
    assert sum(int(wrong) + int(sound) for _, wrong, sound in counts) == 20_000
    assert all(int(wrong) > 1000 and int(sound) > 100 for _, wrong, sound in counts)


@pytest.mark.parametrize(("limit", "value"), [("SLOWEST_MS", 0), ("LARGEST_MB", -1)])
def test_the_trial_fails_when_a_file_takes_too_long_or_too_much(monkeypatch, limit, value):
    monkeypatch.setattr(sys, "argv", ["loader", "3", "1"])
    within = loader.main()
    monkeypatch.setattr(loader, limit, value)
    monkeypatch.setattr(loader, "PAUSE_S", 0)  # there is no neighbour to wait for: all is too slow

    assert (within, loader.main()) == (0, 1)


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_seed_does_the_same_damage_and_each_kind_does_some(kind):
    seeds = [random.Random(seed) for seed in (*range(20), *range(20))]  # noqa: S311  no secret

    files = [damaged(kind, TINY, rng) for rng in seeds]

    one, two = files[:20], files[20:]
    assert one == two
    assert len(set(one)) > 15


def test_a_bound_far_above_every_possible_value_asks_for_no_memory():
    # Found by the trial: an edge of 999999999 made a mask of 125 MB.
    reach = Reach(places=6, low=0, bits=0b1011)

    assert reach.under(10**15) == reach


def test_points_that_are_too_many_to_be_added_up_soon_are_refused():
    # Digits after the point make such sets; to add them took 40 MB and up to seconds.
    dense = Reach(places=6, low=0, bits=(1 << (WIDEST // 4)) - 1)

    with pytest.raises(OverflowError):
        dense.plus(dense)
