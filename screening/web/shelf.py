"""Definitions as the database holds them, each version parsed once per process."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from screening.core.clinic_findings import in_clinics_words
from screening.core.clinic_texts import ClinicTexts
from screening.core.leaflet import Leaflet
from screening.core.loading import (
    load_packet,
    load_stored,
    load_stored_translation,
)
from screening.core.packet import Packet
from screening.core.questionnaire import Questionnaire
from screening.core.references import Reference
from screening.core.retelling import translated
from screening.errors import DefinitionError
from screening.library_folder import shipped_clinic_texts
from screening.store import library, texts
from screening.store.db import Database
from screening.store.in_use import Timeline, timeline
from screening.web.texts_in_use import LOOK_EVERY, TextsInUse, load_texts

STAFF_LANGUAGE = "en"  # of every page that staff read


class Shelf:
    """Hands out definitions by checksum, which never change, and the clinic's texts in use.

    A text may be changed on a page at any time, in this process or in another: `follow` looks.
    """

    def __init__(
        self,
        references: Mapping[str, Reference],
        faults: tuple[DefinitionError, ...],
        questionnaires: Iterable[Questionnaire] = (),
        packets: Iterable[Packet] = (),
        read: TextsInUse | None = None,
    ) -> None:
        """
        faults          of the files at start; shown to the administrator
        questionnaires  versions that were parsed already, as are the packets
        read            texts that were parsed already; which are in use the database says
        """
        self.references = references
        self.faults = faults
        self._texts = read or TextsInUse(0, dict(shipped_clinic_texts()), {})
        self._looked_at: float | None = None  # by the clock of the machine, in seconds
        self._own = {found.sha256: found for found in questionnaires}
        self._packets = {found.sha256: found for found in packets}
        self._worded: dict[tuple[int, str], Questionnaire] = {}  # by texts and checksum
        self._told: dict[tuple[int, str, str], Questionnaire] = {}  # by texts and both checksums

    @property
    def clinic(self) -> dict[str, ClinicTexts]:
        """What the clinic says, by language."""
        return self._texts.clinic

    @property
    def leaflets(self) -> Mapping[str, Leaflet]:
        """By key."""
        return self._texts.leaflets

    @property
    def texts_number(self) -> int:
        """Which texts are in use: part of the key of whatever is kept that rests on them."""
        return self._texts.number

    def follow(self, database: Database, *, at_once: bool = False) -> None:
        """Take the texts that are in use now; between two looks a short while may pass.

        at_once   look whenever the last one was
        """
        now = time.monotonic()
        if not at_once and self._looked_at is not None and now - self._looked_at < LOOK_EVERY:
            return
        self._looked_at = now
        # Never in the request's own session: one that writes would keep all others waiting.
        with database.read() as session:
            if texts.newest_number(session) == self._texts.number:
                return
            self._texts = load_texts(session, self._texts)
        self._drop_old()

    def _drop_old(self) -> None:
        """What was worded by older texts, but for those before: a thread may still draw a page."""
        keep = (self._texts.number, self._texts.before)
        for told in [key for key in self._told.copy() if key[0] not in keep]:
            self._told.pop(told, None)
        for worded in [key for key in self._worded.copy() if key[0] not in keep]:
            self._worded.pop(worded, None)

    def own(self, session: Session, sha256: str) -> Questionnaire:
        """The version with this checksum as its authors wrote it, findings and all.

        raises   NotThere
        """
        found = self._own.get(sha256)
        if found is None:
            stored = library.get(session, sha256)
            found = load_stored(f"{stored.id} {stored.version}", stored.data)
            self._own[sha256] = found
        return found

    def questionnaire(self, session: Session, sha256: str) -> Questionnaire:
        """The version with this checksum, its findings as the clinic words and raises them.

        raises   NotThere
        """
        key = (self._texts.number, sha256)
        found = self._worded.get(key)
        if found is None:
            found = self._in_words(self.own(session, sha256), self._texts)
            self._worded[key] = found
        return found

    def told(self, session: Session, sha256: str, words: str) -> Questionnaire:
        """The version with this checksum in other words, or in its own where there are none.

        words    a language, or a wording pack's name: es, en-published
        raises   NotThere
        """
        own, using = self.questionnaire(session, sha256), self._texts
        stored = library.find_translation(session, f"{own.id}.{words}", own.version)
        if stored is None:
            return own
        key = (using.number, own.sha256, stored.sha256)
        if key not in self._told:
            found = load_stored_translation(f"{stored.id} {stored.version}", stored.data)
            self._told[key] = self._in_words(translated(own, found), using, words)
        return self._told[key]

    def _in_words(
        self, found: Questionnaire, using: TextsInUse, words: str = STAFF_LANGUAGE
    ) -> Questionnaire:
        """With findings as the clinic words them in this language, or where it words none, as they
        are."""
        clinic = using.clinic.get(words.partition("-")[0])
        return in_clinics_words(found, clinic.findings) if clinic else found

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
