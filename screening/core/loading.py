"""YAML bytes -> the models of definition files, every fault with line and column."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from screening.core.anatomies import (
    CLINIC_TEXTS,
    LEAFLET,
    QUESTIONNAIRE,
    REFERENCES,
    TRANSLATION,
)
from screening.core.anatomy import Anatomy
from screening.core.checks import check_questionnaire
from screening.core.checks.clinic_texts import check_clinic_texts
from screening.core.checks.fault import Fault, Faults
from screening.core.checks.leaflets import check_leaflet
from screening.core.checks.translations import check_translation
from screening.core.clinic_texts import ClinicTexts
from screening.core.leaflet import Leaflet
from screening.core.packet import Packet
from screening.core.questionnaire import Questionnaire
from screening.core.reading_files import doubled_sources, read_questionnaire
from screening.core.references import Reference, References
from screening.core.salvage import Judge, told_beside
from screening.core.shapes import WrongShape, in_order, placed, read_model
from screening.core.translation import Translation
from screening.core.yaml_text import without_last
from screening.core.yaml_tree import Mapping as Tree
from screening.core.yaml_tree import read_tree
from screening.errors import DefinitionError, DefinitionErrors


def load_questionnaire(
    path: str,
    data: bytes,
    references: Mapping[str, Reference] | None = None,
    *,
    cases: bool = True,
    read_cases: bool = True,
) -> Questionnaire:
    """One questionnaire from its file, options resolved, meaning checked, cases run.

    path        stands in front of each fault
    references  the known sources by id; None leaves them unchecked
    cases       False leaves the worked cases unrun, for files that were checked before
    read_cases  False leaves them unread where they end the file: half of it is not parsed then
    raises      DefinitionErrors with every fault of the file, sorted by place
    """
    try:
        read = data if read_cases else without_last(data, "cases")
        tree, questionnaire = read_questionnaire(path, read)
    except WrongShape as error:
        # Worked cases run on a file without other faults alone.
        raise _with_meaning(
            path, error, QUESTIONNAIRE,
            lambda rest: check_questionnaire(rest, references, cases=False),
        ) from None  # fmt: skip
    _refuse(path, tree, check_questionnaire(questionnaire, references, cases=cases))
    questionnaire._sha256 = hashlib.sha256(data).hexdigest()
    return questionnaire


def load_stored(path: str, data: bytes) -> Questionnaire:
    """A version that was checked when it was published, and never changed since.

    Its meaning is not looked at again: a check that we add later must not shut an old response.
    raises   DefinitionErrors when it cannot even be built
    """
    questionnaire = read_questionnaire(path, data)[1]
    questionnaire._sha256 = hashlib.sha256(data).hexdigest()
    return questionnaire


def load_packet(path: str, data: bytes) -> Packet:
    """One packet from its file; that its questionnaires exist is checked by library.py."""
    _, packet = read_model(path, data, Packet)
    packet._sha256 = hashlib.sha256(data).hexdigest()
    return packet


def load_leaflet(
    path: str, data: bytes, references: Mapping[str, Reference] | None = None
) -> Leaflet:
    """One leaflet from its file, its meaning checked; references None leaves them unchecked."""
    leaflet: Leaflet = _load(path, data, LEAFLET, lambda rest: check_leaflet(rest, references))
    leaflet._sha256 = hashlib.sha256(data).hexdigest()
    return leaflet


def load_clinic_texts(path: str, data: bytes) -> ClinicTexts:
    """What the clinic says to patients in one language, from its file."""
    texts: ClinicTexts = _load(path, data, CLINIC_TEXTS, check_clinic_texts)
    texts._source = data
    return texts


def load_stored_leaflet(path: str, data: bytes) -> Leaflet:
    """A leaflet that was checked when it was taken, by the rule of load_stored."""
    leaflet = read_model(path, data, Leaflet)[1]
    leaflet._sha256 = hashlib.sha256(data).hexdigest()
    return leaflet


def load_stored_clinic_texts(path: str, data: bytes) -> ClinicTexts:
    """Clinic texts that were checked when they were taken, by the rule of load_stored."""
    texts = read_model(path, data, ClinicTexts)[1]
    texts._source = data
    return texts


def load_translation(
    path: str,
    data: bytes,
    questionnaires: Mapping[str, Questionnaire],
    references: Mapping[str, Reference] | None = None,
    at_fault: Collection[str] = (),
) -> Translation:
    """One translation or wording pack from its file, held against its questionnaire.

    at_fault   ids of questionnaires that are there and cannot be held against anything
    raises     DefinitionErrors with every fault of the file, sorted by place
    """
    name = path.replace("\\", "/").rpartition("/")[2]

    def judge(rest: Translation) -> Faults:
        return check_translation(rest, name, questionnaires, references, at_fault)

    translation: Translation = _load(path, data, TRANSLATION, judge)
    translation._sha256 = hashlib.sha256(data).hexdigest()
    return translation


def load_stored_translation(path: str, data: bytes) -> Translation:
    """A translation that was checked when it was published, by the rule of load_stored."""
    translation = read_model(path, data, Translation)[1]
    translation._sha256 = hashlib.sha256(data).hexdigest()
    return translation


def load_references(path: str, data: bytes) -> dict[str, Reference]:
    """The known sources by id."""
    model: References = _load(path, data, REFERENCES, lambda rest: doubled_sources(rest.references))
    return {reference.id: reference for reference in model.references}


def place_faults(path: str, data: bytes, faults: Iterable[Fault]) -> list[DefinitionError]:
    """Faults of a sound file's meaning with their lines and columns, sorted."""
    tree, _ = read_tree(data)
    return in_order(placed(path, tree, fault) for fault in faults)


def _load(path: str, data: bytes, anatomy: Anatomy, judge: Judge) -> Any:
    """The model of a file in which nothing is wrong, neither shape nor meaning."""
    try:
        tree, model = read_model(path, data, anatomy.model)
    except WrongShape as error:
        raise _with_meaning(path, error, anatomy, judge) from None
    _refuse(path, tree, judge(model))
    return model


def _with_meaning(path: str, error: WrongShape, anatomy: Anatomy, judge: Judge) -> DefinitionErrors:
    """The faults of a wrong shape, with those of meaning beside it."""
    beside = told_beside(path, error.tree, anatomy, judge)
    return DefinitionErrors(in_order((*error.faults, *beside)))


def _refuse(path: str, tree: Tree, found: Iterable[Fault]) -> None:
    faults = [placed(path, tree, fault) for fault in found]
    if faults:
        raise DefinitionErrors(in_order(faults))
