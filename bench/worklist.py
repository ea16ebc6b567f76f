"""What the worklist costs with 5,000 visits, beside a bare Flask page, in process, side by side.

Measured as bench.web does. The first page as it is shown again and again, the page after a change
somewhere in the clinic, and what a screen asks every few seconds. Run: python -m bench.worklist
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from typing import Any

from flask import Flask
from sqlalchemy import event
from werkzeug.test import EnvironBuilder

from bench.web import Environ, bare_app, call, timed
from screening.app import create_app
from screening.core.item import ChoiceItem
from screening.core.questionnaire import Questionnaire
from screening.security.kiosk_tokens import new_token
from screening.settings import Settings
from screening.store import accounts, patients, signing_in
from screening.store.patients import Identity
from screening.store.signing_in import Attempt
from screening.web.cookies import STAFF
from screening.web.parts import EXTENSION, Parts
from tests.web.listing import fill

VISITS = 5000
ROUNDS, CHANGES = 300, 40
LIMIT = 8.0
PATH = "/clinic/"


class Clinic:
    """A clinic with visits, and Ada's browser in it."""

    def __init__(self, folder: Path) -> None:
        self.app = create_app(
            Settings.from_env(
                {
                    "SCREENING_DATA": str(folder / "data"),
                    "SCREENING_KEY_FILE": str(folder / "config" / "key"),
                }
            )
        )
        self.parts: Parts = self.app.extensions[EXTENSION]
        self.token, now = new_token(), datetime.now(UTC)
        with self.parts.database.write() as session:
            self.ada = accounts.add(
                session, self.parts.site.id, "ada", full_name="Ada", role="clinician",
                password_hash="none",  # noqa: S106  nobody signs in with it
                must_change=False, by=None, now=now,
            ).id  # fmt: skip
            attempt = Attempt(self.ada, "none", False, "place", "name at place")
            signing_in.settle(session, attempt, matched=True, token=self.token, now=now)

    def environ(self, path: str, query: str = "") -> Environ:
        """A request as Ada's browser sends it."""
        cookie = {"Cookie": f"{STAFF}={self.token}"}
        return EnvironBuilder(path=path, query_string=query, headers=cookie).get_environ()

    def fill(self, number: int) -> None:
        """Visits of the last half year, none ended or signed, each with two scales sent."""
        with self.parts.database.write() as session:
            current = self.parts.shelf.current(session)
            forms = [
                (of, role, {item.id: item.choices[-2].id for item in _choices(of)})
                for name, role in (("sows16", "patient"), ("cows", "clinician"))
                for of in [current[name]]
            ]
            fill(session, self.parts.site.id, self.ada, forms, number)

    def change(self) -> None:
        """Something that the list shows happens: here, somebody is added."""
        now = datetime.now(UTC)
        who = Identity("New", "One", date(1990, 1, 1), new_token()[:12])
        with self.parts.database.write() as session:
            patients.add(session, self.parts.site.id, who, by=self.ada, now=now)


def _choices(questionnaire: Questionnaire) -> list[ChoiceItem]:
    return [item for item in questionnaire.items if isinstance(item, ChoiceItem)]


def statements(clinic: Clinic, act: Callable[[], object]) -> int:
    """How many statements one call sends through SQLAlchemy."""
    sent: list[str] = []

    def note(*told: Any) -> None:
        sent.append(told[2])

    engines = (clinic.parts.database.engine, clinic.parts.database.reading_engine)
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    act()
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)
    return len(sent)


def measure(clinic: Clinic, bare: Flask) -> dict[str, tuple[float, float]]:
    """Median seconds of each candidate, by the clock and of the processor."""
    since = f"since={10**8}"  # nothing came after it
    assert call(clinic.app, clinic.environ("/clinic/changes", since))[0].startswith("200")
    times: dict[str, list[tuple[float, float]]] = {
        name: [] for name in ("hello", "list", "news", "changed")
    }
    for place in range(ROUNDS):
        hello, again = EnvironBuilder(path="/").get_environ(), clinic.environ(PATH)
        news = clinic.environ("/clinic/changes", since)
        times["hello"].append(timed(lambda: call(bare, hello)))  # noqa: B023  called at once
        times["list"].append(timed(lambda: call(clinic.app, again)))  # noqa: B023
        times["news"].append(timed(lambda: call(clinic.app, news)))  # noqa: B023
        if place % (ROUNDS // CHANGES) == 0:
            clinic.change()
            anew = clinic.environ(PATH)
            times["changed"].append(timed(lambda: call(clinic.app, anew)))  # noqa: B023
    return {
        name: (median(wall for wall, _ in found), median(cpu for _, cpu in found))
        for name, found in times.items()
    }


def main() -> int:
    """Print the ratios; 1 when the first page is above its limit, or its statements grow."""
    with tempfile.TemporaryDirectory() as folder:
        few, many = Clinic(Path(folder) / "few"), Clinic(Path(folder) / "many")
        few.fill(10)
        many.fill(VISITS)
        counts = []
        for clinic in (few, many):
            first = call(clinic.app, clinic.environ(PATH))
            assert first[0].startswith("200"), first
            clinic.change()
            one = clinic.environ(PATH)
            counts.append(statements(clinic, lambda: call(clinic.app, one)))  # noqa: B023
        cold, cold_cpu = timed(lambda: call(many.app, many.environ(PATH, "show=all&page=9")))
        found = measure(many, bare_app())
    print(f"{'':8} {'clock':>10} {'processor':>12}")
    for name, (wall, cpu) in found.items():
        print(f"{name:8} {wall * 1e6:7.0f} us {cpu * 1e6:9.0f} us")
    print(f"a page never shown before: {cold * 1e3:.0f} ms, {cold_cpu * 1e3:.0f} ms of processor")
    hello = found["hello"]
    ratios = {n: (t[0] / hello[0], t[1] / hello[1]) for n, t in found.items() if n != "hello"}
    for name, (wall, cpu) in ratios.items():
        limit = f"  (at most {LIMIT})" if name == "list" else ""
        print(f"{name:8}: bare hello {wall:6.1f} {cpu:6.1f}{limit}")
    print(f"statements after a change: {counts[0]} with 10 visits, {counts[1]} with {VISITS}")
    return int(min(ratios["list"]) > LIMIT or counts[0] != counts[1])


if __name__ == "__main__":
    sys.exit(main())
