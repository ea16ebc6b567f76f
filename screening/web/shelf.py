"""Questionnaire and packet versions as the database holds them, each parsed once per process."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from screening.core.library import Library
from screening.core.loading import load_packet, load_stored
from screening.core.packet import Packet
from screening.core.questionnaire import Questionnaire
from screening.core.references import Reference
from screening.errors import DefinitionError
from screening.library_folder import load_folder
from screening.store import library
from screening.store.db import Database
from screening.store.errors import VersionConflict


class Shelf:
    """Hands out definitions by checksum. Versions never change, so nothing here grows old."""

    def __init__(
        self,
        references: Mapping[str, Reference],
        faults: tuple[DefinitionError, ...],
        questionnaires: Iterable[Questionnaire] = (),
        packets: Iterable[Packet] = (),
    ) -> None:
        """
        faults          of the files at start; shown to the administrator
        questionnaires  versions that were parsed already, as are the packets
        """
        self.references = references
        self.faults = faults
        self._questionnaires = {found.sha256: found for found in questionnaires}
        self._packets = {found.sha256: found for found in packets}

    def questionnaire(self, session: Session, sha256: str) -> Questionnaire:
        """The version with this checksum.

        raises   NotThere
        """
        found = self._questionnaires.get(sha256)
        if found is None:
            stored = library.get(session, sha256)
            found = load_stored(f"{stored.id} {stored.version}", stored.data)
            self._questionnaires[sha256] = found
        return found

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
        """The newest version of every questionnaire, by id."""
        return {v.id: self.questionnaire(session, v.sha256) for v in library.current(session)}

    def current_packets(self, session: Session) -> dict[str, Packet]:
        """The newest version of every packet, by id."""
        return {v.id: self.packet(session, v.sha256) for v in library.current_packets(session)}


def import_folder(database: Database, folder: Path, *, now: datetime) -> Shelf:
    """Take the files of a folder into the database; a wrong file is a fault, not a stop.

    The worked cases of a file are run before it is taken, and not again while its bytes stay.
    """
    with database.read() as session:
        proven = library.proven(session)
    found = load_folder(folder, proven=proven)
    faults = list(found.faults)
    wrong = {fault.path for fault in faults}
    with database.write() as session:
        definitions: list[Questionnaire | Packet] = [*found.questionnaires.values()]
        for definition in [*definitions, *found.packets.values()]:
            # One that does not fit the others is not taken; the version before stays in use.
            if found.paths[definition.id] not in wrong:
                faults += _take(session, found, definition, now=now)
    return Shelf(
        found.references, tuple(faults), found.questionnaires.values(), found.packets.values()
    )


def _take(
    session: Session, found: Library, definition: Questionnaire | Packet, *, now: datetime
) -> list[DefinitionError]:
    take = library.import_packet if isinstance(definition, Packet) else library.import_version
    name, version = definition.id, definition.version
    try:
        take(session, name, version, found.data[name], now=now)
    except VersionConflict:
        problem = f"{name} {version} is already in use with other content."
        fix = "Give the changed file a new version."
        return [DefinitionError(found.paths[name], 1, 1, "version_in_use", problem, fix)]
    return []
