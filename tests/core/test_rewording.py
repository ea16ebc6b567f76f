"""The words of a file, exchanged in its text: nothing else changes, in any way it is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.core.rewording import NotReworded, Wording, reworded, wordings
from screening.core.yaml_text import YamlFault
from screening.core.yaml_tree import bare, read_tree
from screening.settings import ROOT

FILE = b"""\
# what stands above
id: made_up
version: 1.0.0   # the first
title: Made up
about: >-
  A long text that goes on
  below its key.

instrument:
  licence: own work      # no words of the questionnaire
option_sets:
  often:
    - {id: no, text: "No"}
    - {id: yes, text: "Yes, often", points: 1}
pages:
  - id: one
    title: 'Page one'
    items:
      - id: tired
        text: Are you tired # asked first
        hint: In the past week
        type: choice
        options: often
      - {id: nights, text: Nights, type: integer, min: 0, max: 7, enable_when: {text: yes}}
findings:
  - id: found
    text: Found
    when: {text: yes}
    source: {none: house rule, note: Said by nobody}
cases:
  - {id: case, answers: {text: no}, source: text}
"""
SHIPPED = sorted(
    path
    for path in (ROOT / "questionnaires").glob("*.yaml")
    if path.name != "references.yaml" and "." not in path.stem
)


def by_name(data: bytes) -> dict[str, Wording]:
    return {one.name: one for one in wordings(data)}


def test_every_text_is_listed_with_whose_it_is_and_nothing_else() -> None:
    found = {name: one.text for name, one in by_name(FILE).items()}

    assert found == {
        "title": "Made up",
        "about": "A long text that goes on below its key.",
        "option_sets.often.no.text": "No",
        "option_sets.often.yes.text": "Yes, often",
        "pages.one.title": "Page one",
        "pages.one.items.tired.text": "Are you tired",
        "pages.one.items.tired.short": "",
        "pages.one.items.tired.hint": "In the past week",
        "pages.one.items.nights.text": "Nights",
        "pages.one.items.nights.short": "",
        "pages.one.items.nights.hint": "",
        "findings.found.text": "Found",
    }


def test_labels_and_pages_are_words() -> None:
    found = by_name(FILE)

    assert found["pages.one.items.tired.hint"].label == "Hint of item tired"
    assert found["option_sets.often.yes.text"].label == "Text of option yes of often"
    assert found["pages.one.items.tired.hint"].page == "Page one"
    assert found["findings.found.text"].page == ""


@pytest.mark.parametrize(
    ("name", "words", "line"),
    [
        ("title", "Made up: anew", b'title: "Made up: anew"\n'),
        ("about", "Short.", b"about: >-\n  Short.\n\ninstrument:"),
        ("option_sets.often.yes.text", "Yes", b"    - {id: yes, text: \"Yes\", points: 1}\n"),
        ("pages.one.title", "Page 1, {anew}", b'    title: "Page 1, {anew}"\n'),
        ("pages.one.items.tired.text", "Tired?", b"text: Tired? # asked first\n        hint:"),
        ("pages.one.items.tired.text", "Two\nlines", b'text: "Two\\nlines" # asked first\n'),
        ("pages.one.items.tired.hint", "", b"# asked first\n        type: choice\n"),
        (
            "pages.one.items.tired.short", "Tired",
            b"# asked first\n        short: Tired\n        hint: In the",
        ),
        ("pages.one.items.nights.hint", "0, 1", b'text: Nights, hint: "0, 1", type: integer'),
    ],
)  # fmt: skip
def test_one_text_is_exchanged_where_it_stands(name: str, words: str, line: bytes) -> None:
    one = by_name(FILE)[name]

    made = reworded(FILE, {one.place: words})

    assert line in made
    assert by_name(made)[name].text == words
    rest = [held for held in FILE.splitlines() if held not in made.splitlines()]
    assert len(rest) <= 2


def test_what_was_added_and_taken_out_again_leaves_the_file_as_it_was() -> None:
    for path in SHIPPED:
        data = path.read_bytes()
        new = {one.place: "Put in" for one in wordings(data) if not one.text}

        made = reworded(data, new)

        assert made != data or not new
        assert reworded(made, dict.fromkeys(new, "")) == data


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_all_texts_of_a_shipped_file_are_exchanged_at_once(path: Path) -> None:
    data = path.read_bytes()
    told = {one.place: f"{one.text} [anew]: “#1”" for one in wordings(data) if one.text}

    made = reworded(data, told)

    assert len(told) > 5
    assert {one.place: one.text for one in wordings(made) if one.text} == told
    comments = [line for line in data.splitlines() if line.lstrip().startswith(b"#")]
    assert [line for line in made.splitlines() if line.lstrip().startswith(b"#")] == comments


@settings(max_examples=300)
@given(
    st.dictionaries(
        st.sampled_from([one.place for one in wordings(FILE)]),
        st.text(
            st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n"), min_size=1
        ),
    )
)
def test_whatever_is_typed_is_what_is_read_and_the_rest_stays(told: dict) -> None:
    made = reworded(FILE, told)

    now = {one.place: one.text for one in wordings(made)}
    before = {one.place: one.text for one in wordings(FILE)}
    assert now == before | told
    assert bare(read_tree(made)[0])["cases"] == bare(read_tree(FILE)[0])["cases"]


def test_windows_line_ends_stay() -> None:
    data = FILE.replace(b"\n", b"\r\n")
    told = {one.place: "Other words" for one in wordings(data)}

    made = reworded(data, told)

    assert set(one.text for one in wordings(made)) == {"Other words"}


def test_ids_that_stand_twice_are_told_apart_by_their_place() -> None:
    data = FILE.replace(b"id: nights", b"id: tired")

    names = [one.name for one in wordings(data)]

    assert len(set(names)) == len(names) == len(wordings(FILE))
    assert "pages.0.items.1.text" in names


def test_a_text_that_is_the_first_key_of_a_part_is_not_taken_out_by_itself() -> None:
    data = FILE.replace(
        b"      - id: tired\n        text: Are you tired # asked first\n        hint: In the past",
        b"      - hint: In the past week\n        id: tired\n        text: Are you tired\n#",
    )
    one = by_name(data)["pages.one.items.tired.hint"]

    with pytest.raises(NotReworded, match="Change it by hand"):
        reworded(data, {one.place: ""})


@pytest.mark.parametrize("data", [b"a: [", b"title: x\ntitle: y\n", b"- a\n", b""])
def test_what_is_no_sound_yaml_is_not_touched(data: bytes) -> None:
    with pytest.raises(YamlFault):
        wordings(data)
    with pytest.raises(YamlFault):
        reworded(data, {("title",): "x"})
