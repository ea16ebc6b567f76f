"""What is written as YAML reads back as the same tree, and each line knows its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.core.loading import load_clinic_texts, load_leaflet, load_packet
from screening.core.placed_yaml import write_yaml
from screening.core.written import plain
from screening.core.yaml_tree import bare, mark_at, read_tree
from tests.library_place import LIBRARY

SHIPPED = sorted(LIBRARY.rglob("*.yaml"))
LOADERS = {"clinic": load_clinic_texts, "leaflets": load_leaflet, "packets": load_packet}
EDITED = [path for path in SHIPPED if path.parent.name in LOADERS]

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=40)
KEYS = TEXTS.filter(lambda key: key not in ("", "<<"))
NODES = st.recursive(
    TEXTS.filter(bool),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_every_shipped_file_reads_back_as_the_same_tree(path: Path) -> None:
    tree = bare(read_tree(path.read_bytes())[0])

    written = write_yaml(tree)

    again, faults = read_tree(written.data)
    assert (bare(again), faults) == (tree, ())


@pytest.mark.parametrize("path", EDITED, ids=lambda path: path.name)
def test_what_a_form_writes_of_a_shipped_file_means_the_same(path: Path) -> None:
    load = LOADERS[path.parent.name]
    shipped = load(path.name, path.read_bytes())

    again = load(path.name, write_yaml(plain(shipped)).data)
    assert again.model_dump() == shipped.model_dump()


@given(st.dictionaries(KEYS, NODES, min_size=1))
def test_whatever_is_typed_reads_back(tree: dict[str, object]) -> None:
    again, faults = read_tree(write_yaml(tree).data)

    assert faults == ()
    assert bare(again) == with_tuples(tree)


def with_tuples(node: object) -> object:
    if isinstance(node, dict):
        return {key: with_tuples(value) for key, value in node.items()}
    return tuple(with_tuples(part) for part in node) if isinstance(node, list) else node


@pytest.mark.parametrize(
    "text",
    ["yes", "no", "null", "~", "1.0", "2026-11-30", "- a", "a: b", "a #b", "'", '"', "\\", " x ",
     "{a}", "[a", "*a", "&a", "!a", "%a", "@a", "`a", "a\nb", "\N{LINE SEPARATOR}", "\x85", "😀",
     "12:30", "=", "?", "a  b", "…", "é", "<<"],
)  # fmt: skip
def test_what_means_something_to_yaml_is_text(text: str) -> None:
    assert bare(read_tree(write_yaml({"one": text, "two": [text]}).data)[0]) == {
        "one": text,
        "two": (text,),
    }


def test_each_line_knows_its_place() -> None:
    path = LIBRARY / "leaflets" / "withdrawal_and_hair.en.yaml"
    written = write_yaml(plain(load_leaflet(path.name, path.read_bytes())))
    tree, _ = read_tree(written.data)

    assert len(written.places) == written.data.count(b"\n")
    for line, place in enumerate(written.places, 1):
        assert mark_at(tree, place).line == line, place
    assert written.place(0) == written.place(10_000) == ()
