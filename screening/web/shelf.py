"""Definitions as the database holds them, each version parsed once per process."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from screening.core.clinic_findings import in_clinics_words
from screening.core.clinic_texts import ClinicTexts
from screening.core.leaflet import Leaflet
from screening.core.library import Library
from screening.core.loading import (
    load_packet,
    load_stored,
    load_stored_translation,
    place_faults,
)
from screening.core.packet import Packet
from screening.core.questionnaire import Questionnaire
from screening.core.references import Reference
from screening.core.retelling import translated
from screening.core.translation import Translation
from screening.core.versions import version_faults
from screening.errors import DefinitionError
from screening.library_folder import load_folder, shipped_clinic_texts
from screening.store import library
from screening.store.db import Database
from screening.store.errors import VersionConflict
from screening.store.in_use import Timeline, timeline

STAFF_LANGUAGE = "en"  # of every page that staff read


class Shelf:
    """Hands out definitions by checksum. Versions never change, so nothing here grows old."""

    def __init__(
        self,
        references: Mapping[str, Reference],
        faults: tuple[DefinitionError, ...],
        questionnaires: Iterable[Questionnaire] = (),
        packets: Iterable[Packet] = (),
        leaflets: Mapping[str, Leaflet] | None = None,
        clinic: Mapping[str, ClinicTexts] | None = None,
    ) -> None:
        """
        faults          of the files at start; shown to the administrator
        questionnaires  versions that were parsed already, as are the packets
        leaflets        by key; they stay in the folder, as the references do
        clinic          what the clinic says to patients, by language; so do they
        """
        self.references = references
        self.faults = faults
        self.leaflets = leaflets or {}
        self.clinic = {**shipped_clinic_texts(), **(clinic or {})}
        self._questionnaires = {found.sha256: self._worded(found) for found in questionnaires}
        self._packets = {found.sha256: found for found in packets}
        self._told: dict[tuple[str, str], Questionnaire] = {}  # by both checksums

    def questionnaire(self, session: Session, sha256: str) -> Questionnaire:
        """The version with this checksum.

        raises   NotThere
        """
        found = self._questionnaires.get(sha256)
        if found is None:
            stored = library.get(session, sha256)
            found = self._worded(load_stored(f"{stored.id} {stored.version}", stored.data))
            self._questionnaires[sha256] = found
        return found

    def _worded(self, found: Questionnaire, words: str = STAFF_LANGUAGE) -> Questionnaire:
        """With findings as the clinic words them in this language, or where it words none, as they
        are."""
        texts = self.clinic.get(words.partition("-")[0])
        return in_clinics_words(found, texts.findings) if texts else found

    def told(self, session: Session, sha256: str, words: str) -> Questionnaire:
        """The version with this checksum in other words, or in its own where there are none.

        words    a language, or a wording pack's name: es, en-published
        raises   NotThere
        """
        own = self.questionnaire(session, sha256)
        stored = library.find_translation(session, f"{own.id}.{words}", own.version)
        if stored is None:
            return own
        key = (own.sha256, stored.sha256)
        if key not in self._told:
            found = load_stored_translation(f"{stored.id} {stored.version}", stored.data)
            self._told[key] = self._worded(translated(own, found), words)
        return self._told[key]

    def packet(self, session: Session, sha256: str) -> Packet:
        """The packet version with this checksum.

        raises   NotThere
        """
        found = self._packets.get(sha256)
        if found is None:
            stored = library.get_packet(session, sha256)
            found = load_packet(f"{stored.id} {stored.version}", stored.data)
            self._packets[sha256] = found
        return found

    def current(self, session: Session) -> dict[str, Questionnaire]:
        """The newest version of every questionnaire that is not retired, by id."""
        return self._all(session, timeline(session).current())

    def current_at(
        self, session: Session, moment: datetime, held: Timeline | None = None
    ) -> dict[str, Questionnaire]:
        """The versions that a visit has which began at a moment, by id.

        held   every version, where the caller has looked them up for several visits
        """
        return self._all(session, (held or timeline(session)).at(moment))

    def _all(self, session: Session, sha256s: Mapping[str, str]) -> dict[str, Questionnaire]:
        return {name: self.questionnaire(session, sha256) for name, sha256 in sha256s.items()}

    def current_packets(self, session: Session) -> dict[str, Packet]:
        """The newest version of every packet, by id."""
        return {v.id: self.packet(session, v.sha256) for v in library.current_packets(session)}


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
    return Shelf(
        found.references,
        tuple(faults),
        found.questionnaires.values(),
        found.packets.values(),
        found.leaflets,
        found.clinic,
    )


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
        problem = f"{name} {version} is already in use with other content."
        fix = "Give the changed file a new version."
        return [DefinitionError(found.paths[name], 1, 1, "version_in_use", problem, fix)]
    return []


def _too_small_a_step(
    found: Library, new: Questionnaire, stored: library.Version | None
) -> list[DefinitionError]:
    """Why a new version may not follow the stored one."""
    if stored is None:
        return []
    old = load_stored(f"{stored.id} {stored.version}", stored.data)
    faults = version_faults(old, new)
    return place_faults(found.paths[new.id], found.data[new.id], faults)
