"""A counter-proof: each small mistake in a copy of a file makes the dossier's scorer disagree."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from copy import deepcopy
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import Any

import pytest

from bench.campaigns.scorer import VISIT, library
from screening.core.documents import read_document
from screening.core.evaluation import Evaluation
from screening.core.moments import read_moment
from screening.core.option_sets import resolve_options
from screening.core.questionnaire import Questionnaire
from screening.core.yaml_tree import read_tree
from tests.comparing import Document, unlike_dossier
from tests.dossier_documents import at_edges, with_one_missing
from tests.dossier_tables import TABLES
from tests.library_place import LIBRARY
from tests.plain_scorer import load

Definition = dict[str, Any]
Mistakes = Iterator[tuple[str, Definition]]


def built(definition: Definition) -> Questionnaire:
    """The models of a copy, without the checks that would refuse it first."""
    tree, _ = read_tree(json.dumps(definition).encode())
    model, _ = resolve_options(Questionnaire.model_validate(tree))
    return model


@cache
def documents(name: str) -> tuple[Document, ...]:
    """Answer sets at every edge, and with every single answer missing."""
    rng = random.Random(1)  # noqa: S311  not for secrets
    return (*at_edges(name, rng), *with_one_missing(name, rng))


def noticed(definition: Definition) -> bool:
    """Whether the dossier's scorer disagrees with the core on some answer set."""
    questionnaire, visit = built(definition), read_moment(VISIT)
    for document in documents(questionnaire.id):
        answers = read_document(questionnaire, document, visit=visit, others=library())
        if unlike_dossier(Evaluation(questionnaire, answers, visit), document):
            return True
    return False


def published(definition: Definition) -> Iterator[tuple[int, Definition]]:
    """The scores that the dossier knows, with their places."""
    known = TABLES[definition["id"]]
    return ((n, s) for n, s in enumerate(definition["scores"]) if s["id"] in known)


def edges_moved(definition: Definition) -> Mistakes:
    """Every band edge but the lowest, one step up and one step down."""
    for n, score in published(definition):
        step = Decimal(1).scaleb(-int(score.get("decimals", 0)))
        for s, band_set in enumerate(score.get("band_sets", [])):
            branches = [("bands",)] if "bands" in band_set else [
                ("choose", c, "bands") for c in range(len(band_set["choose"]))
            ]  # fmt: skip
            for path in branches:
                for b in range(1, len(_at(band_set, path))):
                    for by in (-step, step):
                        wrong = deepcopy(definition)
                        band = _at(wrong["scores"][n]["band_sets"][s], path)[b]
                        band["from"] = str(Decimal(band["from"]) + by)
                        yield f"{score['id']} {band_set['id']} {band['id']} by {by}", wrong


def bands_swapped(definition: Definition) -> Mistakes:
    """Two neighbouring bands with each other's name; and each set of another basis."""
    for n, score in published(definition):
        for s, band_set in enumerate(score.get("band_sets", [])):
            for b in range(len(band_set.get("bands", [])) - 1):
                wrong = deepcopy(definition)
                one, two = wrong["scores"][n]["band_sets"][s]["bands"][b : b + 2]
                one["id"], two["id"] = two["id"], one["id"]
                yield f"{score['id']} {band_set['id']} names {b} and {b + 1}", wrong
            wrong = deepcopy(definition)
            basis = "house" if band_set["basis"] != "house" else "published"
            wrong["scores"][n]["band_sets"][s]["basis"] = basis
            yield f"{score['id']} {band_set['id']} as {basis}", wrong


def points_swapped(definition: Definition) -> Mistakes:
    """Two neighbouring options with each other's points."""
    counted = {name for scale in TABLES[definition["id"]].values() for name in scale.items}
    lists: list[tuple[Any, ...]] = [("option_sets", name) for name in definition.get(
        "option_sets", {})]  # fmt: skip
    for p, page in enumerate(definition["pages"]):
        for i, item in enumerate(page["items"]):
            if item["id"] in counted and isinstance(item.get("options"), list):
                lists.append(("pages", p, "items", i, "options"))
            if item["id"] in counted and "points" in item:
                for low, high in pairwise(item["points"]):
                    wrong = deepcopy(definition)
                    points = wrong["pages"][p]["items"][i]["points"]
                    points[low], points[high] = points[high], points[low]
                    yield f"{item['id']} {low} and {high}", wrong
    for path in lists:
        for o, (first, second) in enumerate(pairwise(_at(definition, path))):
            if "points" in first:
                wrong = deepcopy(definition)
                one, two = _at(wrong, path)[o : o + 2]
                one["points"], two["points"] = two["points"], one["points"]
                yield f"{path[-1]} {first['id']} and {second['id']}", wrong


def sums_changed(definition: Definition) -> Mistakes:
    """An item dropped, a weight swapped, another range, a mean instead of "incomplete"."""
    for n, score in published(definition):
        kind = next(k for k in ("sum", "count", "weighted") if k in score)
        for name in list(score[kind]) if len(score[kind]) > 1 else ():
            wrong = deepcopy(definition)
            if kind == "weighted":
                del wrong["scores"][n][kind][name]
            else:
                wrong["scores"][n][kind].remove(name)
            yield f"{score['id']} without {name}", wrong
        wrong = deepcopy(definition)
        wrong["scores"][n]["range"][1] = "55"
        yield f"{score['id']} up to 55", wrong
        if len(score[kind]) > 1 and kind != "weighted":
            wrong = deepcopy(definition)
            wrong["scores"][n]["missing"] = {"prorate": {"at_most": "1"}}
            yield f"{score['id']} prorated", wrong
        if "leave_out" in score:
            wrong = deepcopy(definition)
            del wrong["scores"][n]["leave_out"]
            yield f"{score['id']} counts all", wrong
        if kind == "weighted":
            wrong = deepcopy(definition)
            weights = wrong["scores"][n][kind]
            weights["vertex"], weights["posterior"] = weights["posterior"], weights["vertex"]
            yield f"{score['id']} weights swapped", wrong


def pulse_edges_moved(definition: Definition) -> Mistakes:
    """Every edge from a figure to its points, one up and one down."""
    for p, page in enumerate(definition["pages"]):
        for i, item in enumerate(page["items"]):
            points = item.get("points", {}) if item["type"] in ("quantity", "integer") else {}
            for edge in list(points)[1:]:
                for by in (-1, 1):
                    wrong = deepcopy(definition)
                    moved = {str(int(e) + by) if e == edge else e: n for e, n in points.items()}
                    wrong["pages"][p]["items"][i]["points"] = moved
                    yield f"{item['id']} {edge} by {by}", wrong


KINDS = (edges_moved, bands_swapped, points_swapped, sums_changed, pulse_edges_moved)
# How many mistakes each file gives: an empty list proves nothing. Those of cows, sds and gad2 were
# counted by hand.
COUNTS = {
    "audit_c": 22, "cows": 66, "entered_totals": 55, "gad2": 11, "gad7": 22, "hair_exam": 36,
    "kud": 25, "oows13": 16, "phq2": 11, "phq9": 27, "salt": 35, "sds": 21, "sows16": 32,
    "sows_gossop": 25,
}  # fmt: skip


def _at(place: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        place = place[step]
    return place


@pytest.mark.parametrize("name", sorted(TABLES))
@pytest.mark.slow
def test_each_small_mistake_in_a_file_is_noticed_by_the_dossiers_scorer(name):
    definition = load(LIBRARY / f"{name}.yaml")
    mistakes = [one for kind in KINDS for one in kind(definition)]

    unseen = [what for what, wrong in mistakes if not noticed(wrong)]

    assert unseen == []
    assert len(mistakes) == COUNTS[name]


@pytest.mark.parametrize("name", sorted(TABLES))
def test_an_unchanged_copy_is_not_complained_of(name):
    assert not noticed(load(LIBRARY / f"{name}.yaml"))
