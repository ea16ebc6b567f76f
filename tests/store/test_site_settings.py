"""What a site has set: versions that are only added to, and what a start leaves of them."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import select

from screening.store import audit, site_settings, sites
from screening.store.audit import Kind
from screening.store.db import Database
from screening.store.errors import NameTaken, NotThere, SiteUnclear, StaleSettings
from screening.store.models import AuditEvent
from screening.store.models import Site as SiteRow
from screening.store.site_settings import NAMES, Own
from tests.store.builders import NOW, Clinic, later

WHOLE = Own("Hill Clinic", "Europe/Berlin", "letter", ("es", "en"), 3, True, 5, "ordered")


def save(database: Database, clinic: Clinic, own: Own, shown: int) -> int:
    with database.write() as session:
        return site_settings.save(
            session, clinic.site.id, own, shown=shown, by=clinic.ada.id, now=later(shown)
        )


def test_a_site_that_was_never_set_leaves_everything_to_the_installation(
    database: Database, clinic: Clinic
) -> None:
    with database.read() as session:
        assert site_settings.newest(session, clinic.site.id) == (0, Own())
        assert site_settings.history(session, clinic.site.id) == ()


def test_every_setting_is_read_as_it_was_saved_and_each_version_stays(
    database: Database, clinic: Clinic
) -> None:
    assert save(database, clinic, WHOLE, 0) == 1
    assert save(database, clinic, Own(name="Hill Clinic", ask_consent=False), 1) == 2

    with database.read() as session:
        assert site_settings.newest(session, clinic.site.id)[1].ask_consent is False
        assert site_settings.read(session, clinic.site.id, 1) == WHOLE
        second, first = site_settings.history(session, clinic.site.id)
    assert first.changed == NAMES
    assert set(second.changed) == set(NAMES) - {"name"}
    assert (second.number, second.set_by, second.set_at) == (2, clinic.ada.id, later(1))


def test_what_was_changed_is_on_the_trail_by_name_and_never_by_value(
    database: Database, clinic: Clinic
) -> None:
    save(database, clinic, WHOLE, 0)
    save(database, clinic, replace(WHOLE, paper="a4", idle_minutes=4), 1)

    with database.read() as session:
        told = session.scalars(select(AuditEvent.ids).where(AuditEvent.kind == Kind.SITE_SET)).all()
        renamed = session.query(AuditEvent).filter_by(kind=Kind.SITE_RENAMED).count()
        assert audit.verify(session) == []
    # More names than fit into an event are counted; the history has them.
    assert [json.loads(one)["changed"] for one in told] == ["8_settings", "paper+idle_minutes"]
    assert renamed == 1
    assert "Berlin" not in told[0]


def test_saving_the_same_again_is_no_version(database: Database, clinic: Clinic) -> None:
    save(database, clinic, WHOLE, 0)

    assert save(database, clinic, WHOLE, 1) == 1


def test_a_form_of_an_older_version_is_refused(database: Database, clinic: Clinic) -> None:
    save(database, clinic, WHOLE, 0)

    with pytest.raises(StaleSettings):
        save(database, clinic, Own(paper="a4"), 0)


def test_no_two_sites_have_one_name(database: Database, clinic: Clinic) -> None:
    with database.write() as session:
        sites.add_site(session, "Hill Clinic", "UTC", now=NOW)
        with pytest.raises(NameTaken):
            sites.add_site(session, "HILL clinic", "UTC", now=NOW)

    with pytest.raises(NameTaken):
        save(database, clinic, WHOLE, 0)


def test_an_unknown_site_or_version_is_not_there(database: Database, clinic: Clinic) -> None:
    with database.read() as session:
        for ask in (
            lambda: site_settings.newest(session, clinic.ada.id),
            lambda: site_settings.read(session, clinic.site.id, 7),
            lambda: sites.get_site(session, clinic.ada.id),
        ):
            with pytest.raises(NotThere):
                ask()
    with database.write() as session, pytest.raises(NotThere):
        site_settings.save(session, clinic.ada.id, WHOLE, shown=0, by=clinic.ada.id, now=NOW)


def test_a_start_keeps_what_was_set_and_still_finds_the_site_by_its_first_name(
    database: Database, clinic: Clinic
) -> None:
    save(database, clinic, WHOLE, 0)
    with database.write() as session:
        other = sites.add_site(session, "Valley Clinic", "UTC", now=NOW)

    with database.write() as session:
        opened = sites.open_site(session, clinic.site.name, "America/Chicago", now=NOW)

    assert (opened.id, opened.name, opened.time_zone) == (
        clinic.site.id,
        "Hill Clinic",
        "Europe/Berlin",
    )
    with database.read() as session:
        assert session.get_one(SiteRow, other.id).time_zone == "America/Chicago"
        assert sites.find_site(session, "Hill Clinic").id == clinic.site.id
        with pytest.raises(SiteUnclear):
            sites.find_site(session, "")


def test_another_name_in_the_environment_does_not_undo_what_an_administrator_set(
    database: Database, clinic: Clinic
) -> None:
    save(database, clinic, WHOLE, 0)

    with database.write() as session:
        assert sites.open_site(session, "Third Name", "UTC", now=NOW).name == "Hill Clinic"
