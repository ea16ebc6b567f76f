"""What others may still mean by a file that is at fault: its ids are there, its content is not."""

from __future__ import annotations

import re

from screening.core.references import Reference
from screening.core.yaml_text import YamlFault
from screening.core.yaml_tree import Mapping, Sequence, read_tree

_ID = re.compile(rb"^id:[ ]*[\"']?([a-z][a-z0-9_]*)", re.MULTILINE)


def ids_told(path: str, data: bytes) -> frozenset[str]:
    """The ids that a file may be meant by: the one it says, and the one it is named by."""
    stem = path.replace("\\", "/").rpartition("/")[2].partition(".")[0]
    return frozenset({stem, *(found.decode() for found in _ID.findall(data))})


def tree_of(data: bytes) -> Mapping | None:
    """What can be read of a file; None where it is no YAML."""
    try:
        return read_tree(data)[0]
    except YamlFault:
        return None


def references_told(data: bytes) -> dict[str, Reference] | None:
    """The sources of a wrong references.yaml by their ids; None where one of these is not known."""
    tree = tree_of(data)
    entries = tree.get("references") if tree is not None else None
    if not isinstance(entries, Sequence):
        return None
    names = [entry.get("id") if isinstance(entry, Mapping) else None for entry in entries]
    known = [name for name in names if isinstance(name, str)]
    if len(known) < len(names):
        return None
    return {name: Reference.model_construct(id=name, title=name) for name in known}
