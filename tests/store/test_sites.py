"""The clinic's row: one installation, one site, whatever its name."""

from __future__ import annotations

import pytest

from screening.store import accounts, audit, patients, site_settings, sites
from screening.store.audit import Kind
from screening.store.db import Database
from screening.store.errors import NameTaken, SiteUnclear
from screening.store.models import AuditEvent
from screening.store.models import Site as SiteRow
from screening.store.site_settings import Own
from tests.store.builders import CLEO, NOW, ZONE, Clinic


def test_another_name_renames_the_site_and_leaves_nobody_behind(
    database: Database, clinic: Clinic
) -> None:
    with database.write() as session:
        site = sites.open_site(session, "Hill Clinic", "Europe/Berlin", now=NOW)

    with database.read() as session:
        assert (site.id, site.name, site.time_zone) == (
            clinic.site.id,
            "Hill Clinic",
            "Europe/Berlin",
        )
        assert session.query(SiteRow).count() == 1
        assert patients.find_by_record(session, site.id, CLEO.record) is not None
        assert {known.site_id for known in accounts.list_accounts(session)} == {site.id}
        assert session.query(AuditEvent).filter_by(kind=Kind.SITE_RENAMED).count() == 1
        assert audit.verify(session) == []


def test_the_same_name_again_is_no_renaming(database: Database, clinic: Clinic) -> None:
    with database.write() as session:
        sites.open_site(session, clinic.site.name, "UTC", now=NOW)
        assert session.query(AuditEvent).filter_by(kind=Kind.SITE_RENAMED).count() == 0


def test_a_name_left_unset_keeps_the_one_that_is_there(database: Database, clinic: Clinic) -> None:
    with database.write() as session:
        assert sites.open_site(session, "", "UTC", now=NOW).name == clinic.site.name


def test_of_several_sites_the_named_one_is_opened_and_no_other_is_guessed(
    database: Database, clinic: Clinic
) -> None:
    with database.write() as session:
        other = sites.add_site(session, "Hill Clinic", "UTC", now=NOW)
        assert sites.open_site(session, "Hill Clinic", "UTC", now=NOW) == other

    with database.write() as session, pytest.raises(SiteUnclear, match="Hill Clinic"):
        sites.open_site(session, "Third Clinic", "UTC", now=NOW)


def test_a_name_that_finds_a_site_at_start_is_not_given_to_another(
    database: Database, clinic: Clinic
) -> None:
    """Else both would be found by it, and the first would be renamed to what the second is called.

    The administrator names the clinic anew; the settings still call it what they did.
    """
    with database.write() as session:
        named = Own(name="Hill Clinic")
        site_settings.save(session, clinic.site.id, named, shown=0, by=clinic.ada.id, now=NOW)
        with pytest.raises(NameTaken):
            sites.add_site(session, clinic.site.name.upper(), ZONE, now=NOW)
        assert sites.add_site(session, "Third Clinic", ZONE, now=NOW).name == "Third Clinic"
        site_settings.save(session, clinic.site.id, Own(), shown=1, by=clinic.ada.id, now=NOW)

    with database.write() as session:
        opened = sites.open_site(session, clinic.site.name, ZONE, now=NOW)

    assert (opened.id, opened.name) == (clinic.site.id, clinic.site.name)
