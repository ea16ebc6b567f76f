"""Which rows of a page share a screen, and which page stays at one question a screen."""

from __future__ import annotations

import pytest

from screening.core.loading import load_questionnaire
from screening.core.screens import screens, stands_together

TEXT = """\
id: rows
version: 1.0.0
title: Rows
rated_by: patient
instrument: {wording: own, licence: own work, evidence: {grade: none}}
uses: [far.away]
option_sets: {much: [{id: none, text: None, points: 0}, {id: lots, text: Lots, points: 2}]}
pages:
  - id: first
    title: First
    items:
      - {id: gate, text: Gate, type: choice, options: much}
  - id: grid
    title: Grid
    layout: grid
    items:
      - {id: a, text: A, type: choice, options: much}
      - {id: b, text: B, type: choice, options: much}
      - {id: seen, text: Seen, type: text, rated_by: clinician}
  - id: later
    title: Later
    items:
      - {id: c, text: C, type: choice, options: much,
         enable_when: {any: [{a: lots}, {far.away: lots}]}}
"""
LAST = "- {id: b, text: B, type: choice, options: much"


def questionnaire(**changes: str):
    text = TEXT
    for old, new in changes.items():
        text = text.replace({"row": LAST, "layout": "    layout: grid\n"}[old], new)
    return load_questionnaire("rows.yaml", text.encode(), cases=False)


def shown(found) -> list[list[str]]:
    page = found.page_of("a")
    asked = [item for item in page.items if found.rater(item) == "patient"]
    return [[item.id for item in screen] for screen in screens(found, page, asked)]


def test_the_rows_of_a_grid_share_one_screen() -> None:
    assert shown(questionnaire()) == [["a", "b"]]


def test_a_page_that_asks_for_no_grid_shows_one_question_at_a_time() -> None:
    assert shown(questionnaire(layout="")) == [["a"], ["b"]]


@pytest.mark.parametrize("when", ["{gate: lots}", "{far.away: lots}"])
def test_a_row_may_hang_on_what_is_asked_on_another_page(when: str) -> None:
    assert shown(questionnaire(row=f"{LAST}, enable_when: {when}")) == [["a", "b"]]


@pytest.mark.parametrize("when", ["{a: lots}", "{c: lots}"], ids=["directly", "through another"])
def test_a_row_that_hangs_on_another_of_its_page_keeps_the_page_from_being_a_grid(
    when: str,
) -> None:
    assert shown(questionnaire(row=f"{LAST}, enable_when: {when}")) == [["a"], ["b"]]


def test_a_page_with_anything_but_choices_is_no_grid() -> None:
    found = questionnaire(row="- {id: b, text: B, type: integer, min: 0, max: 9")

    assert shown(found) == [["a"], ["b"]]


def test_one_row_alone_is_a_question_and_no_grid(shipped) -> None:
    sows = shipped("sows16")
    page = sows.page_of("anxious")

    assert stands_together(sows, page)
    assert screens(sows, page, page.items[:1]) == ((page.items[0],),)
    assert screens(sows, page, ()) == ()


@pytest.mark.parametrize("name", ["sows16", "sows_gossop"])
def test_the_shipped_symptom_pages_are_grids(name: str, shipped) -> None:
    found = shipped(name)

    assert [stands_together(found, page) for page in found.pages] == [True]
