"""The demo as a newcomer meets it: an empty folder, a real server, Ctrl-C."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from io import BytesIO
from pathlib import Path
from urllib.parse import urlencode

import pytest
from pypdf import PdfReader

from screening.core.visit import VisitRecord
from screening.core.visit_evaluation import evaluate_visit
from screening.demo import place
from screening.report.renderer import missing_packages
from screening.security.passwords import matches
from screening.settings import ROOT
from screening.store import audit, encounters, key_file, patients
from screening.store.db import Database, open_database
from screening.store.models import Account, Site
from screening.web.shelf import Shelf
from screening.web.visits import load_record

pytestmark = pytest.mark.slow

needs_pdf = pytest.mark.skipif(
    bool(missing_packages()), reason=f"not installed: {' '.join(missing_packages())}"
)


class Started:
    """One start of the demo, until it answers."""

    def __init__(self, folder: Path, *words: str) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "screening.demo", "--folder", str(folder), *words],
            env={**os.environ, "PYTHONPATH": str(ROOT), "SCREENING_TIME_ZONE": "UTC"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,  # so that Ctrl-C of this test reaches nobody else
        )
        assert self.process.stdout is not None
        lines = iter(self.process.stdout.readline, "")
        self.said = "".join(self._until_it_is_open(lines))
        self.port = int(re.search(r"localhost:(\d+)", self.said)[1])  # type: ignore[index]
        self.passwords = dict(re.findall(r"^  (\w+) +([A-Z2-9-]{23})  ", self.said, re.MULTILINE))

    @staticmethod
    def _until_it_is_open(lines: Iterator[str]) -> Iterator[str]:
        for line in lines:
            yield line
            if "Ctrl-C" in line:
                return
        pytest.fail("the demo ended before it was open")

    def interrupt(self) -> int:
        """Ctrl-C, as a terminal sends it: to everything in the foreground."""
        os.killpg(self.process.pid, signal.SIGINT)
        self.process.communicate(timeout=30)
        return self.process.returncode

    def open(self) -> Database:
        """Its database."""
        keys = key_file.load_or_create(self.folder / "key", self.folder / "data")
        return open_database(f"sqlite:///{self.folder / 'data' / 'screening.sqlite3'}", keys)


@dataclass
class Browser:
    """As much of a browser as signing in and a download need."""

    port: int
    cookies: dict[str, str]

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, bytes]:
        """Status and body; keeps the cookies."""
        link = HTTPConnection("localhost", self.port, timeout=60)
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if form is not None:
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Origin": f"http://localhost:{self.port}",
            }
        link.request(method, path, urlencode(form) if form else None, headers)
        reply = link.getresponse()
        body = reply.read()
        for cookie in reply.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        link.close()
        return reply.status, body

    def sign_in(self, name: str, password: str) -> int:
        """Status of the reply to name and password."""
        _, page = self.ask("GET", "/sign-in")
        token = re.search(rb'name="form-token" value="([^"]+)"', page)
        assert token is not None
        form = {"form-token": token[1].decode(), "name": name, "password": password}
        return self.ask("POST", "/sign-in", form)[0]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the demo is kept; empty at first."""
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def first(folder: Path) -> Iterator[Started]:
    """The first start, running while the tests of this file look at it."""
    started = Started(folder)
    yield started
    if started.process.poll() is None:
        started.interrupt()


@pytest.fixture(scope="module")
def records(first: Started) -> list[VisitRecord]:
    """All made-up visits, as they are read back."""
    database = first.open()
    shelf = Shelf({}, ())
    with database.read() as session:
        site = session.query(Site).one()
        found = [
            load_record(session, visit, shelf, site_name="")
            for patient in patients.recent(session, site.id)
            for visit in encounters.of_patient(session, patient.id)
        ]
        assert audit.verify(session) == []
    database.close()
    return found


def test_a_start_says_where_to_go_and_how_to_get_in(first):
    browser = Browser(first.port, {})

    assert browser.ask("GET", "/")[0] == 200
    assert set(first.passwords) == {"desk", "doctor", "admin", "auditor"}
    assert browser.sign_in("doctor", first.passwords["doctor"]) == 303
    assert b"Okonkwo, Cleo" in browser.ask("GET", "/clinic/")[1]


def test_key_and_data_are_apart_and_for_this_account_alone(first):
    assert first.folder / "key" not in (first.folder / "data").iterdir()
    assert (first.folder / "key").stat().st_mode & 0o077 == 0
    assert (first.folder / "data").stat().st_mode & 0o077 == 0


@needs_pdf
def test_one_finished_paper_lies_in_the_folder(first):
    (paper,) = first.folder.glob("*.pdf")

    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(paper.read_bytes())).pages)

    assert str(paper) in first.said
    assert "OKONKWO, Cleo" in text
    assert "Trend over 4 visits" in " ".join(text.split())


def test_somebody_comes_four_times_and_one_total_of_them_is_open(records):
    cleo = sorted(
        (r for r in records if r.patient.record == "MRN-00417"), key=lambda r: r.visit.number
    )

    totals = [
        [
            score.value
            for one in evaluate_visit(record).questionnaires
            for score in one.now.result.scores
            if score.code == name
        ]
        for name in ("cows", "sows16")
        for record in cleo
    ]

    assert totals == [[17], [13], [10], [7], [44], [29], [None], [14]]


def test_a_finding_that_cannot_wait_is_there_and_nobody_has_seen_it(records):
    (noah,) = [r for r in records if r.patient.record == "MRN-00531"]

    unseen = {found.code for found in noah.recorded or () if not found.seen_by}

    assert unseen == {"liver_signs_now", "liver_signs", "combined_depressants", "seven_oh_risk"}
    assert {filled.role for filled in noah.responses} == {"patient"}


def test_some_visits_are_not_started_or_under_way(records):
    sent = {record.patient.record: len(record.responses) for record in records}

    assert sent["MRN-00602"] == 0  # Maya holds a code
    assert sent["MRN-00588"] == 0  # Idris is at the tablet


def test_what_was_sent_leaves_no_question_open(records):
    left_open = [
        (record.patient.record, item.id)
        for record in records
        for one in evaluate_visit(record).questionnaires
        for role in {
            part.role for part in record.responses if part.questionnaire == one.questionnaire
        }
        for item in one.questionnaire.items_for(role)
        if one.now.enabled(item.id) is True
        and getattr(one.now.state(item.id), "reason", "") == "not_recorded"
    ]

    assert left_open == []


def test_a_real_installation_is_out_of_the_demos_reach(tmp_path):
    real = {
        "SCREENING_DATABASE_URL": "postgresql+psycopg://clinic",
        "SCREENING_DATA": "/srv/screening",
        "SCREENING_KEY_FILE": "/etc/screening/key",
        "SCREENING_HOST": "0.0.0.0",  # noqa: S104  what a real one may listen on
        "SCREENING_PAPER": "letter",
        "PATH": "/usr/bin",
    }

    chosen = place.environ_for(tmp_path, 8000, real)

    assert "SCREENING_DATABASE_URL" not in chosen
    assert "SCREENING_HOST" not in chosen
    assert chosen["SCREENING_DATA"] == str(tmp_path / "data")
    assert chosen["SCREENING_KEY_FILE"] == str(tmp_path / "key")
    assert chosen["SCREENING_PAPER"] == "letter"
    assert chosen["PATH"] == "/usr/bin"


def test_a_port_that_is_taken_is_passed_over_unless_it_was_asked_for():
    with place.listening(None) as held:
        taken = held.getsockname()[1]

        with place.listening(None) as other:
            assert other.getsockname()[1] > taken
        with pytest.raises(place.PortTaken):
            place.listening(taken)


@needs_pdf
def test_ctrl_c_ends_the_server_and_its_render_worker(first):
    browser = Browser(first.port, {})
    browser.sign_in("doctor", first.passwords["doctor"])
    visit = re.search(
        rb'href="(/clinic/visits/[0-9a-f-]+)">Okonkwo', browser.ask("GET", "/clinic/")[1]
    )
    status, pdf = browser.ask("GET", f"{visit[1].decode()}/summary/letter")
    assert (status, pdf[:5]) == (200, b"%PDF-")
    assert len(processes_of(first)) >= 3  # server, its worker, the renderer

    assert first.interrupt() == 0

    give_up = time.monotonic() + 15
    while (left := processes_of(first)) and time.monotonic() < give_up:
        time.sleep(0.1)
    assert left == []


def test_a_later_start_keeps_the_visits_and_gives_new_passwords(first, folder):
    if first.process.poll() is None:
        first.interrupt()
    papers = sorted(folder.glob("*.pdf"))

    later = Started(folder, "--port", str(first.port))
    database = later.open()
    with database.read() as session:
        count = len(session.query(Account).all())
        hashed = session.query(Account).filter_by(name="doctor").one().password_hash
        seen = len(patients.recent(session, session.query(Site).one().id))
    database.close()

    assert Browser(later.port, {}).ask("GET", "/")[0] == 200
    assert later.interrupt() == 0
    assert "Making up" not in later.said
    assert (count, seen) == (4, 6)
    assert matches(hashed, later.passwords["doctor"])
    assert not matches(hashed, first.passwords["doctor"])
    assert sorted(folder.glob("*.pdf")) == papers


def processes_of(started: Started) -> list[str]:
    """Command lines of whatever runs for this demo: they name its folder."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            words = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except (OSError, ValueError):
            continue
        if entry.name.isdigit() and str(started.folder) in words:
            found.append(words)
    return found
