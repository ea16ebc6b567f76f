"""The way through a packet where two questionnaires ask the same: once, wherever it is asked."""

from __future__ import annotations

import pytest

from screening.core.answers import Answer, Missing
from screening.core.loading import load_packet, load_questionnaire
from screening.core.moments import read_moment
from screening.web.course import Course

HEAD = """
version: 1.0.0
title: Made up
rated_by: patient
instrument: {wording: own, licence: own work, evidence: {grade: none}}
option_sets: {yes_no: [{id: yes, text: "Yes"}, {id: no, text: "No"}]}
pages:
  - id: only
    title: Only
    items:
"""
FIRST = f"""id: first{HEAD}
      - {{id: gate, text: Gate, type: choice, options: yes_no}}
      - {{id: smoke, text: Smoke, type: choice, options: yes_no, enable_when: {{gate: yes}}}}
"""
SECOND = f"""id: second{HEAD}
      - {{id: smoking, text: Smoking, type: choice, options: yes_no, same_as: first.smoke}}
      - {{id: much, text: Much, type: choice, options: yes_no, enable_when: {{smoking: yes}}}}
"""
PACKET = b"""id: both
version: 1.0.0
title: Both
entries: [{questionnaire: first}, {questionnaire: second}]
"""
QUESTIONNAIRES = {
    name: load_questionnaire(f"{name}.yaml", text.encode())
    for name, text in (("first", FIRST), ("second", SECOND))
}
Given = dict[str, str]


def asked(first: Given, second: Given) -> list[str]:
    """The patient's questions after these answers; an empty one was declined."""
    given = {
        name: {i: Answer(i, v) if v else Missing(i, "declined") for i, v in answers.items()}
        for name, answers in (("first", first), ("second", second))
    }
    packet = load_packet("packets/both.yaml", PACKET)
    course = Course(packet, QUESTIONNAIRES, given, read_moment("2026-11-18T10:00"))
    return [ref for stop in course.stops for ref in stop.refs]


@pytest.mark.parametrize(
    ("first", "second", "stops"),
    [
        ({}, {}, ["first.gate"]),
        ({"gate": "yes"}, {}, ["first.gate", "first.smoke"]),
        ({"gate": "yes", "smoke": "no"}, {}, ["first.gate", "first.smoke"]),
        (
            {"gate": "yes", "smoke": "yes"},
            {},
            ["first.gate", "first.smoke", "second.much"],  # what hangs on the twin opens
        ),
        (
            {"gate": "yes", "smoke": ""},
            {},
            ["first.gate", "first.smoke"],
        ),  # declined once is enough
        # Skipped by right over there, the question is still this questionnaire's own.
        ({"gate": "no"}, {}, ["first.gate", "second.smoking"]),
        ({"gate": "no"}, {"smoking": "yes"}, ["first.gate", "second.smoking", "second.much"]),
    ],
)
def test_a_question_is_asked_once_and_what_hangs_on_it_opens(
    first: Given, second: Given, stops: list[str]
) -> None:
    assert asked(first, second) == stops


GRID_HEAD = HEAD.replace("title: Only", "title: Only\n    layout: grid")
ROWS = f"""id: rows{GRID_HEAD}
      - {{id: a, text: A, type: choice, options: yes_no}}
      - {{id: b, text: B, type: choice, options: yes_no}}
      - {{id: seen, text: Seen, type: choice, options: yes_no, rated_by: clinician}}
      - {{id: c, text: C, type: choice, options: yes_no, same_as: first.smoke}}
  - id: last
    title: Last
    items:
      - {{id: d, text: D, type: choice, options: yes_no}}
"""
GRID_PACKET = PACKET.replace(b"second", b"rows")


def course(rows: str = ROWS, *, grids: bool = True, **given: str) -> Course:
    """The way through "first" and "rows"; `a="yes"` is an answer to a row."""
    held = {**QUESTIONNAIRES, "rows": load_questionnaire("rows.yaml", rows.encode(), cases=False)}
    own = {name: Answer(name, value) for name, value in given.items()}
    first = {"gate": Answer("gate", "no")}
    packet, now = load_packet("packets/both.yaml", GRID_PACKET), read_moment("2026-11-18T10:00")
    return Course(packet, held, {"first": first, "rows": own}, now, grids=grids)


def screens_of(way: Course) -> list[str]:
    return [" ".join(stop.refs) for stop in way.stops]


def test_the_rows_of_a_grid_are_one_stop_where_grids_are_drawn_and_only_there() -> None:
    assert screens_of(course()) == ["first.gate", "rows.a rows.b rows.c", "rows.d"]
    assert screens_of(course(grids=False)) == ["first.gate", "rows.a", "rows.b", "rows.c", "rows.d"]


def test_a_page_whose_rows_hang_on_each_other_is_asked_one_by_one() -> None:
    hanging = ROWS.replace("{id: b, text: B,", "{id: b, text: B, enable_when: {a: yes},")

    assert screens_of(course(hanging)) == ["first.gate", "rows.a", "rows.c", "rows.d"]
    assert screens_of(course(hanging, a="yes"))[1:3] == ["rows.a", "rows.b"]


def test_a_row_that_is_asked_elsewhere_is_left_out_of_the_grid() -> None:
    way = course()
    smokes = {"gate": Answer("gate", "yes"), "smoke": Answer("smoke", "yes")}
    way = way.answering(way.stops[0], smokes)

    assert screens_of(way) == ["first.gate", "first.smoke", "rows.a rows.b", "rows.d"]


def test_a_grid_is_open_until_every_row_is_answered_and_each_row_leads_to_it() -> None:
    assert course(a="yes").first_open() == 2
    assert course(a="yes", b="no", c="no").first_open() == 3
    way = course()
    assert [way.place_of(f"rows.{name}") for name in ("a", "b", "c", "d", "seen")] == [
        2, 2, 2, 3, None,
    ]  # fmt: skip


def test_a_grid_is_answered_and_emptied_as_a_whole() -> None:
    way = course()
    stop = way.stops[1]

    after = way.answering(stop, {name: Answer(name, "no") for name in ("a", "b", "c")})

    assert after.grids
    assert after.first_open() == 3
    assert set(after.stops[1].given) == {"a", "b", "c"}
    assert after.without(after.stops[1]).given["rows"] == {}


@pytest.mark.parametrize(
    ("refs", "grids", "found"),
    [
        (["rows.b", "rows.a"], True, "rows.a rows.b rows.c"),  # with the row that is asked by now
        (["rows.b", "rows.a"], False, "rows.b"),
        (["rows.d"], True, "rows.d"),
        (["first.smoke"], True, "first.smoke"),  # not asked at this moment
        (["rows.seen"], True, None),  # the clinician's
        (["rows.a", "rows.seen", "first.gate", "x"], True, "rows.a rows.b rows.c"),
        (["rows.nothing"], True, None),
        (["nothing"], True, None),
        ([], True, None),
    ],
)
def test_what_a_page_asked_is_found_by_its_names(
    refs: list[str], grids: bool, found: str | None
) -> None:
    stop = course(grids=grids).stop_of(refs)

    assert (None if stop is None else " ".join(stop.refs)) == found
