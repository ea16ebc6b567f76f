"""Sites in tests: setting the one of the cast, and a visit at another."""

from __future__ import annotations

from screening.store import encounters, library, patients
from screening.store.account_value import Account
from screening.store.patients import Identity
from screening.store.sites import Site
from tests.web.browser import Browser
from tests.web.conftest import CLEO, Clinic


def own_settings(clinic: Clinic) -> str:
    return f"/admin/sites/{clinic.parts.site.id}"


def set_here(clinic: Clinic, **values: str) -> Browser:
    """Moss sets the site of the cast."""
    moss = clinic.signed_in(clinic.moss)
    moss.open(own_settings(clinic))
    moss.press("Save", **values)
    assert moss.status == 200, moss.page.text
    return moss


def visit_at(clinic: Clinic, site: Site, by: Account) -> encounters.Encounter:
    with clinic.parts.database.write() as session:
        who = Identity("Hill", "Hana", CLEO.born, "H-1")
        hana = patients.add(session, site.id, who, by=by.id, now=clinic.clock())
        packet = library.current_packets(session)[0].sha256
        return encounters.start(
            session, hana.id, packet, time_zone="UTC", by=by.id, now=clinic.clock()
        )
