"""From a stored version to a form and back: the tree that is edited, its faults, its next version.

Nothing here knows of a request. What a form does not ask for is carried over from the version in
use, so two people may edit two parts of the clinic's texts at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date
from functools import lru_cache
from typing import Any

from screening.core.checks.clinic_texts import check_clinic_findings
from screening.core.checks.packet_pages import check_pages
from screening.core.checks.packets import check_packet
from screening.core.checks.typical import check_typical
from screening.core.clinic_texts import ClinicTexts
from screening.core.leaflet import Leaflet
from screening.core.loading import (
    load_clinic_texts,
    load_leaflet,
    load_packet,
    load_stored_clinic_texts,
    load_stored_leaflet,
    place_faults,
)
from screening.core.packet import Packet
from screening.core.questionnaire import Questionnaire
from screening.core.references import Reference
from screening.core.versions import next_version, parts_of
from screening.core.written import plain
from screening.core.yaml_tree import Place
from screening.core.yaml_writing import write_yaml
from screening.errors import DefinitionError, DefinitionErrors
from screening.quick_dataclass import dataclass
from screening.web.text_fields import Group, Part, Rests, Rows, Tree, as_text

Model = ClinicTexts | Leaflet | Packet
VERSIONED = ("consent", "outside_copy")  # parts with a version of their own
HEAD = ("id", "version", "date", "language")  # what no form of a leaflet or packet asks for
CLINIC = ("clinic", "site")  # kinds that have the shape of the clinic's texts
NO_FINDINGS: tuple[str, Any] = ("findings", [])
EMPTY = ("no_value", "missing_key", "empty")  # codes of what was left empty


@dataclass(frozen=True, slots=True)
class Beside:
    """What a definition is held against."""

    questionnaires: Mapping[str, Questionnaire]  # by id, as their authors wrote them
    references: Mapping[str, Reference]
    leaflets: frozenset[str]  # ids


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of a tree."""

    data: bytes = field(repr=False)
    model: Model | None  # None where it cannot even be built
    faults: tuple[tuple[Place, DefinitionError], ...]


def model_of(kind: str, name: str, data: bytes) -> Model:
    """A stored version, whose meaning is not looked at again."""
    if kind in CLINIC:
        return load_stored_clinic_texts(name, data)
    return load_stored_leaflet(name, data) if kind == "leaflet" else load_packet(name, data)


@lru_cache(maxsize=512)
def _tree_of(kind: str, data: bytes) -> Tree:
    tree: Tree = as_text(plain(model_of(kind, "stored", data)))
    if kind == "packet":
        tree.setdefault("review", "yes")
    return tree


def tree_of(kind: str, data: bytes) -> Tree:
    """A stored version as a tree of text; it is the caller's to change."""
    tree: Tree = as_text(_tree_of(kind, data))
    return tree


def described(parts: Sequence[Part], tree: Tree) -> Tree:
    """Of a tree what a form asks for."""
    return {part.key: _described(part, tree[part.key]) for part in parts if part.key in tree}


def _described(part: Part, value: Any) -> Any:
    match part:
        case Group():
            return described(part.of, value)
        case Rows():
            return [described(part.of, row) for row in value]
        case Rests():
            return {key: one for key, one in value.items() if one}
    return value


def completed(kind: str, whole: Tree, typed: Tree, *, part: str, version: str, today: date) -> Tree:
    """The version in use with what was typed put in.

    whole     the version in use
    part      of the clinic's texts; empty for a leaflet or a packet
    version   of the new leaflet or packet; the clinic's texts have none of their own
    """
    if kind in CLINIC:
        return _in_order(ClinicTexts.keys(), _clinic(whole, typed, part))
    head = {"id": whole["id"], "version": version}
    if kind == "packet":
        return _in_order(Packet.keys(), head | typed)
    head |= {"date": today.isoformat(), "language": whole["language"]}
    return _in_order(Leaflet.keys(), head | typed)


def _clinic(whole: Tree, typed: Tree, part: str) -> Tree:
    if part not in VERSIONED:
        return {**whole, part: typed.get(part, [])}  # of findings there may be none
    words = typed.get(part, {})
    if part == "outside_copy" and not any(words.values()):
        return {key: one for key, one in whole.items() if key != part}
    return {**whole, part: _raised(whole.get(part), words)}


def _raised(before: Tree | None, words: Tree) -> Tree:
    """A text with a version of its own, which rises when a word changes."""
    if before is None:
        return {"version": "1.0.0", **words}
    held = {key: one for key, one in before.items() if key != "version"}
    version = before["version"]
    return {"version": version if held == words else next_version(version, "minor"), **words}


def restored(kind: str, whole: Tree, old: Tree, *, version: str, today: date) -> Tree:
    """An older version once more, as the one after that in use."""
    if kind not in CLINIC:
        typed = {key: one for key, one in old.items() if key not in HEAD}
        return completed(kind, whole, typed, part="", version=version, today=today)
    tree = dict(old)
    for part in VERSIONED:
        if part in old:
            words = {key: one for key, one in old[part].items() if key != "version"}
            # Where it was left out meanwhile it goes on from what it was.
            tree[part] = _raised(whole.get(part, old[part]), words)
    return tree


def version_after(versions: Sequence[str]) -> str:
    """The version one step after the highest of these."""
    return next_version(max(versions, key=parts_of), "minor")


def check(kind: str, tree: Tree, beside: Beside) -> Checked:
    """The tree as a file, with the faults that such a file has in the folder, each with its
    place."""
    written = write_yaml(tree)
    model: Model | None = None
    faults: Sequence[DefinitionError]
    try:
        model, faults = _load(kind, written.data, beside)
    except DefinitionErrors as error:
        faults = error.faults
    placed = tuple((written.place(fault.line), fault) for fault in faults)
    return Checked(written.data, model, placed)


def _load(kind: str, data: bytes, beside: Beside) -> tuple[Model, Sequence[DefinitionError]]:
    if kind == "leaflet":
        return load_leaflet("", data, beside.references), ()
    if kind == "packet":
        packet, others = load_packet("", data), beside.questionnaires
        told = (
            *check_packet(packet, others, beside.leaflets),
            *check_pages(packet, others),
            *check_typical(packet, others),
        )
        return packet, place_faults("", data, told)
    texts = load_clinic_texts("", data)
    return texts, place_faults("", data, check_clinic_findings(texts, beside.questionnaires))


def _in_order(keys: Sequence[str], tree: Tree) -> Tree:
    return {key: tree[key] for key in keys if key in tree and (key, tree[key]) != NO_FINDINGS}
