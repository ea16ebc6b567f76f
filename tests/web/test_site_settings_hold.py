"""What is set of a site holds on every page, in every process."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import text

from screening.app import create_app
from screening.store import accounts, site_settings, sites
from screening.store.account_value import Account
from screening.store.errors import NotSaved
from screening.store.sites import Site
from screening.web.parts import EXTENSION
from tests.web.at_sites import set_here, visit_at
from tests.web.browser import SAME_ORIGIN, Browser
from tests.web.conftest import Clinic


@pytest.fixture
def second_process(clinic: Clinic) -> Iterator[Flask]:
    """The same installation in another worker process."""
    app = create_app(clinic.parts.settings, clock=clinic.clock)
    yield app
    app.extensions[EXTENSION].database.close()


def test_name_and_minutes_hold_at_once_on_a_patients_page_in_every_process(
    clinic: Clinic, second_process: Flask
) -> None:
    tablet = clinic.tablet()
    tablet.open("/sitting/1")
    assert "Harbour Clinic" in tablet.page.title or "Harbour Clinic" in tablet.page.html

    set_here(clinic, name="Hill Clinic", idle_minutes="2")

    for app in (clinic.app, second_process):
        there = Browser(app, "10.0.0.7")
        there.client.set_cookie("__Host-kiosk", tablet.cookie("__Host-kiosk"))
        there.open("/sitting/1")
        assert "Hill Clinic" in there.page.html
        assert "Harbour Clinic" not in there.page.html
        assert 'data-warn-after-s="120"' in there.page.html


def test_the_server_locks_after_the_minutes_that_were_set(clinic: Clinic) -> None:
    set_here(clinic, idle_minutes="2")
    tablet = clinic.tablet()
    clinic.clock.forward(minutes=3, seconds=20)

    tablet.open("/sitting/1")

    assert tablet.status == 410


def test_a_patients_page_asks_for_no_settings(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_here(clinic, idle_minutes="2")
    tablet = clinic.tablet()
    tablet.open("/sitting/1")

    def refuse(*args: object, **values: object) -> None:
        raise AssertionError("settings were asked for")

    monkeypatch.setattr(site_settings.VERSION, "first", refuse, raising=True)
    monkeypatch.setattr(site_settings, "read", refuse)
    tablet.open("/sitting/1")

    assert tablet.status == 200
    assert 'data-warn-after-s="120"' in tablet.page.html


def test_consent_is_asked_where_the_site_asks_for_it(clinic: Clinic) -> None:
    set_here(clinic, ask_consent="yes")
    tablet = clinic.browser()
    tablet.open("/")
    tablet.press("Start", code=clinic.code_for(clinic.start_visit()))

    tablet.press("Next", day="7", month="2")

    assert tablet.path == "/sitting/consent"


def test_only_the_languages_of_the_site_are_offered_and_taken(clinic: Clinic) -> None:
    tablet = clinic.browser()
    tablet.open("/")
    assert "Español" in tablet.page.html
    token = tablet.page.form("Español").data({}, "Español")

    set_here(clinic, languages="en")
    tablet.open("/")
    assert "Español" not in tablet.page.html
    refused = tablet.client.post("/language", data=token, headers=SAME_ORIGIN)
    assert refused.status_code == 400

    set_here(clinic, languages="es+en")
    fresh = clinic.browser()
    fresh.open("/")
    assert fresh.page.lang == "es"


def test_days_and_times_go_by_the_zone_that_was_set(clinic: Clinic) -> None:
    clinic.start_visit()  # 14:30 in UTC on the 18th
    set_here(clinic, time_zone="Pacific/Auckland")  # there it is the 19th by now, 03:30

    moss = set_here(clinic, paper="letter")
    assert "19 Nov 2026, 03:30" in moss.page.text
    with clinic.parts.database.read() as session:
        assert sites.get_site(session, clinic.parts.site.id).time_zone == "Pacific/Auckland"
    fay = clinic.signed_in(clinic.fay)
    clinic.clock.now = datetime(2026, 11, 18, 23, 0, tzinfo=UTC)
    fay = clinic.signed_in(clinic.fay)
    fay.open("/desk/")
    assert "Okonkwo" in fay.page.text


@pytest.fixture
def hill(clinic: Clinic, password_hash: str) -> tuple[Site, Account]:
    """Another site with a person at its desk."""
    with clinic.parts.database.write() as session:
        site = sites.add_site(session, "Hill Clinic", "UTC", now=clinic.clock())
        dora = accounts.add(
            session, site.id, "dora", full_name="Dora Hill", role="clinician",
            password_hash=password_hash, must_change=False, by=None, now=clinic.clock(),
        )  # fmt: skip
    return site, dora


def test_each_site_has_its_own_name_and_settings_for_staff_patients_and_tablets(
    clinic: Clinic, hill: tuple[Site, Account]
) -> None:
    site, dora = hill
    moss = clinic.signed_in(clinic.moss)
    moss.open(f"/admin/sites/{site.id}")
    moss.press("Save", idle_minutes="1", time_zone="Asia/Tokyo")
    at_hill = clinic.signed_in(dora)
    assert "Hill Clinic" in at_hill.page.title
    assert "Harbour Clinic" not in at_hill.page.html

    at_hill.open("/desk/tablets/")
    at_hill.press("Enrol this device", tablet="Hill 1")
    at_hill.press("Sign out")
    at_hill.open("/")
    assert "Hill Clinic" in at_hill.page.title

    visit = visit_at(clinic, site, dora)
    there = clinic.tablet(visit)
    there.open("/sitting/1")
    assert "Hill Clinic" in there.page.html
    assert 'data-warn-after-s="60"' in there.page.html
    here = clinic.tablet()
    here.open("/sitting/1")
    assert "Harbour Clinic" in here.page.html
    assert 'data-warn-after-s="300"' in here.page.html


def test_a_page_of_a_problem_asks_no_database_for_its_name(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_here(clinic, name="Hill Clinic")
    ada = clinic.signed_in(clinic.ada)

    def fail(*args: object, **values: object) -> None:
        raise NotSaved

    monkeypatch.setattr("screening.store.changes.Newest.look", fail)
    monkeypatch.setattr(site_settings.VERSION, "first", fail)
    ada.open("/clinic/")

    assert ada.status == 503
    assert "Hill Clinic" in ada.page.title


def test_a_database_that_is_gone_still_gets_a_page(clinic: Clinic) -> None:
    browser = clinic.browser()
    with clinic.parts.database.write() as session:
        session.execute(text("ALTER TABLE site RENAME TO gone"))

    browser.open("/")

    assert browser.status == 503
    assert "Harbour Clinic" in browser.page.html
