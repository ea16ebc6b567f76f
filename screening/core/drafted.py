"""A questionnaire's text as far as it can be read, sound or not, and where its items stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from screening.core.anatomies import QUESTIONNAIRE
from screening.core.loading import load_questionnaire, load_stored
from screening.core.questionnaire import Questionnaire
from screening.core.references import Reference
from screening.core.salvage import left_beside
from screening.core.shapes import WrongShape
from screening.core.yaml_text import YamlFault
from screening.core.yaml_tree import Mapping as Tree
from screening.core.yaml_tree import Sequence, read_tree
from screening.errors import DefinitionError, DefinitionErrors
from screening.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Drafted:
    """What can be shown of a text that may be at fault."""

    questionnaire: Questionnaire | None  # None: too little of it can be read
    faults: tuple[DefinitionError, ...]  # sorted by place
    whole: bool  # nothing had to be left out of it
    lines: Mapping[str, int]  # item_id -> line on which it begins, 1-based


def read_drafted(path: str, data: bytes, references: Mapping[str, Reference] | None) -> Drafted:
    """The questionnaire of a text, without what is wrong with it. Its worked cases are not run.

    path        stands in front of each fault
    references  the known sources by id; None leaves them unchecked
    """
    lines = item_lines(data)
    try:
        return Drafted(load_questionnaire(path, data, references, cases=False), (), True, lines)
    except DefinitionErrors as error:
        faults = error.faults
    try:
        return Drafted(load_stored(path, data), faults, True, lines)
    except WrongShape as error:
        return Drafted(left_beside(error.tree, QUESTIONNAIRE), faults, False, lines)


def item_lines(data: bytes) -> dict[str, int]:
    """The line on which each item begins, by its id, of a questionnaire or a translation."""
    try:
        tree, _ = read_tree(data)
    except YamlFault:
        return {}
    return dict(_translated_items(tree.get("items"))) | dict(_items(tree))


def item_at(lines: Mapping[str, int], line: int) -> str | None:
    """The item that a line belongs to: the last one that begins on it or above."""
    above = [(at, item_id) for item_id, at in lines.items() if at <= line]
    return max(above)[1] if above else None


def _items(tree: Tree) -> Iterator[tuple[str, int]]:
    for page, _ in _parts(tree.get("pages")):
        for item, line in _parts(page.get("items")):
            if isinstance(item.get("id"), str):
                yield item["id"], line


def _parts(node: Any) -> Iterator[tuple[Tree, int]]:
    """The mappings of a list, each with its line."""
    if isinstance(node, Sequence):
        for at, part in enumerate(node):
            if isinstance(part, Tree):
                yield part, node.part_mark(at).line


def _translated_items(node: Any) -> Iterator[tuple[str, int]]:
    if isinstance(node, Tree):
        yield from ((key, node.key_mark(key).line) for key in node)
