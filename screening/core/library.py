"""All definitions together: what a folder of files holds, and how the files fit each other."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterator, Mapping
from functools import partial

from screening.core.anatomies import PACKET, QUESTIONNAIRE
from screening.core.anatomy import Anatomy
from screening.core.at_fault import ids_told, references_told, tree_of
from screening.core.checks.clinic_texts import check_clinic_findings
from screening.core.checks.fault import Faults
from screening.core.checks.others import check_others
from screening.core.checks.packet_pages import check_pages
from screening.core.checks.packets import check_packet
from screening.core.checks.typical import check_typical
from screening.core.clinic_texts import ClinicTexts
from screening.core.file_kinds import Kind as Kind
from screening.core.file_kinds import kind_of as kind_of
from screening.core.leaflet import Leaflet
from screening.core.loading import (
    load_clinic_texts,
    load_leaflet,
    load_packet,
    load_questionnaire,
    load_references,
    load_translation,
    place_faults,
)
from screening.core.packet import Packet
from screening.core.questionnaire import Questionnaire
from screening.core.references import Reference
from screening.core.salvage import Judge, told_beside
from screening.core.shapes import in_order
from screening.core.translation import Translation
from screening.errors import DefinitionError, DefinitionErrors
from screening.quick_dataclass import dataclass


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
    texts: int = 0  # that a translation tells
    compared: bool = True  # False for one whose questionnaire is there and at fault


@dataclass(frozen=True, slots=True)
class Library:
    """Every sound definition, and the faults of the others."""

    questionnaires: Mapping[str, Questionnaire]
    translations: Mapping[str, Translation]  # by names such as hair_check.es
    packets: Mapping[str, Packet]
    leaflets: Mapping[str, Leaflet]  # by key, such as withdrawal_and_hair.en
    clinic: Mapping[str, ClinicTexts]  # by language
    references: Mapping[str, Reference]
    files: tuple[Checked, ...]
    data: Mapping[str, bytes]  # id, or a key where there is none -> the bytes of its file
    paths: Mapping[str, str]  # id -> where that file lies

    @property
    def faults(self) -> tuple[DefinitionError, ...]:
        return tuple(fault for file in self.files for fault in file.faults)


def translated_in(file: SourceFile) -> str:
    """The id of the questionnaire that a translation tells; empty where it says none."""
    if file.kind != "translation":
        return ""
    tree = tree_of(file.data)
    found = tree.get("translates") if tree is not None else None
    return found if isinstance(found, str) else ""


class _Builder:
    """Takes files one by one, each kind after those that it rests on."""

    def __init__(self, cases: bool, proven: Container[str], read_cases: bool) -> None:
        self.run_cases, self.proven, self.read_cases = cases, proven, read_cases
        self.references: dict[str, Reference] = {}
        self.known: dict[str, Reference] | None = None  # what may be named; None: unchecked
        self.questionnaires: dict[str, Questionnaire] = {}
        self.translations: dict[str, Translation] = {}
        self.packets: dict[str, Packet] = {}
        self.leaflets: dict[str, Leaflet] = {}
        self.clinic: dict[str, ClinicTexts] = {}
        self.wrong: list[SourceFile] = []
        self.uncompared: set[str] = set()
        self.paths: dict[str, str] = {}
        self.data: dict[str, bytes] = {}
        self.faults: dict[str, list[DefinitionError]] = {}
        self.cases: dict[str, int] = {}
        self.texts: dict[str, int] = {}

    def take(self, file: SourceFile) -> None:
        self.faults[file.path] = []
        try:
            self._load(file)
        except DefinitionErrors as error:
            self.faults[file.path] += error.faults
            self.wrong.append(file)
            if file.kind == "references":
                self.known = references_told(file.data)

    def _load(self, file: SourceFile) -> None:
        if file.kind == "references":
            self.references |= load_references(file.path, file.data)
            self.known = self.references
        elif file.kind == "leaflet":
            leaflet = load_leaflet(file.path, file.data, self.known)
            self._once(file, leaflet.key)
            self.leaflets[leaflet.key] = leaflet
        elif file.kind == "clinic":
            texts = load_clinic_texts(file.path, file.data)
            self._once(file, texts.key)
            self.clinic[texts.language] = texts
        elif file.kind == "packet":
            packet = load_packet(file.path, file.data)
            self._once(file, packet.id)
            self.packets[packet.id] = packet
        elif file.kind == "translation":
            translation = load_translation(
                file.path, file.data, self.questionnaires, self.known, self.unsure("questionnaire")
            )
            self._once(file, translation.id)
            self.translations[translation.id] = translation
            self.texts[file.path] = len(translation.told)
            if translation.translates not in self.questionnaires:
                self.uncompared.add(file.path)
        else:
            run = self.run_cases and hashlib.sha256(file.data).hexdigest() not in self.proven
            questionnaire = load_questionnaire(
                file.path, file.data, self.known, cases=run, read_cases=self.read_cases
            )
            self._once(file, questionnaire.id)
            self.questionnaires[questionnaire.id] = questionnaire
            self.cases[file.path] = len(questionnaire.cases)

    def _once(self, file: SourceFile, found_id: str) -> None:
        if found_id in self.paths:
            problem = f"“{found_id}” stands in {self.paths[found_id]} as well."
            fault = (file.path, 1, 1, "doubled_id", problem, "Give it another id.")
            raise DefinitionErrors([DefinitionError(*fault)])
        self.paths[found_id], self.data[found_id] = file.path, file.data

    def checked(self, file: SourceFile) -> Checked:
        path, faults = file.path, tuple(self.faults[file.path])
        counted = self.cases.get(path, 0), self.texts.get(path, 0)
        return Checked(path, file.kind, faults, *counted, path not in self.uncompared)

    def unsure(self, kind: Kind) -> set[str]:
        """The ids that files of a kind may go by which are there and at fault."""
        wrong = (file for file in self.wrong if file.kind == kind)
        return {name for file in wrong for name in ids_told(file.path, file.data)}

    def check_packet(self, packet: Packet) -> Faults:
        """What a packet says of the others and is not so."""
        leaflets = {leaflet.id for leaflet in self.leaflets.values()} | self.unsure("leaflet")
        yield from check_packet(packet, self.questionnaires, leaflets, self.unsure("questionnaire"))
        yield from check_pages(packet, self.questionnaires)
        yield from check_typical(packet, self.questionnaires)


_IN_ORDER: tuple[Kind, ...] = (
    "references", "clinic", "leaflet", "questionnaire", "translation", "packet",
)  # fmt: skip
_ORDER: Mapping[Kind, int] = {kind: place for place, kind in enumerate(_IN_ORDER)}


def build_library(
    files: tuple[SourceFile, ...],
    *,
    cases: bool = True,
    proven: Container[str] = (),
    read_cases: bool = True,
) -> Library:
    """Load every file; each fault is kept, and the sound files are there all the same.

    cases       False leaves worked cases unrun
    proven      SHA-256 of files whose worked cases held before: they are not run again
    read_cases  False leaves them unread, with whatever is wrong in them
    """
    builder = _Builder(cases, proven, read_cases)
    for file in sorted(files, key=lambda file: (_ORDER[file.kind], file.path)):
        builder.take(file)
    for file_id, faults in _misfits(builder):
        path = builder.paths[file_id]
        if held := list(faults):  # to place them, the file is read once more
            builder.faults[path] += place_faults(path, builder.data[file_id], held)
    for file in builder.wrong:
        _add_misfits(builder, file)
    return Library(
        builder.questionnaires,
        builder.translations,
        builder.packets,
        builder.leaflets,
        builder.clinic,
        builder.references,
        tuple(builder.checked(file) for file in files),
        builder.data,
        builder.paths,
    )


def _misfits(builder: _Builder) -> Iterator[tuple[str, Faults]]:
    """What each sound file says of the others and is not so."""
    for questionnaire in builder.questionnaires.values():
        yield questionnaire.id, check_others(questionnaire, builder.questionnaires)
    for texts in builder.clinic.values():
        if builder.questionnaires and not builder.unsure("questionnaire"):
            yield texts.key, check_clinic_findings(texts, builder.questionnaires)
    for packet in builder.packets.values():
        yield packet.id, builder.check_packet(packet)


def _add_misfits(builder: _Builder, file: SourceFile) -> None:
    """The same of a file at fault, as far as it can be judged."""
    checks: dict[Kind, tuple[Anatomy, Judge]] = {
        "questionnaire": (QUESTIONNAIRE, partial(check_others, others=builder.questionnaires)),
        "packet": (PACKET, builder.check_packet),
    }
    if file.kind in checks:
        anatomy, judge = checks[file.kind]
        told = told_beside(file.path, tree_of(file.data), anatomy, judge)
        builder.faults[file.path] = in_order((*builder.faults[file.path], *told))
