"""The shipped definitions: sound, sourced, in the dossier's order, and watched by their cases."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from bench.campaigns import loader, scorer
from screening.core.cases import run_case
from screening.core.checks.sources import figures_without_source
from screening.core.loading import resolve_options
from screening.core.questionnaire import Questionnaire
from screening.core.yaml_tree import read_tree
from screening.library_folder import load_folder
from tests.plain_scorer import load

SHIPPED = Path(__file__).resolve().parents[2] / "questionnaires"
NAMES = ("cows", "sows16", "vitals", "kratom_use", "hair_history", "hair_exam")
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
    assert set(library.questionnaires) >= set(NAMES)
    assert "intake" in library.packets


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_says_where_it_comes_from(shipped, name):
    assert list(figures_without_source(shipped(name))) == []


@pytest.mark.parametrize(("name", "ids"), [("cows", COWS), ("sows16", SOWS)])
def test_the_items_are_the_dossiers_in_its_order(shipped, name, ids):
    assert tuple(item.id for item in shipped(name).items) == ids
    assert shipped(name).scores[0].items == ids


def test_two_scorers_that_share_no_code_agree_on_random_answers():
    assert scorer.run(count=600, seed=1) == []


def test_damaged_files_meet_faults_with_places_and_nothing_else():
    sound, wrong = loader.run(count=60, seed=1)

    assert wrong > 10
    assert sound + wrong == 60


def mistakes(definition: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """A name and the definition with one small mistake."""
    for n, score in enumerate(definition.get("scores", [])):
        for item in score.get("sum", []):
            wrong = deepcopy(definition)
            wrong["scores"][n]["sum"].remove(item)
            if wrong["scores"][n]["sum"]:
                yield f"{score['id']} without {item}", wrong
        for s, band_set in enumerate(score.get("band_sets", [])):
            for b in range(1, len(band_set.get("bands", []))):
                for step in (-1, 1):
                    wrong = deepcopy(definition)
                    band = wrong["scores"][n]["band_sets"][s]["bands"][b]
                    band["from"] = str(int(band["from"]) + step)
                    yield f"{score['id']} edge {b} moved by {step}", wrong
    for n, finding in enumerate(definition.get("findings", [])):
        wrong = deepcopy(definition)
        del wrong["findings"][n]
        yield f"no {finding['id']}", wrong
        wrong = deepcopy(definition)
        wrong["findings"][n]["when"] = {"not": finding["when"]}
        yield f"{finding['id']} negated", wrong
        wrong = deepcopy(definition)
        wrong["findings"][n]["level"] = "note" if finding["level"] != "note" else "now"
        yield f"{finding['id']} of another level", wrong
    yield from _points_swapped(definition)


def _points_swapped(definition: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for p, page in enumerate(definition["pages"]):
        for i, item in enumerate(page["items"]):
            options = item.get("options")
            count = len(options) if isinstance(options, list) else 0
            for o in range(count - 1):
                wrong = deepcopy(definition)
                one, two = wrong["pages"][p]["items"][i]["options"][o : o + 2]
                if "points" in one and one["points"] != two["points"]:
                    one["points"], two["points"] = two["points"], one["points"]
                    yield f"{item['id']} points {o} and {o + 1} swapped", wrong


def built(definition: dict[str, Any]) -> Questionnaire:
    tree, _ = read_tree(json.dumps(definition).encode())
    model, _ = resolve_options(Questionnaire.model_validate(tree))
    return model


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.slow
def test_each_small_mistake_is_noticed_by_some_case(name):
    definition = load(SHIPPED / f"{name}.yaml")

    unseen = [
        what
        for what, wrong in mistakes(definition)
        if not any(run_case(model, case).mismatches for model in [built(wrong)]
                   for case in model.cases)
    ]  # fmt: skip

    assert unseen == []
