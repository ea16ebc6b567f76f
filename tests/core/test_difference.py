"""Two versions of a questionnaire: what differs, how much it weighs, which version it asks for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from screening.core.difference import differences
from screening.core.difference_kinds import CHOICE_ITEM, ITEM, WEIGHTS
from screening.core.item import ItemBase
from screening.core.loading import load_questionnaire, load_stored
from screening.core.mutants import mutants
from screening.core.questionnaire import Questionnaire
from screening.core.score import Score
from screening.core.versions import next_version, step_for, version_faults

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = sorted((ROOT / "questionnaires").glob("*.yaml"))
TINY = sorted((ROOT / "tests" / "definitions").glob("*.yaml"))
NAMES = [p for p in (*SHIPPED, *TINY) if p.name != "references.yaml" and p.stem.count(".") == 0]

TEXT = """\
id: base
version: 1.4.2
title: Base
rated_by: patient
instrument: {wording: own, licence: own work, evidence: {grade: none}}
option_sets:
  much: [{id: none, text: None, points: 0}, {id: some, text: Some, points: 1},
         {id: lots, text: Lots, points: 2}]
pages:
  - id: one
    title: One
    items:
      - {id: a, text: A, type: choice, options: much}
      - {id: b, text: B, type: choice, options: much, enable_when: {a: some}, when_not_asked: 0}
      - {id: n, text: N, type: integer, min: 0, max: 4, points: {0: 0, 2: 1}}
      - {id: r, text: R, type: rows, fields: [{id: f, text: F, type: choice, options: much}]}
scores:
  - id: total
    sum: [a, b, n]
    range: [0, 4]
    bands: [{from: 0, id: low}, {from: 2, id: high, text: High}]
    lines: [{at: 3, text: Line}]
    cautions: [{text: Careful, when: {a: lots}}]
features:
  - {id: te, rows: [{id: row, towards: {a: lots}}]}
findings:
  - {id: found, level: note, when: {a: lots}, text: Found}
"""

# what stands in TEXT, what stands there next, how much it weighs, words of the sentence
CHANGES = [
    ("title: Base", "title: Basis", "wording", "`title` was “Base” and is “Basis”"),
    ("text: A,", "text: Ask A,", "wording", "Item a: `text` was “A” and is “Ask A”"),
    ("text: A,", "text: A, hint: Think,", "wording", "`hint` is new: “Think”"),
    ("text: Lots", "text: Plenty", "wording", "option lots: `text` was “Lots”"),
    ("text: High}", "text: Raised}", "wording", "band high: `text` was “High”"),
    ("text: Found", "text: Seen", "wording", "Finding found: `text`"),
    ("licence: own work", "licence: free", "wording", "Instrument: `licence`"),
    ("sum: [a, b, n]", "sum: [b, a, n]", "wording", "`sum`"),
    ("id: a, text: A,", "id: a, rated_by: either, text: A,", "items", "`rated_by` was “patient”"),
    ("{a: some}", "{a: lots}", "items", "Item b: `enable_when` was “{a: some}” and is “{a: lots}”"),
    ("max: 4", "max: 5", "items", "Item n: `max` was “4” and is “5”"),
    ("id: r, text", "id: s, text", "items", "Item s is new."),
    ("id: r, text", "id: s, text", "items", "Item r is gone."),
    ("{id: f, text: F", "{id: g, text: F", "items", "field g is new"),
    ("title: Base", "title: Base\nrecall: past 7 days", "items", "`recall` is new"),
    ("text: Lots, points: 2}", "text: Lots, points: 3}", "scoring",
     "Item a, option lots: `points` was “2” and is “3”"),
    ("text: A, type: choice", "text: A, points: {lots: 3}, type: choice", "scoring",
     "`points` was “2” and is “3”"),
    ("{0: 0, 2: 1}", "{0: 0, 3: 1}", "scoring", "`points` was “{0: 0, 2: 1}”"),
    ("when_not_asked: 0", "when_not_asked: 1", "scoring", "`when_not_asked`"),
    ("sum: [a, b, n]", "sum: [a, n]", "scoring", "`sum` was “[a, b, n]” and is “[a, n]”"),
    ("sum: [a, b, n]", "mean: [a, b, n]", "scoring", "`mean` is new"),
    ("from: 2", "from: 3", "scoring", "band high: `from` was “2” and is “3”"),
    ("id: high", "id: higher", "scoring", "band higher is new"),
    ("range: [0, 4]", "range: [0, 5]\n    missing: {prorate: {at_most: 1}}", "scoring",
     "`missing` was “incomplete”"),
    ("at: 3", "at: 4", "scoring", "Score total, line 1: `at`"),
    ("Careful, when: {a: lots}", "Careful, when: {a: some}", "scoring", "caution 1: `when`"),
    ("towards: {a: lots}", "away: {a: lots}", "scoring", "row row: `away` is new"),
    ("level: note", "level: now", "scoring", "`level` was “note” and is “now”"),
    ("when: {a: lots}, text: Found", "when: {a: some}, text: Found", "scoring", "Finding found"),
    ("id: found", "id: other", "scoring", "Finding found is gone."),
    ("note, when", "note, ask_if_unknown: yes, when", "scoring",
     "`ask_if_unknown` was “no” and is “yes”"),
]  # fmt: skip


def read(text: str) -> Questionnaire:
    return load_questionnaire("base.yaml", text.encode(), cases=False)


def loose(text: str) -> Questionnaire:
    """Read without its checks: a range that no longer fits is not what is looked at here."""
    return load_stored("base.yaml", text.encode())


@pytest.mark.parametrize(("before", "after", "kind", "words"), CHANGES)
def test_a_change_is_told_in_a_sentence_and_weighs_what_it_does(before, after, kind, words):
    assert before in TEXT

    found = differences(loose(TEXT), loose(TEXT.replace(before, after)))

    assert any(words in change.sentence for change in found), [c.sentence for c in found]
    assert step_for(found) == {"wording": "patch", "items": "minor", "scoring": "major"}[kind]


def test_the_same_file_with_other_comments_differs_in_nothing():
    assert differences(read(TEXT), read("# looked over\n" + TEXT)) == ()


def test_moved_items_are_those_few_that_explain_the_new_order():
    lines = TEXT.splitlines(keepends=True)
    at = next(n for n, line in enumerate(lines) if "{id: n," in line)
    first = next(n for n, line in enumerate(lines) if "{id: a," in line)
    lines.insert(first, lines.pop(at))

    found = differences(read(TEXT), read("".join(lines)))

    assert [(change.what, change.sentence) for change in found] == [
        ("moved", "Item n comes first now.")
    ]


@pytest.mark.parametrize("path", NAMES, ids=lambda path: path.stem)
def test_no_deliberate_mistake_can_be_published_as_a_change_of_words(path):
    questionnaire = load_questionnaire(str(path), path.read_bytes(), cases=False)

    for mutant in mutants(questionnaire):
        found = differences(questionnaire, mutant.questionnaire)
        assert step_for(found) != "patch", mutant.what
        if mutant.kind not in ("condition_negated", "part_dropped", "limit_moved",
                               "option_dropped"):  # fmt: skip
            assert step_for(found) == "major", mutant.what


def models(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for child in model.__subclasses__():
        yield child
        yield from models(child)


def test_every_key_of_the_language_has_its_weight():
    for model, weights in WEIGHTS.items():
        assert set(weights) == set(model.model_fields), model.__name__
    item_keys = {name for model in models(ItemBase) for name in model.model_fields}
    assert set(ITEM) == set(CHOICE_ITEM) == item_keys
    assert Score in WEIGHTS


@pytest.mark.parametrize(
    ("version", "step", "following"),
    [("1.4.2", "patch", "1.4.3"), ("1.4.2", "minor", "1.5.0"), ("1.9.9", "major", "2.0.0")],
)
def test_the_following_version_is_one_step_on(version, step, following):
    assert next_version(version, step) == following


@pytest.mark.parametrize(
    ("change", "version", "code"),
    [
        (("text: A,", "text: Ask A,"), "1.4.3", None),
        (("text: A,", "text: Ask A,"), "1.4.2", "version_not_newer"),
        (("text: A,", "text: Ask A,"), "1.4.1", "version_not_newer"),
        (("text: A,", "text: Ask A,"), "1.10.0", None),
        (("id: r, text", "id: s, text"), "1.4.3", "version_too_small"),
        (("id: r, text", "id: s, text"), "1.5.0", None),
        (("level: note", "level: now"), "1.4.3", "version_too_small"),
        (("level: note", "level: now"), "1.5.0", "version_too_small"),
        (("level: note", "level: now"), "2.0.0", None),
        (("from: 2", "from: 3"), "1.5.0", "version_too_small"),
    ],
)
def test_a_version_takes_the_step_that_its_changes_ask_for(change, version, code):
    new = TEXT.replace(*change).replace("version: 1.4.2", f"version: {version}")

    faults = list(version_faults(read(TEXT), read(new)))

    assert [fault.code for fault in faults] == ([code] if code else [])
    if code == "version_too_small":
        assert any(
            part.sentence in faults[0].problem for part in differences(read(TEXT), read(new))
        )


def test_the_very_same_file_may_always_follow_itself():
    assert list(version_faults(read(TEXT), read(TEXT))) == []


def test_what_is_only_told_otherwise_still_needs_a_version_of_its_own():
    (fault,) = version_faults(read(TEXT), read("# looked over\n" + TEXT))

    assert fault.code == "version_not_newer"
    assert "1.4.3" in fault.fix
