"""What is written as YAML reads back as the same tree, and each line knows its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from screening.core.loading import load_clinic_texts, load_leaflet, load_packet
from screening.core.written import plain
from screening.core.yaml_tree import bare, mark_at, read_tree
from screening.core.yaml_writing import COMMENT, Inline, quoted, write_yaml
from tests.library_place import LIBRARY

SHIPPED = sorted(LIBRARY.rglob("*.yaml"))
LOADERS = {"clinic": load_clinic_texts, "leaflets": load_leaflet, "packets": load_packet}
EDITED = [path for path in SHIPPED if path.parent.name in LOADERS]

# What a file of ours may hold: no control character but the line break.
TEXTS = st.text(
    st.characters(blacklist_categories=("Cs",), blacklist_characters=[chr(n) for n in range(32)]),
    min_size=1,
)
KEYS = TEXTS.filter(lambda key: key not in (COMMENT, "<<"))
NODES = st.recursive(
    TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)
AWKWARD = (
    "Yes", "No", "true", "null", "a: b", "a #b", "#", "- a", "? a", "a:", " a", "a ", "[a", "{a}",
    "a, b", "a\nb", '"', "'", "\\", "&a", "*a", "!a", "%a", "@a", "`a", "|", ">", "1e3", "0x10",
    "12:30", "1.0.0", "1.0", "2026-11-30", "yes", "~", "=", "?", "<<", "a  b", "…", "a\tb",
    "-", "---", "...", "é", "\x85", "\u2028", "\ufeff", "\u202e", "\U0001f600",
)  # fmt: skip


def again(tree: dict[str, Any]) -> Any:
    read, faults = read_tree(write_yaml(tree).data)
    assert faults == ()
    return bare(read)


def with_tuples(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: with_tuples(value) for key, value in node.items()}
    return tuple(with_tuples(part) for part in node) if isinstance(node, list) else node


@pytest.mark.parametrize("text", AWKWARD)
def test_an_awkward_text_is_read_again_as_it_was(text: str):
    tree = {"a": text, "b": Inline(c=text, d=[text, text]), "e": [{"f": text}, text]}

    assert again(tree) == with_tuples(tree)


@given(st.dictionaries(KEYS, NODES, min_size=1), TEXTS)
def test_every_tree_is_read_again_as_it_was(tree: dict[str, Any], text: str):
    tree |= {"b": Inline(c=[text])}

    assert again(tree) == with_tuples(tree)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_every_shipped_file_reads_back_as_the_same_tree(path: Path):
    tree = bare(read_tree(path.read_bytes())[0])

    assert again(tree) == tree


@pytest.mark.parametrize("path", EDITED, ids=lambda path: path.name)
def test_what_a_form_writes_of_a_shipped_file_means_the_same(path: Path):
    load = LOADERS[path.parent.name]
    shipped = load(path.name, path.read_bytes())

    again = load(path.name, write_yaml(plain(shipped)).data)
    assert again.model_dump() == shipped.model_dump()


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
        write_yaml({k: v for k, v in tree.items() if v}).text
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


def test_each_line_knows_its_place():
    path = LIBRARY / "leaflets" / "withdrawal_and_hair.en.yaml"
    written = write_yaml(plain(load_leaflet(path.name, path.read_bytes())))
    tree, _ = read_tree(written.data)

    lines = written.text.splitlines()
    assert len(written.places) == len(lines)
    for number, (line, place) in enumerate(zip(lines, written.places, strict=True), 1):
        assert not line or mark_at(tree, place).line == number, place
    assert written.place(0) == written.place(10_000) == ()
