"""The clinic's texts and leaflets that are in use, each version parsed once per process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from screening.core.clinic_texts import ClinicTexts
from screening.core.leaflet import Leaflet
from screening.core.loading import load_stored_clinic_texts, load_stored_leaflet
from screening.library_folder import shipped_clinic_texts
from screening.store import texts

LOOK_EVERY = 2.0  # seconds until a change that another process made is seen at the latest


@dataclass(frozen=True, slots=True)
class TextsInUse:
    """All of them at one moment."""

    number: int  # of the version taken last
    clinic: dict[str, ClinicTexts]  # by language; never without those that are shipped
    leaflets: Mapping[str, Leaflet]  # by key
    before: int = 0  # the number of those that these came after


def load_texts(session: Session, held: TextsInUse) -> TextsInUse:
    """What is in use now; what did not change is taken over from what was held."""
    clinic: dict[str, ClinicTexts] = {**shipped_clinic_texts()}
    leaflets: dict[str, Leaflet] = {}
    known_texts = {one.sha256: one for one in held.clinic.values()}
    known_leaflets = {one.sha256: one for one in held.leaflets.values()}
    number = 0
    for stored in texts.current(session):
        number = max(number, stored.number)
        name = f"{stored.id} {stored.version}"
        if stored.kind == "clinic":
            found = known_texts.get(stored.sha256) or load_stored_clinic_texts(name, stored.data)
            clinic[found.language] = found
        else:
            leaflets[stored.id] = known_leaflets.get(stored.sha256) or load_stored_leaflet(
                name, stored.data
            )
    return TextsInUse(number, clinic, leaflets, held.number)
