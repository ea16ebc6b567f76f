"""The replay: counts by hand for answers by hand; a band edge moved by one moves exactly those on
it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from screening.core.loading import load_questionnaire
from screening.core.questionnaire import Questionnaire
from screening.core.replay import Kept, Move, Replay, Replayed
from screening.core.visit import Visit

TEXT = """\
id: worry
version: 1.0.0
title: Worry
rated_by: patient
instrument: {wording: own, licence: own work, evidence: {grade: none}}
option_sets:
  often: [{id: never, text: Never, points: 0}, {id: some, text: Some, points: 1},
          {id: most, text: Most, points: 2}, {id: all, text: All, points: 3}]
pages:
  - id: one
    title: One
    items:
      - {id: nervous, text: Nervous, type: choice, options: often}
      - {id: control, text: Control, type: choice, options: often}
      - {id: taken, text: Taken, type: integer, min: 0, max: 9}
scores:
  - id: worry
    title: Worry total
    sum: [nervous, control]
    range: [0, 6]
    bands: [{from: 0, id: low, text: Low}, {from: 4, id: high, text: High}]
features:
  - {id: te, rows: [{id: row, text: Taking, towards: {taken: {at_least: 1}}}]}
findings:
  - {id: worst, level: note, when: {worry: {at_least: 6}}, text: Worst there is}
"""
BY_POINTS = ("never", "some", "most", "all")
# 40 visits by hand: so many with these points for the two items.
STORED = {(0, 0): 12, (1, 1): 9, (2, 1): 8, (2, 2): 2, (3, 1): 1, (3, 2): 5, (3, 3): 3}
START = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


def version(*changes: tuple[str, str]) -> Questionnaire:
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return load_questionnaire("worry.yaml", text.encode(), cases=False)


def a_visit(number: int) -> Visit:
    return Visit(number, "", START + timedelta(days=number), None, "America/New_York", "")


def kept(document: dict[str, object]) -> Kept:
    return Kept("patient", document, START, None)


def replay(new: Questionnaire, old: Questionnaire | None = None) -> Replayed:
    counting = Replay(old or version(), new)
    for number, (first, second) in enumerate(p for p, n in STORED.items() for _ in range(n)):
        answers = {"nervous": BY_POINTS[first], "control": BY_POINTS[second], "taken": "2"}
        counting.take(a_visit(number), [kept(answers)])
    return counting.result()


def test_the_same_rules_change_nothing() -> None:
    found = replay(version(("text: Nervous", "text: On edge")))

    assert (found.visits, found.responses, found.changed) == (40, 40, 0)
    assert found.moves == ()


def test_a_band_edge_moved_by_one_changes_exactly_the_three_visits_on_it() -> None:
    found = replay(version(("from: 4, id: high", "from: 5, id: high")))

    assert found.changed == 3  # (2, 2) twice and (3, 1) once make 4
    assert found.moves == (Move("band", "Worry total", "High", "Low", 3),)


def test_a_band_is_told_in_the_words_of_its_own_version() -> None:
    found = replay(
        version(
            ("from: 0, id: low, text: Low", "from: 0, id: low, text: Little"),
            ("from: 4, id: high, text: High", "from: 5, id: high, text: Much"),
        )
    )

    assert found.moves == (Move("band", "Worry total", "High", "Little", 3),)


def test_points_that_change_move_totals_bands_and_findings() -> None:
    # "all" is worth 2 now, and (3, 3) makes 4: the finding of 6 is raised no more.
    found = replay(
        version(("id: all, text: All, points: 3", "id: all, text: All, points: 2"),
                ("range: [0, 6]", "range: [0, 4]"),
                ("{worry: {at_least: 6}}", "{worry: {at_least: 4}}"))
    )  # fmt: skip

    assert found.changed == 11  # (2, 2): 2 by the finding alone; (3, 1): 1, (3, 2): 5, (3, 3): 3
    assert found.of("total") == (Move("total", "Worry total", "", "", 9),)
    assert found.of("band") == (Move("band", "Worry total", "High", "Low", 1),)  # 4 -> 3
    assert found.of("finding") == (
        Move("finding", "Worst there is", "not raised", "raised, note", 7),  # (2, 2) and (3, 2)
    )


def test_a_finding_that_is_gone_and_one_of_another_level_are_told() -> None:
    louder = replay(version(("id: worst, level: note", "id: worst, level: now")))
    gone = replay(version(("findings:\n  - {id: worst, level: note, when: {worry: {at_least: 6}}, "
                           "text: Worst there is}\n", "")))  # fmt: skip

    assert louder.moves == (Move("finding", "Worst there is", "raised, note", "raised, now", 3),)
    assert gone.moves == (Move("finding", "Worst there is", "raised, note", "not raised", 3),)


def test_a_row_of_a_table_that_says_otherwise_is_told() -> None:
    found = replay(version(("towards: {taken: {at_least: 1}}", "away: {taken: {at_least: 1}}")))

    assert found.moves == (Move("feature", "Taking", "towards", "away", 40),)


def test_a_new_item_leaves_every_total_open_as_nobody_was_asked() -> None:
    found = replay(
        version(("      - {id: taken", "      - {id: third, text: T, type: choice, options: often}"
                 "\n      - {id: taken"),
                ("[nervous, control]", "[nervous, control, third]"),
                ("range: [0, 6]", "range: [0, 9]"))
    )  # fmt: skip

    assert found.changed == 40
    assert found.of("total") == (Move("total", "Worry total", "", "", 40),)
    assert found.of("band") == (
        Move("band", "Worry total", "Low", "no band", 29),
        Move("band", "Worry total", "High", "no band", 11),
    )


def test_an_answer_that_the_new_version_does_not_take_is_counted_by_itself() -> None:
    found = replay(version(("min: 0, max: 9", "min: 3, max: 9")))

    assert (found.visits, found.changed, found.refused) == (0, 0, 40)


def test_an_item_that_is_gone_is_passed_over() -> None:
    without = version(
        ("      - {id: taken, text: Taken, type: integer, min: 0, max: 9}\n", ""),
        ("features:\n  - {id: te, rows: [{id: row, text: Taking, "
         "towards: {taken: {at_least: 1}}}]}\n", ""),
    )  # fmt: skip

    found = replay(without)

    assert (found.visits, found.refused) == (40, 0)
    assert found.of("feature") == (Move("feature", "Taking", "towards", "none", 40),)


def test_answers_of_an_older_version_with_other_items_are_not_read() -> None:
    counting = Replay(version(), version())
    counting.take(a_visit(1), [kept({"nervous": "all", "once_asked": "yes"})])
    counting.skip()

    found = counting.result()

    assert (found.visits, found.unread) == (0, 2)


def test_both_raters_of_a_visit_are_read_together() -> None:
    either = ("rated_by: patient", "rated_by: either")
    counting = Replay(version(either), version(either, ("from: 4, id: high", "from: 5, id: high")))
    counting.take(
        a_visit(1),
        [
            kept({"nervous": "most"}),
            Kept("clinician", {"control": "most"}, START + timedelta(hours=1), None),
        ],
    )

    found = counting.result()

    assert (found.visits, found.responses, found.changed) == (1, 2, 1)


@pytest.mark.parametrize("word", ["Nervous", "Control", "all", "most"])
def test_nothing_that_was_answered_is_among_the_counts(word: str) -> None:
    found = replay(version(("from: 4, id: high", "from: 5, id: high")))

    assert word not in repr(found).replace("Worry", "")
