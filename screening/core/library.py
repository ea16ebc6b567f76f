"""All definitions together: what a folder of files holds, and how the files fit each other."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from screening.core.checks.fault import Faults
from screening.core.checks.others import check_others, check_packet
from screening.core.loading import (
    load_packet,
    load_questionnaire,
    load_references,
    place_faults,
)
from screening.core.packet import Packet
from screening.core.questionnaire import Questionnaire
from screening.core.references import Reference
from screening.errors import DefinitionError, DefinitionErrors

Kind = Literal["questionnaire", "packet", "references"]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file as it was read."""

    path: str  # as it stands in front of faults
    data: bytes
    kind: Kind


@dataclass(frozen=True, slots=True)
class Checked:
    """One file with what came of it."""

    path: str
    kind: Kind
    faults: tuple[DefinitionError, ...]
    cases: int = 0


@dataclass(frozen=True, slots=True)
class Library:
    """Every sound definition, and the faults of the others."""

    questionnaires: Mapping[str, Questionnaire]
    packets: Mapping[str, Packet]
    references: Mapping[str, Reference]
    files: tuple[Checked, ...]
    data: Mapping[str, bytes]  # id -> the bytes of a questionnaire or packet file
    paths: Mapping[str, str]  # id -> where that file lies

    @property
    def faults(self) -> tuple[DefinitionError, ...]:
        return tuple(fault for file in self.files for fault in file.faults)


def kind_of(path: str) -> Kind:
    """What a file is, by its place: packets lie in packets/, sources in references.yaml."""
    parts = path.replace("\\", "/").split("/")
    if parts[-1] == "references.yaml":
        return "references"
    return "packet" if len(parts) > 1 and parts[-2] == "packets" else "questionnaire"


class _Builder:
    """Takes files one by one, in the order sources, questionnaires, packets."""

    def __init__(self, cases: bool, proven: Container[str]) -> None:
        self.run_cases, self.proven = cases, proven
        self.references: dict[str, Reference] = {}
        self.has_references = False
        self.questionnaires: dict[str, Questionnaire] = {}
        self.packets: dict[str, Packet] = {}
        self.paths: dict[str, str] = {}
        self.data: dict[str, bytes] = {}
        self.faults: dict[str, list[DefinitionError]] = {}
        self.cases: dict[str, int] = {}

    def take(self, file: SourceFile) -> None:
        self.faults[file.path] = []
        try:
            self._load(file)
        except DefinitionErrors as error:
            self.faults[file.path] += error.faults

    def _load(self, file: SourceFile) -> None:
        if file.kind == "references":
            self.has_references = True
            self.references |= load_references(file.path, file.data)
        elif file.kind == "packet":
            packet = load_packet(file.path, file.data)
            self._once(file, packet.id)
            self.packets[packet.id] = packet
        else:
            known = self.references if self.has_references else None
            run = self.run_cases and hashlib.sha256(file.data).hexdigest() not in self.proven
            questionnaire = load_questionnaire(file.path, file.data, known, cases=run)
            self._once(file, questionnaire.id)
            self.questionnaires[questionnaire.id] = questionnaire
            self.cases[file.path] = len(questionnaire.cases)

    def _once(self, file: SourceFile, found_id: str) -> None:
        if found_id in self.paths:
            problem = f"“{found_id}” stands in {self.paths[found_id]} as well."
            raise DefinitionErrors(
                [DefinitionError(file.path, 1, 1, "doubled_id", problem, "Give it another id.")]
            )
        self.paths[found_id], self.data[found_id] = file.path, file.data


_ORDER: Mapping[Kind, int] = {"references": 0, "questionnaire": 1, "packet": 2}


def build_library(
    files: tuple[SourceFile, ...], *, cases: bool = True, proven: Container[str] = ()
) -> Library:
    """Load every file; each fault is kept, and the sound files are there all the same.

    cases   False leaves worked cases unrun
    proven  SHA-256 of files whose worked cases held before: they are not run again
    """
    builder = _Builder(cases, proven)
    for file in sorted(files, key=lambda file: (_ORDER[file.kind], file.path)):
        builder.take(file)
    for file_id, faults in _misfits(builder.questionnaires, builder.packets):
        path, held = builder.paths[file_id], list(faults)
        if held:  # to place them, the file is read once more
            builder.faults[path] += place_faults(path, builder.data[file_id], held)
    checked = (
        Checked(f.path, f.kind, tuple(builder.faults[f.path]), builder.cases.get(f.path, 0))
        for f in files
    )
    return Library(
        builder.questionnaires,
        builder.packets,
        builder.references,
        tuple(checked),
        builder.data,
        builder.paths,
    )


def _misfits(
    questionnaires: Mapping[str, Questionnaire], packets: Mapping[str, Packet]
) -> Iterator[tuple[str, Faults]]:
    """What each file says of the others and is not so."""
    for questionnaire in questionnaires.values():
        yield questionnaire.id, check_others(questionnaire, questionnaires)
    for packet in packets.values():
        yield packet.id, check_packet(packet, questionnaires)
