"""Values written as YAML: read again they are the same, whatever the texts hold."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from screening.core.yaml_tree import bare, read_tree
from screening.core.yaml_writing import COMMENT, Inline, quoted, write_yaml

# What a file of ours may hold: no control character but the line break.
TEXTS = st.text(
    st.characters(blacklist_categories=("Cs",), blacklist_characters=[chr(n) for n in range(32)]),
    min_size=1,
)
AWKWARD = (
    "Yes", "No", "true", "null", "a: b", "a #b", "#", "- a", "? a", "a:", " a", "a ", "[a", "{a}",
    "a, b", "a\nb", '"', "'", "\\", "&a", "*a", "!a", "%a", "@a", "`a", "|", ">", "1e3", "0x10",
    "12:30", "1.0.0", "-", "---", "...", "é", "\x85", "\u2028", "\ufeff", "\u202e", "\U0001f600",
)  # fmt: skip


def again(tree: dict[str, Any]) -> Any:
    read, faults = read_tree(write_yaml(tree).encode())
    assert faults == ()
    return bare(read)


@pytest.mark.parametrize("text", AWKWARD)
def test_an_awkward_text_is_read_again_as_it_was(text: str):
    tree = {"a": text, "b": Inline(c=text, d=[text, text]), "e": [{"f": text}], "g": {"h": text}}

    assert again(tree) == {
        "a": text, "b": {"c": text, "d": (text, text)}, "e": ({"f": text},), "g": {"h": text}
    }  # fmt: skip


@given(TEXTS)
def test_every_text_is_read_again_as_it_was(text: str):
    assert again({"a": text, "b": Inline(c=[text])}) == {"a": text, "b": {"c": (text,)}}


@given(st.text(st.characters(blacklist_categories=("Cs",))))
def test_a_comment_never_becomes_part_of_the_values(text: str):
    tree = {COMMENT: text, "a": [{COMMENT: text, "b": "c"}]}

    assert again(tree) == {"a": ({"b": "c"},)}


@pytest.mark.parametrize(
    "text", ["yes", "Never", "Two or three times a week", "10", "2.50", "¿Sí?"]
)
def test_quotes_stand_only_where_they_are_needed(text: str):
    plain = text != "¿Sí?"

    assert (quoted(text) == text) is plain
    assert yaml.safe_load(quoted("No")) == "No"  # another program's reader does not see false


def test_a_file_reads_like_those_that_are_written_by_hand():
    tree = {
        "id": "small",
        "pages": [
            {"id": "one", "items": [
                {COMMENT: "linkId: 1", "id": "a", "text": "How: often?",
                 "options": [Inline(id="yes", text="Yes", points="1")]},
            ]},
        ],
        "scores": [],
    }  # fmt: skip

    assert (
        write_yaml({k: v for k, v in tree.items() if v})
        == """\
id: small

pages:
  - id: one
    items:
      # linkId: 1
      - id: a
        text: "How: often?"
        options:
          - {id: yes, text: "Yes", points: 1}
"""
    )
