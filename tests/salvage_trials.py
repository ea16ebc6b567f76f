"""Shipped files of every kind, damaged in shape and in meaning, and what is told of them."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any

from screening.core import anatomies
from screening.core.anatomy import Anatomy
from screening.core.at_fault import tree_of
from screening.core.checks import check_questionnaire
from screening.core.checks.clinic_texts import check_clinic_texts
from screening.core.checks.fault import Fault
from screening.core.checks.leaflets import check_leaflet
from screening.core.checks.others import check_others
from screening.core.checks.packet_pages import check_pages
from screening.core.checks.packets import check_packet
from screening.core.checks.translations import check_translation
from screening.core.library import Kind, Library
from screening.core.reading_files import doubled_sources
from screening.core.salvage import told_beside
from screening.core.shapes import placed, read_model
from screening.errors import DefinitionError, DefinitionErrors
from screening.library_folder import load_folder, read_files
from tests.library_place import LIBRARY

Told = set[tuple[int, str, str]]  # line, code, problem
ANATOMIES: dict[Kind, Anatomy] = {
    "questionnaire": anatomies.QUESTIONNAIRE,
    "translation": anatomies.TRANSLATION,
    "packet": anatomies.PACKET,
    "leaflet": anatomies.LEAFLET,
    "clinic": anatomies.CLINIC_TEXTS,
    "references": anatomies.REFERENCES,
}
KEY = re.compile(r"(\s*(- )?)[a-z_]+:( |$)")


@cache
def library() -> Library:
    return load_folder(LIBRARY, cases=False)


@dataclass(frozen=True)
class Trial:
    """One shipped file, line by line."""

    path: str
    kind: Kind
    lines: tuple[str, ...]

    def judged(self, model: Any) -> Iterable[Fault]:
        """Every fault of meaning, those beside the other files as well."""
        known, others = library().references, library().questionnaires
        match self.kind:
            case "questionnaire":
                own = check_questionnaire(model, known, cases=False)
                return chain(own, check_others(model, others))
            case "translation":
                return check_translation(model, self.path.rpartition("/")[2], others, known)
            case "packet":
                leaflets = {leaflet.id for leaflet in library().leaflets.values()}
                return chain(check_packet(model, others, leaflets), check_pages(model, others))
            case "leaflet":
                return check_leaflet(model, known)
            case "clinic":
                return check_clinic_texts(model)
        return doubled_sources(model.references)

    def beside(self, lines: Iterable[str]) -> Told:
        """What is told of meaning beside wrong shapes."""
        data = "\n".join(lines).encode()
        return plain(told_beside(self.path, tree_of(data), ANATOMIES[self.kind], self.judged))

    def sound_shape(self, lines: Iterable[str]) -> bool:
        return self.of_mended(lines) is not None

    def of_mended(self, lines: Iterable[str]) -> Told | None:
        """What is told of meaning; None where a shape is wrong."""
        anatomy = ANATOMIES[self.kind]
        try:
            tree, model = read_model(self.path, "\n".join(lines).encode(), anatomy.model)
        except DefinitionErrors:
            return None
        whole, faults = anatomy.settle(model)
        faults = faults or list(self.judged(whole))
        return plain(placed(self.path, tree, fault) for fault in faults)


def plain(faults: Iterable[DefinitionError]) -> Told:
    return {(fault.line, fault.code, fault.problem) for fault in faults}


@cache
def trials() -> tuple[Trial, ...]:
    """Every shipped file."""
    return tuple(
        Trial(file.path, file.kind, tuple(file.data.decode().splitlines()))
        for file in read_files([LIBRARY])
    )


# --- wrong shapes ---------------------------------------------------------------------------------


def misspelt(line: str) -> str:
    return re.sub(r"([a-z_]+):", r"\1x:", line, count=1)


def misspelt_within(line: str) -> str:
    """The last key of a line, which mostly lies in braces."""
    return re.sub(r"(.*[{ ][a-z_]+):", r"\1x:", line, count=1)


def dropped(line: str) -> str:
    return re.match(r"\s*", line)[0] + "# gone"  # type: ignore[index]  # it always matches


def emptied(line: str) -> str:
    return re.sub(r": .*", ":", line, count=1)


def exponent(line: str) -> str:
    return re.sub(r": \d+", ": 1e3", line, count=1)


def listed(line: str) -> str:
    return re.sub(r": ([^ {\[>|].*)", r": [[\1]]", line, count=1)


def capital(line: str) -> str:
    return re.sub(r"(\bid|questionnaire): ([a-z])", r"\1: X\2", line, count=1)


def doubled(line: str) -> str:
    return line + "\n" + line if KEY.match(line) and "- " not in line[:8] else line


SHAPES = (misspelt, misspelt_within, dropped, emptied, exponent, listed, capital)


def shape_damage(lines: list[str], rng: random.Random) -> int:
    """One line gets a wrong shape, mostly; returns its number from 0."""
    damage = rng.choice(SHAPES)
    tops = [n for n, line in enumerate(lines) if KEY.match(line) and line[0] not in " #"]
    places = [n for n, line in enumerate(lines) if KEY.match(line)]
    at = rng.choice(tops if rng.random() < 0.25 else places)
    lines[at] = damage(lines[at])
    return at


# --- wrong meaning --------------------------------------------------------------------------------

VALUE = re.compile(r"(?P<key>[a-z_]+): (?P<value>\"[^\"]*\"|[A-Za-z0-9_.-]+)(?=[,}\]]|$)")


def meaning_damage(lines: list[str], rng: random.Random) -> int:
    """A word or number becomes another one of the file, under the same key."""
    found = [(n, one) for n, line in enumerate(lines) for one in VALUE.finditer(line)]
    at, one = rng.choice(found)
    others = [other["value"] for _, other in found if other["key"] == one["key"]]
    value = rng.choice([*others, "0", "1", "9", "S9999", "nobody"])
    lines[at] = lines[at][: one.start("value")] + value + lines[at][one.end("value") :]
    return at
