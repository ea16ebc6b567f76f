"""A case out of what was filled in, and its place in the text."""

from __future__ import annotations

import random

import pytest

from screening.core.cases import run_case
from screening.core.documents import read_document, write_document
from screening.core.drafted_case import NoRoom, drafted_case, free_case_id, put_case
from screening.core.loading import load_questionnaire, load_stored
from screening.core.moments import read_moment
from screening.core.random_answers import drawers
from tests.library_place import LIBRARY

NAMES = sorted(
    p.stem for p in LIBRARY.glob("*.yaml") if "." not in p.stem and p.stem != "references"
)
VISIT = "2026-11-30T14:05"
CASE = {"id": "one", "answers": {"gate": "no"}, "expect": {"findings": []}}
HEAD = "id: x\n# of the head\ntitle: X  # behind\n"


@pytest.mark.parametrize("name", NAMES)
def test_what_comes_out_is_what_the_case_expects_in_every_shipped_file(name: str) -> None:
    data = (LIBRARY / f"{name}.yaml").read_bytes()
    own, moment = load_stored(name, data), read_moment(VISIT)
    for drawer in drawers(random.Random(7), moment, 2):  # noqa: S311  nothing secret is drawn
        answers = read_document(own, drawer.document(own, {}), visit=moment)
        document = write_document(own, answers)

        case = drafted_case(own, document, case_id=free_case_id(own), visit=VISIT, source="a: #b")
        made = put_case(data, case)

        found = load_questionnaire(name, made.data, cases=False).cases[-1]
        assert run_case(own, found).mismatches == ()
        assert (found.id, found.source) == ("previewed_1", "a: #b")
        before, after = made.data.split(made.added.encode())
        assert before + after == data
        assert made.data.splitlines()[made.line - 1].strip() == b"- id: previewed_1"


def test_a_figure_that_moves_makes_the_case_fail() -> None:
    data = (LIBRARY / "cows.yaml").read_bytes()
    own = load_stored("cows", data)
    document = {item.id: item.choices[-1].id for item in own.items if item.type == "choice"}
    case = drafted_case(
        own, {**document, "pulse": "130"}, case_id="most", visit=VISIT, source="worked"
    )
    assert case["expect"]["scores"]["cows"]["value"] == "48"  # the published highest total

    moved = put_case(data.replace(b"121: 4", b"121: 3"), case)

    changed = load_stored("cows", moved.data)
    assert moved.data != put_case(data, case).data
    assert run_case(changed, changed.cases[-1]).mismatches


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", "\ncases:\n  - id: one\n"),
        ("cases:\n- id: a  # why\n  expect: {}\n", "- id: one\n"),
        ("cases:\n    - id: a\n      expect: {}\n    # of a\n\n# of the end\n", "    - id: one\n"),
        ("cases:\n  - id: a\n    expect: {}\n\n# of scores\nscores: []\n", "  - id: one\n"),
    ],
)
def test_a_case_goes_to_the_end_of_the_cases_and_all_else_stays(text: str, wanted: str) -> None:
    for newline in ("\n", "\r\n"):
        data = (HEAD + text).replace("\n", newline).encode()

        made = put_case(data, CASE)

        at = made.data.index(wanted.replace("\n", newline).encode())
        size = len(made.data) - len(data)
        assert made.data[:at] + made.data[at + size :] == data
        line = made.data.splitlines()[made.line - 1]
        assert line.strip() == b"- id: one"
        assert made.data.count(newline.encode()) == made.data.count(b"\n")
        assert made.data.index(b"# of the head") < at


def test_comments_behind_the_last_case_stay_with_what_they_speak_of() -> None:
    text = HEAD + "cases:\n  - id: a\n    expect: {}\n    # of a\n\n# of scores\nscores: []\n"

    made = put_case(text.encode(), CASE).data.decode()

    assert made.index("# of a") < made.index("- id: one") < made.index("# of scores")


def test_a_text_without_a_last_line_break_gets_one() -> None:
    made = put_case(b"id: x\ncases:\n  - id: a\n    expect: {}", CASE)

    assert made.data.startswith(b"id: x\ncases:\n  - id: a\n    expect: {}\n  - id: one\n")


@pytest.mark.parametrize(
    "text",
    [
        "cases: []\n",
        "cases: [{id: a, expect: {}}]\n",
        "cases:\n",
        "cases: &a\n  - id: a\n    expect: {}\n  -\n    id: [",
        "cases:\n  -\n    id: a\n    expect: {}\n",
        "cases:\n  - id: a\n    expect: {}\n...\n",
    ],
)
def test_where_the_end_of_the_cases_is_not_plain_nothing_is_put_in(text: str) -> None:
    with pytest.raises(NoRoom):
        put_case((HEAD + text).encode(), CASE)


def test_what_was_typed_cannot_break_out_of_its_place() -> None:
    for typed in (
        "a\nfindings: []",
        "x # y",
        "'",
        '"',
        "- a",
        "{a: b}",
        " lead",
        "a: b",
        "&a *a",
        "é",
    ):
        case = CASE | {"source": typed}

        made = put_case(b"id: x\ncases:\n  - id: a\n    expect: {}\nscores: []\n", case)

        assert made.data.endswith(b"\nscores: []\n")


def test_a_free_name_is_one_that_no_case_has() -> None:
    data = (LIBRARY / "gad2.yaml").read_bytes()
    own = load_stored("gad2", data)
    case = drafted_case(own, {}, case_id=free_case_id(own), visit=VISIT, source="x")

    again = load_stored("gad2", put_case(data, case).data)

    assert [free_case_id(own), free_case_id(again)] == ["previewed_1", "previewed_2"]
