"""The files of a folder, taken into the database at the start or refused."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterator, Mapping
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from screening.core.library import Library
from screening.core.loading import (
    load_stored,
    place_faults,
)
from screening.core.packet import Packet
from screening.core.questionnaire import Questionnaire
from screening.core.translation import Translation
from screening.core.versions import version_faults
from screening.errors import DefinitionError
from screening.library_folder import load_folder, shipped_clinic_texts
from screening.store import library, texts
from screening.store.db import Database
from screening.store.errors import VersionConflict
from screening.store.in_use import timeline
from screening.web.shelf import Shelf
from screening.web.texts_in_use import TextsInUse


def import_folder(database: Database, folder: Path, *, now: datetime) -> Shelf:
    """Take the files of a folder into the database; a wrong file is a fault, not a stop.

    The worked cases of a file are run before it is taken, and not again while its bytes stay.
    A new version must be a large enough step from the one in use, as for `publish`.
    """
    with database.read() as session:
        proven = library.proven(session)
    found = load_folder(folder, proven=proven)
    faults = list(found.faults)
    wrong = {fault.path for fault in faults}
    with database.write() as session:
        in_use = {version.id: version for version in library.current(session)}
        retired = {span.item_id for span in timeline(session).retired()}
        for definition in _definitions(found):
            if definition.id in retired:  # the clinic took it out; a file does not bring it back
                continue
            # One that does not fit the others is not taken; the version before stays in use.
            if not {found.paths[name] for name in _rests_on(definition)} & wrong:
                refused = _brings_retired(session, found, definition, retired) or _take(
                    session, found, definition, in_use, now=now
                )
                wrong |= {fault.path for fault in refused}
                faults += refused
        faults += _take_texts(session, found, wrong, now=now)
    shelf = Shelf(
        found.references,
        tuple(faults),
        found.questionnaires.values(),
        found.packets.values(),
        TextsInUse(0, {**shipped_clinic_texts(), **found.clinic}, found.leaflets),
    )
    shelf.follow(database)
    return shelf


Definition = Questionnaire | Translation | Packet


def _definitions(found: Library) -> Iterator[Definition]:
    """Everything that is sound, a translation after its questionnaire."""
    yield from found.questionnaires.values()
    yield from found.translations.values()
    yield from found.packets.values()


def _rests_on(definition: Definition) -> tuple[str, ...]:
    """The definitions that must be taken with it: itself, and what it translates."""
    own = definition.id
    return (own, definition.translates) if isinstance(definition, Translation) else (own,)


def _brings_retired(
    session: Session, found: Library, definition: Definition, retired: Collection[str]
) -> list[DefinitionError]:
    """Why a new packet cannot be taken that brings what the clinic has retired."""
    if not isinstance(definition, Packet):
        return []
    if library.find_packet(session, definition.id, definition.version) is not None:
        return []
    names = dict.fromkeys(entry.questionnaire for entry in definition.entries)
    gone = ", ".join(name for name in names if name in retired)
    if not gone:
        return []
    problem = f"The packet brings what is retired: {gone}."
    fix = "Take it out of the packet, or publish a new version of it."
    return [DefinitionError(found.paths[definition.id], 1, 1, "retired", problem, fix)]


def _take(
    session: Session,
    found: Library,
    definition: Definition,
    in_use: Mapping[str, library.Version],
    *,
    now: datetime,
) -> list[DefinitionError]:
    name, version, data = definition.id, definition.version, found.data[definition.id]
    if isinstance(definition, Questionnaire):
        known = library.find(session, name, version)
        faults = [] if known else _too_small_a_step(found, definition, in_use.get(name))
        if faults:
            return faults
    try:
        if isinstance(definition, Packet):
            library.import_packet(session, name, version, data, now=now)
        elif isinstance(definition, Translation):
            told = definition.for_version
            library.import_translation(session, name, version, data, for_version=told, now=now)
        else:
            library.import_version(session, name, version, data, now=now)
    except VersionConflict:
        return [_in_use(found, name, version)]
    return []


def _take_texts(
    session: Session, found: Library, wrong: Container[str], *, now: datetime
) -> list[DefinitionError]:
    """Clinic texts and leaflets; one at fault is not taken, the version before stays in use."""
    faults: list[DefinitionError] = []
    for key, leaflet in found.leaflets.items():
        if found.paths[key] in wrong:
            continue
        try:
            texts.import_text(session, "leaflet", key, leaflet.version, found.data[key], now=now)
        except VersionConflict:
            faults.append(_in_use(found, key, leaflet.version))
    for own in found.clinic.values():
        if found.paths[own.key] not in wrong:
            texts.import_text(session, "clinic", own.key, "", own.source, now=now)
    for shipped in shipped_clinic_texts().values():
        if shipped.language not in found.clinic:
            texts.import_shipped(session, "clinic", shipped.key, shipped.source, now=now)
    return faults


def _in_use(found: Library, name: str, version: str) -> DefinitionError:
    problem = f"{name} {version} is already in use with other content."
    fix = "Give the changed file a new version."
    return DefinitionError(found.paths[name], 1, 1, "version_in_use", problem, fix)


def _too_small_a_step(
    found: Library, new: Questionnaire, stored: library.Version | None
) -> list[DefinitionError]:
    """Why a new version may not follow the stored one."""
    if stored is None:
        return []
    old = load_stored(f"{stored.id} {stored.version}", stored.data)
    faults = version_faults(old, new)
    return place_faults(found.paths[new.id], found.data[new.id], faults)
