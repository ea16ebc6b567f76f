"""A running app on a real SQLite file, its cast, and browsers without script."""

from __future__ import annotations

import functools
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import select

from screening.app import _App, create_app
from screening.security import kiosk_tokens, passwords
from screening.settings import Settings
from screening.store import accounts, encounters, holds, kiosk_access, library, patients, tablets
from screening.store.account_value import Account
from screening.store.encounters import Encounter
from screening.store.models import Sitting
from screening.store.patients import Identity, Patient
from screening.web import language
from screening.web.cookies import TABLET
from screening.web.parts import EXTENSION, Parts
from tests.statements import keep_compiled
from tests.web.browser import Browser
from tests.web.kept import COMPILED, KeptRule, keep_libraries
from tests.web.pseudo import copy_told, write_catalogue

TESTS = Path(__file__).resolve().parents[1]
SMALL = TESTS / "web" / "definitions"
GRIDS = TESTS / "web" / "grids"
SHIPPED = TESTS.parent / "questionnaires"
PASSWORD = "four quiet herons at dusk"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
CLEO = Identity(family="Okonkwo", given="Cleo", born=date(1994, 2, 7), record="MRN-00417")
NOAH = Identity(family="Lind", given="Noah", born=date(1988, 7, 30), record="N-2")

_App.url_rule_class = KeptRule
keep_compiled()
keep_libraries()


class Clock:
    """The time of the app, moved by hand."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 18, 14, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        """Let time pass: forward(minutes=5)."""
        self.now += timedelta(**by)


@dataclass(frozen=True)
class Clinic:
    """The running app with its cast: Fay at the desk, Dr Ada, Moss the administrator, Cleo."""

    app: Flask
    parts: Parts
    clock: Clock
    fay: Account
    ada: Account
    moss: Account
    cleo: Patient

    def start_visit(self, packet: str = "", *, of: Patient | None = None) -> Encounter:
        """A visit of Cleo's, or of somebody else's, with the packet of that id or the only one."""
        with self.parts.database.write() as session:
            versions = {v.id: v.sha256 for v in library.current_packets(session)}
            return encounters.start(
                session,
                (of or self.cleo).id,
                versions[packet] if packet else next(iter(versions.values())),
                time_zone="America/New_York",
                by=self.fay.id,
                now=self.clock(),
            )

    def add_noah(self) -> Patient:
        """A second patient, with another birthday."""
        with self.parts.database.write() as session:
            site, by = self.parts.site.id, self.fay.id
            return patients.add(session, site, NOAH, by=by, now=self.clock())

    def code_for(self, visit: Encounter) -> str:
        """A fresh access code."""
        code = kiosk_tokens.new_code()
        with self.parts.database.write() as session:
            kiosk_access.open_sitting(
                session, visit.id, code=code, language="en", by=self.fay.id, now=self.clock()
            )
        return code

    def let_go_on(self) -> None:
        """Staff are with whoever was told to stop, and let them go on."""
        with self.parts.database.write() as session:
            held = select(Sitting.encounter_id).where(Sitting.held_since.is_not(None))
            for visit_id in session.scalars(held).all():
                holds.let_go_on(session, visit_id, by=self.fay.id, now=self.clock())

    def browser(self, address: str = "10.0.0.7") -> Browser:
        """A browser nobody has used yet."""
        return Browser(self.app, address)

    def enrolled(self) -> Browser:
        """The browser of a tablet that the clinic has enrolled."""
        token, browser = kiosk_tokens.new_token(), self.browser()
        with self.parts.database.write() as session:
            name = tablets.proposed_name(session, self.parts.site.id)
            tablets.enrol(
                session, self.parts.site.id, name, token=token, by=self.fay.id, now=self.clock()
            )
        browser.client.set_cookie(TABLET, token)
        return browser

    def tablet(self, visit: Encounter | None = None, on: Browser | None = None) -> Browser:
        """A strange device, or this one, on the first question of a visit."""
        tablet = on or self.browser()
        tablet.open("/")
        tablet.press("Start", code=self.code_for(visit or self.start_visit()))
        tablet.press("Next", day="7", month="2")
        if tablet.path == "/sitting/welcome":  # who goes on is led to the question that is open
            tablet.follow("Begin")
        return tablet

    def signed_in(self, account: Account) -> Browser:
        """A browser that this member of staff is signed in with."""
        browser = self.browser("10.0.0.9")
        browser.open("/sign-in")
        browser.press("Sign in", name=account.name, password=PASSWORD)
        return browser


def settings_in(folder: Path, questionnaires: Path, **more: str) -> Settings:
    """Settings of an installation in a folder."""
    return Settings.from_env(
        {
            "SCREENING_DATA": str(folder / "data"),
            "SCREENING_KEY_FILE": str(folder / "config" / "key"),
            "SCREENING_QUESTIONNAIRES": str(questionnaires),
            "SCREENING_SITE_NAME": "Harbour Clinic",
            "SCREENING_TIME_ZONE": "America/New_York",
            **more,
        }
    )


@pytest.fixture(scope="session")
def password_hash() -> str:
    """A hash that says of itself that it is cheap: each sign-in checks it as it checks any other.

    What the product's own hashes cost stands in tests/security/test_passwords.py.
    """
    return CHEAP.hash(PASSWORD)


@pytest.fixture
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the app itself hashes while the test lasts is as cheap, and so is the dummy."""
    monkeypatch.setattr(passwords, "_HASHER", CHEAP)
    monkeypatch.setattr(passwords, "_dummy_hash", lambda: CHEAP.hash("nobody has this password"))


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Path]:
    """Folder of an installation that was started once on these questionnaires, to be copied.

    A folder that a test wrote itself is new each time: for it the tables alone are prepared.
    """
    nothing = tmp_path_factory.mktemp("no_questionnaires")

    @functools.cache
    def started_on(questionnaires: Path) -> Path:
        folder = tmp_path_factory.mktemp("prepared")
        app = create_app(settings_in(folder, questionnaires), clock=Clock())
        app.extensions[EXTENSION].database.close()
        return folder

    return lambda wanted: started_on(wanted if wanted.is_relative_to(TESTS.parent) else nothing)


@pytest.fixture
def make_clinic(
    tmp_path: Path, password_hash: str, prepared: Callable[[Path], Path], cheap_hashes: None
) -> Iterator[Callable[..., Clinic]]:
    """Opens a clinic on a folder of questionnaires, with more settings where a test wants them;
    several in one test each in a place of its own, which is given second."""
    made: list[Clinic] = []

    def make(questionnaires: Path, place: Path = tmp_path, **more: str) -> Clinic:
        clock = Clock()
        shutil.copytree(prepared(questionnaires), place, dirs_exist_ok=True)
        settings = settings_in(place, questionnaires, **more)
        app = create_app(settings, clock=clock, development=True)
        app.jinja_env.bytecode_cache = COMPILED
        parts: Parts = app.extensions[EXTENSION]
        with parts.database.write() as session:
            staff = [
                accounts.add(
                    session,
                    parts.site.id,
                    name,
                    full_name=full_name,
                    role=role,
                    password_hash=password_hash,
                    must_change=False,
                    by=None,
                    now=clock(),
                )
                for name, full_name, role in (
                    ("fay", "Fay Desk", "front_desk"),
                    ("ada", "Dr Ada Byron", "clinician"),
                    ("moss", "Moss Keeper", "administrator"),
                )
            ]
            cleo = patients.add(session, parts.site.id, CLEO, by=staff[0].id, now=clock())
        made.append(Clinic(app, parts, clock, *staff, cleo))
        return made[-1]

    yield make
    for clinic in made:
        clinic.parts.database.close()


@pytest.fixture
def clinic(make_clinic: Callable[[Path], Clinic]) -> Clinic:
    """A clinic with the small packet, in which every type of item stands once."""
    return make_clinic(SMALL)


@pytest.fixture
def grid_clinic(make_clinic: Callable[[Path], Clinic]) -> Clinic:
    """A clinic whose only packet has a grid between two questions."""
    made = make_clinic(GRIDS)
    assert made.parts.shelf.faults == ()
    return made


@pytest.fixture
def shipped_clinic(make_clinic: Callable[[Path], Clinic]) -> Clinic:
    """A clinic with the questionnaires that are shipped."""
    return make_clinic(SHIPPED)


@pytest.fixture
def told_clinic(
    make_clinic: Callable[[Path], Clinic], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Clinic:
    """A clinic whose Spanish is the made-up language."""
    write_catalogue(tmp_path / "translations")
    monkeypatch.setattr(language, "FOLDER", tmp_path / "translations")
    made = make_clinic(copy_told(SMALL, tmp_path / "told"))
    assert made.parts.shelf.faults == ()
    return made
