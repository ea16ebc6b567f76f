"""The clinic's texts and leaflets that are in use, each version parsed once per process."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from uuid import UUID

from sqlalchemy.orm import Session

from screening.core.clinic_texts import ClinicTexts
from screening.core.leaflet import Leaflet
from screening.core.loading import load_stored_clinic_texts, load_stored_leaflet
from screening.core.site_texts import laid_over
from screening.library_folder import shipped_clinic_texts
from screening.quick_dataclass import dataclass
from screening.store import texts
from screening.store.texts import Text

LOOK_EVERY = 2.0  # seconds until a change that another process made is seen at the latest


@dataclass(frozen=True, slots=True)
class TextsInUse:
    """All of them at one moment."""

    number: int  # of the version taken last
    clinic: dict[str, ClinicTexts]  # by language; never without those that are shipped
    leaflets: Mapping[str, Leaflet]  # by key
    before: int = 0  # the number of those that these came after
    # By site and language: whole texts, only where a site says something of its own.
    sites: Mapping[UUID, Mapping[str, ClinicTexts]] = field(default_factory=dict)

    def clinic_of(self, site_id: UUID) -> Mapping[str, ClinicTexts]:
        """What is said at a site, by language: its own where it has any."""
        own = self.sites.get(site_id)
        return {**self.clinic, **own} if own else self.clinic


def load_texts(session: Session, held: TextsInUse) -> TextsInUse:
    """What is in use now; what did not change is taken over from what was held."""
    clinic: dict[str, ClinicTexts] = {**shipped_clinic_texts()}
    leaflets: dict[str, Leaflet] = {}
    known_texts = {one.sha256: one for one in _all_texts(held)}
    known_leaflets = {one.sha256: one for one in held.leaflets.values()}
    number, own = 0, []
    for stored in texts.current(session):
        number = max(number, stored.number)
        name = f"{stored.id} {stored.version}"
        if stored.kind == "clinic":
            found = known_texts.get(stored.sha256) or load_stored_clinic_texts(name, stored.data)
            clinic[found.language] = found
        elif stored.kind == "site":
            own.append(stored)
        else:
            leaflets[stored.id] = known_leaflets.get(stored.sha256) or load_stored_leaflet(
                name, stored.data
            )
    sites = _of_sites(own, {one.key: one for one in clinic.values()}, known_texts)
    return TextsInUse(number, clinic, leaflets, held.number, sites)


def _all_texts(held: TextsInUse) -> Iterator[ClinicTexts]:
    yield from held.clinic.values()
    for own in held.sites.values():
        yield from own.values()


def _of_sites(
    stored: Iterable[Text], clinic: Mapping[str, ClinicTexts], known: Mapping[str, ClinicTexts]
) -> dict[UUID, dict[str, ClinicTexts]]:
    sites: dict[UUID, dict[str, ClinicTexts]] = {}
    for one in stored:
        key, site_id = texts.site_of(one.id)
        below = clinic[key]
        data = laid_over(below.source, one.data)
        if data != below.source:
            found = known.get(hashlib.sha256(data).hexdigest())
            said = found or load_stored_clinic_texts(f"{one.id} {one.version}", data)
            sites.setdefault(site_id, {})[said.language] = said
    return sites
