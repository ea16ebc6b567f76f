"""2 x 500 refused sign-ins, with known and with unknown names: nobody can tell them by the time.

Measured is what the process works for each reply, so that other programs do not count, with real
hashes and a new place for each try. The figure is how often a known name takes longer than an
unknown one: a half where they are alike. A control without the dummy hash must be told apart.
Run with: ./run campaign sign_in_times [HOW MANY OF EACH]
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
import time
from itertools import count
from pathlib import Path
from statistics import median

from flask import Flask

from screening.app import create_app
from screening.security import passwords
from screening.store import accounts
from screening.web import proofs
from screening.web.parts import EXTENSION, Parts
from tests.web.browser import SAME_ORIGIN
from tests.web.conftest import SMALL, settings_in

EACH = 500
ALIKE = 0.06  # around a half; 3 standard errors of 2 x 500 times that are alike are 0.055
CONTROLS = 20  # of each


class Timed:
    """An installation with known names, and the time of each refusal."""

    def __init__(self, app: Flask, names: int) -> None:
        self.app, self.places = app, count()
        parts: Parts = app.extensions[EXTENSION]
        hashed = passwords.hash_password("four quiet herons at dusk")
        with parts.database.write() as session:
            for number in range(names):
                accounts.add(
                    session, parts.site.id, f"known {number}", full_name="x", role="clinician",
                    password_hash=hashed, must_change=False, by=None, now=parts.clock(),
                )  # fmt: skip

    def refusals(self, each: int) -> tuple[list[float], list[float]]:
        """Seconds for known and for unknown names, in a random order."""
        order = [f"{kind} {n}" for n in range(each) for kind in ("known", "other")]
        random.Random(7).shuffle(order)  # noqa: S311  an order that repeats
        times: dict[str, list[float]] = {"known": [], "other": []}
        for name in order:
            times[name.split()[0]].append(self._refuse(name))
        return times["known"], times["other"]

    def _refuse(self, name: str) -> float:
        number = next(self.places)
        place = {"REMOTE_ADDR": f"10.{number // 65536}.{number // 256 % 256}.{number % 256}"}
        client = self.app.test_client()
        page = client.get("/sign-in", environ_overrides=place).get_data(as_text=True)
        token = page.partition('name="form-token" value="')[2].partition('"')[0]
        sent = {"name": name, "password": "not the password", "form-token": token}
        began = time.process_time()
        reply = client.post("/sign-in", data=sent, headers=SAME_ORIGIN, environ_overrides=place)
        took = time.process_time() - began
        assert reply.status_code == 422
        return took


def longer(known: list[float], other: list[float]) -> float:
    """How often one of the first takes longer than one of the second, 0 to 1."""
    wins = sum((a > b) + (a == b) / 2 for a in known for b in other)
    return wins / (len(known) * len(other))


def main() -> int:
    """0 when the times are alike and the control is told apart."""
    each = int(sys.argv[1]) if len(sys.argv) > 1 else EACH
    folder = Path(tempfile.mkdtemp())
    try:
        timed = Timed(create_app(settings_in(folder, SMALL)), max(each, CONTROLS))
        known, other = timed.refusals(each)
        matches = proofs.passwords.matches
        proofs.passwords.matches = lambda hashed, typed: bool(hashed) and matches(hashed, typed)
        control = longer(*timed.refusals(CONTROLS))
        proofs.passwords.matches = matches
    finally:
        shutil.rmtree(folder)
    share = longer(known, other)
    for words, times in (("known", known), ("unknown", other)):
        ordered = sorted(times)
        print(
            f"{words:8} {len(times)} refusals, median {median(times) * 1000:.1f} ms, "
            f"p95 {ordered[int(len(times) * 0.95)] * 1000:.1f} ms"
        )
    print(f"A known name takes longer in {share:.3f} of the pairs (0.5 is alike)")
    print(f"Control without the dummy hash: {control:.3f} (must be above 0.95)")
    return 0 if abs(share - 0.5) <= ALIKE and control > 0.95 else 1


if __name__ == "__main__":
    sys.exit(main())
