"""Questionnaire and packet versions as the database holds them, each parsed once per process."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

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
        self, references: Mapping[str, Reference], faults: tuple[DefinitionError, ...]
    ) -> None:
        self.references = references
        self.faults = faults  # of the files at start; shown to the administrator
        self._questionnaires: dict[str, Questionnaire] = {}
        self._packets: dict[str, Packet] = {}

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
    """Take the files of a folder into the database; a wrong file is a fault, not a stop."""
    found = load_folder(folder)
    faults = list(found.faults)
    paths = {checked.path for checked in found.files if not checked.faults}
    with database.write() as session:
        for questionnaire in found.questionnaires.values():
            _take(session, found.data, questionnaire, faults, paths, now=now)
        for packet in found.packets.values():
            _take(session, found.data, packet, faults, paths, now=now)
    return Shelf(found.references, tuple(faults))


def _take(
    session: Session,
    data: Mapping[str, bytes],
    definition: Questionnaire | Packet,
    faults: list[DefinitionError],
    paths: set[str],
    *,
    now: datetime,
) -> None:
    take = library.import_packet if isinstance(definition, Packet) else library.import_version
    try:
        take(session, definition.id, definition.version, data[definition.id], now=now)
    except VersionConflict:
        path = _path_of(paths, definition.id)
        problem = f"{definition.id} {definition.version} is already in use with other content."
        fix = "Give the changed file a new version."
        faults.append(DefinitionError(path, 1, 1, "version_in_use", problem, fix))


def _path_of(paths: set[str], definition_id: str) -> str:
    named = [path for path in sorted(paths) if Path(path).stem == definition_id]
    return named[0] if named else definition_id
