"""Random answer sets: taken by the real reader, spread over all that can happen, repeatable."""

from __future__ import annotations

import random
from decimal import Decimal
from pathlib import Path

import pytest

from screening.core.documents import read_document
from screening.core.effort import seconds_for
from screening.core.evaluation import Evaluation
from screening.core.library import SourceFile, build_library, kind_of
from screening.core.loading import load_questionnaire
from screening.core.packet_simulation import simulate_packet
from screening.core.random_answers import drawers
from screening.core.reading_grade import grade, grades
from screening.core.simulation import VISIT, simulate
from screening.library_folder import load_folder

ROOT = Path(__file__).resolve().parents[2]
TINY = [
    path
    for path in sorted((ROOT / "tests" / "definitions").glob("*.yaml"))
    if kind_of(path.name) == "questionnaire"
]
HEAD = """\
version: 1.0.0
title: Tiny
instrument: {wording: own, licence: own work, evidence: {grade: none}}
option_sets: {much: [{id: none, text: None, points: 0}, {id: lots, text: Lots, points: 2}],
              ask: [{id: yes, text: "Yes"}, {id: no, text: "No"}]}
"""
GATED = f"""\
id: gated
rated_by: patient
{HEAD}
pages:
  - id: one
    title: One
    items:
      - {{id: gate, text: Gate, type: choice, options: ask}}
      - {{id: a, text: A, type: choice, options: much, enable_when: {{gate: yes}}}}
      - {{id: b, text: B, type: choice, options: much, enable_when: {{a: lots}},
         when_not_asked: 0}}
      - {{id: note, text: Note, type: text, rated_by: clinician}}
scores:
  - {{id: gated, sum: [a, b], range: [0, 4], bands: [{{from: 0, id: low}}, {{from: 4, id: high}}]}}
findings:
  - {{id: found, level: note, ask_if_unknown: yes, when: {{gate: yes}}}}
"""
TWIN = f"""\
id: twin
rated_by: patient
{HEAD}
pages:
  - id: grid
    title: Grid
    layout: grid
    items:
      - {{id: first, text: First, type: choice, options: ask, same_as: gated.gate}}
      - {{id: second, text: Second, type: choice, options: much}}
      - {{id: third, text: Third, type: choice, options: much}}
"""
PACKET = """\
id: both
version: 1.0.0
title: Both
entries:
  - questionnaire: gated
  - {questionnaire: twin, when: {gated.gate: yes}}
"""


def load(text: str):
    return load_questionnaire("tiny.yaml", text.encode(), cases=False)


@pytest.mark.parametrize("path", TINY, ids=lambda path: path.stem)
def test_random_answers_are_taken_by_the_reader_whatever_the_feature(path):
    questionnaire = load_questionnaire(str(path), path.read_bytes(), cases=False)

    rng = random.Random(3)  # noqa: S311  nothing secret is drawn
    for drawer in drawers(rng, VISIT, 60):
        document = drawer.document(questionnaire, {})
        read = read_document(questionnaire, document, visit=VISIT)
        assert set(read) == set(document) == {item.id for item in questionnaire.items}
        assert Evaluation(questionnaire, read, VISIT).result is not None


def test_the_same_seed_gives_the_same_figures_and_another_seed_others():
    questionnaire = load(GATED)

    one, same, other = (simulate(questionnaire, {}, sets=80, seed=s) for s in (5, 5, 6))

    assert one == same
    assert one != other


def test_a_histogram_holds_every_value_that_can_be_and_counts_every_set_once():
    (score,) = simulate(load(GATED), {}, sets=300, seed=1).scores

    assert list(score.values) == [0, 2, 4]  # where the gate is shut there is no total
    assert sum(score.values.values()) + score.incomplete == 300
    zero, two, four = score.values.values()
    assert score.bands == {("main", "low"): zero + two, ("main", "high"): four}
    assert score.bands_never == ()


def test_bands_that_no_set_led_to_are_named():
    (score,) = simulate(load(GATED), {}, sets=1, seed=1).scores

    assert set(score.bands_never) == {band for band, seen in score.bands.items() if seen == 0}
    assert len(score.bands_never) in (1, 2)


def test_totals_reach_both_ends_of_a_long_scale(shipped):
    (score,) = simulate(shipped("sows16"), {}, sets=400, seed=1).scores

    assert (min(score.values), max(score.values)) == (0, 64)
    assert score.bands_never == ()


def test_items_that_nobody_is_asked_are_named():
    # Sound on its own: the gate lies in a questionnaire that is not at hand.
    text = GATED.replace("enable_when: {gate: yes}", "enable_when: {far.away: yes}")
    questionnaire = load(
        text.replace("rated_by: patient\n", "rated_by: patient\nuses: [far.away]\n")
    )

    found = simulate(questionnaire, {}, sets=50, seed=1)

    assert found.items_never == ("a", "b")


def test_paths_and_findings_follow_the_gate():
    found = simulate(load(GATED), {}, sets=200, seed=1)

    assert found.shortest == ("gate", "note")
    assert found.longest == ("gate", "a", "b", "note")
    raised, to_ask = found.findings["found"]
    assert raised > 50
    assert to_ask > 0  # where the gate was left without an answer


def test_minutes_are_those_of_the_decisions_and_of_the_right_person():
    found = simulate(load(GATED), {}, sets=200, seed=1)

    assert found.minutes["patient"].least == Decimal("0.1")  # 8 s
    assert found.minutes["patient"].most == Decimal("0.4")  # 8 + 7 + 7 s
    assert found.minutes["clinician"].least == found.minutes["clinician"].most == Decimal("0.5")


def test_every_row_of_products_takes_its_time(tiny):
    questionnaire = tiny("rows_any")
    item = next(item for item in questionnaire.items if item.type == "rows")
    field = item.fields[0]
    rows = [{field.id: field.choices[0].id}] * 2
    read = read_document(questionnaire, {item.id: rows})

    assert seconds_for(item, read[item.id]) == 2 * 45


def packet(second=TWIN):
    texts = {"gated.yaml": GATED, "twin.yaml": second, "packets/both.yaml": PACKET}
    files = (SourceFile(name, text.encode(), kind_of(name)) for name, text in texts.items())
    library = build_library(tuple(files), cases=False)
    assert [fault for fault in library.faults if fault.code != "edge_without_case"] == []
    return library.packets["both"], library.questionnaires


def test_a_packet_counts_its_screens_with_grids_twins_gates_and_the_review():
    found = simulate_packet(*packet(), sets=300, seed=1)

    # gate and review; then a, b, and one grid without the item that was asked before
    assert (found.screens["patient"].least, found.screens["patient"].most) == (2, 5)
    assert found.screens["clinician"].least == found.screens["clinician"].most == 1
    turns = {entry.questionnaire: visits for entry, visits in found.entries}
    assert turns["gated"] == 300
    assert 0 < turns["twin"] < 300
    # 8 + 7 + 7 s, two rows of a grid of 5 s each, and half more
    assert found.minutes["patient"].most == Decimal("0.5")
    assert found.minutes_unwell["patient"].most == Decimal("0.8")


def test_a_grid_that_cannot_be_drawn_counts_as_single_questions():
    hanging = TWIN.replace(
        "text: Third, type: choice, options: much", "text: Third, type: choice, options: much, "
        "enable_when: {second: {answered: yes}}"
    )  # fmt: skip
    found = simulate_packet(*packet(hanging), sets=300, seed=1)

    assert found.screens["patient"].most == 6
    assert found.minutes["patient"].most == Decimal("0.6")  # 8 + 7 + 7 + 7 + 7 s


def test_without_review_there_is_one_screen_less():
    first, questionnaires = packet()
    bare = first.model_copy(update={"review": False})

    assert simulate_packet(bare, questionnaires, sets=300, seed=1).screens["patient"].least == 1


PAGED = load_folder(ROOT / "tests" / "definitions" / "paged")


def test_a_packet_with_pages_counts_what_it_brings_of_each_questionnaire():
    found = simulate_packet(PAGED.packets["first"], PAGED.questionnaires, sets=300, seed=1)

    visits = [(entry.questionnaire, entry.pages, count) for entry, count in found.entries]
    assert [v[:2] for v in visits] == [
        ("sick", None),
        ("health", ("now", "seen")),
        ("health", ("lately",)),
        ("health", ("mood",)),
        ("rest", None),
    ]
    assert visits[0][2] == visits[1][2] == 300 > visits[2][2] == visits[3][2] > visits[4][2] > 0
    # very sick: the gate and one question; else five, with sleep and naps for the tired
    questions = found.questions["patient"]
    assert (questions.least, questions.most) == (2, 7)
    assert (found.screens["patient"].least, found.screens["patient"].most) == (3, 8)  # the review
    # 8 s each but for mood's two of 7 s
    assert (found.minutes["patient"].least, found.minutes["patient"].most) == (
        Decimal("0.3"),
        Decimal("0.9"),
    )
    assert found.questions["clinician"].most == 1


def test_items_and_bands_that_no_visit_of_a_packet_comes_to_are_named():
    never = PAGED.packets["first"].model_copy(
        update={"entries": PAGED.packets["first"].entries[2:]}
    )

    found = simulate_packet(never, PAGED.questionnaires, sets=40, seed=1)

    assert found.items_never == tuple(
        f"health.{name}" for name in ("tired", "slept", "low", "harm")
    ) + ("rest.weary", "rest.naps")
    assert found.bands_never == (
        ("health.health", "main", "fair"),
        ("health.health", "main", "poor"),
    )
    whole = simulate_packet(PAGED.packets["first"], PAGED.questionnaires, sets=300, seed=1)
    assert (whole.items_never, whole.bands_never) == ((), ())


def test_bands_of_a_score_that_the_packet_never_asks_in_full_are_not_expected():
    entries = [e for e in PAGED.packets["first"].entries if e.pages != ("mood",)]
    bare = PAGED.packets["first"].model_copy(update={"entries": tuple(entries)})

    assert simulate_packet(bare, PAGED.questionnaires, sets=40, seed=1).bands_never == ()


def spoken(word: str) -> int:
    return {"happy": 2, "animals": 3}.get(word, 1)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        # 0.39 * words / sentences + 11.8 * syllables / words - 15.59
        ("The cat sat.", "-2.6"),
        ("The cat sat. The dog sat.", "-2.6"),
        ("Happy animals", "8.8"),  # the capital one is spoken as one
        ("happy animals", "14.7"),
        ("", None),
        ("--- !", None),
    ],
)
def test_the_reading_grade_follows_its_formula(text, years):
    found = grade(text, spoken)

    assert found == (None if years is None else Decimal(years))


def test_the_hardest_text_stands_first_and_clinicians_texts_are_not_graded():
    text = GATED.replace("text: A,", "text: happy animals,")

    found = grades(load(text), spoken)

    assert [one.item_id for one in found] == ["a", "gate", "b"]
