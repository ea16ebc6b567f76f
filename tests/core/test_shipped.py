"""The shipped definitions: sound, sourced, in the dossier's order, and watched by their cases."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from screening.core.checks.sources import figures_without_source
from screening.core.mutants import run_mutants
from screening.library_folder import load_folder
from tests.shipped_names import NAMES

SHIPPED = Path(__file__).resolve().parents[2] / "questionnaires"
COWS = (
    "pulse", "sweating", "restlessness", "pupils", "aches", "nose_eyes", "gi", "tremor", "yawning",
    "anxiety", "gooseflesh",
)  # fmt: skip
SOWS = (
    "anxious", "yawning", "sweating", "tearing", "runny_nose", "gooseflesh", "shaking", "hot_flush",
    "cold_flush", "aches", "restless", "nausea", "vomiting", "twitching", "cramps", "urge",
)  # fmt: skip


def test_everything_that_is_shipped_is_sound_and_fits_together():
    library = load_folder(SHIPPED)

    assert [str(fault) for fault in library.faults] == []
    assert sorted(library.questionnaires) == sorted(NAMES)
    assert "intake" in library.packets


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_says_where_it_comes_from(shipped, name):
    assert list(figures_without_source(shipped(name))) == []


@pytest.mark.parametrize(("name", "ids"), [("cows", COWS), ("sows16", SOWS)])
def test_the_items_are_the_dossiers_in_its_order(shipped, name, ids):
    assert tuple(item.id for item in shipped(name).items) == ids
    assert shipped(name).scores[0].items == ids


def test_the_one_translation_of_a_band_with_several_wordings_names_no_figure():
    library = load_folder(SHIPPED)
    figured = []

    for told in library.translations.values():
        for score in library.questionnaires[told.translates].scores:
            for band_set in score.sets:
                texts = {}
                for band in (band for branch in band_set.branches() for band in branch):
                    texts.setdefault(band.id, set()).add(band.words)
                place = ("scores", score.id, "band_sets", band_set.id, "bands")
                said = [
                    told.told.get((*place, band))
                    for band, all_of in texts.items()
                    if len(all_of) > 1
                ]
                figured += [(told.id, text) for text in said if text and re.search(r"\d", text)]

    assert figured == []


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_no_deliberate_mistake_of_the_checker_goes_unnoticed(shipped, name):
    assert [mutant.what for mutant in run_mutants(shipped(name)).unnoticed] == []
