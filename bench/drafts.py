"""How long an administrator waits for the faults of a draft after a pause in typing.

The whole request is measured: the text of about 300 lines is saved, judged beside everything that
is in use, its worked cases run, and the list of faults drawn. Each text is a new one, so nothing is
known of it before. Beside it stands what loading that file alone takes, in the same round.
Run with: python -m bench.drafts
"""

from __future__ import annotations

import re
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from argon2 import PasswordHasher
from flask.testing import FlaskClient

from screening.app import create_app
from screening.core.draft_heads import as_next
from screening.core.loading import load_questionnaire
from screening.errors import DefinitionErrors
from screening.settings import Settings
from screening.store import accounts
from screening.web.parts import EXTENSION, Parts

SHIPPED = Path(__file__).resolve().parents[1] / "questionnaires"
ROUNDS = 15
LIMIT_MS = 500
# A file that is counted against the limit, and the longest that is shipped.
COUNTED, LONGEST = "entered_totals", "substance_use"
PASSWORD = "four quiet herons at dusk"  # noqa: S105  of nobody
ORIGIN = {"Sec-Fetch-Site": "same-origin"}
SHOWN = re.compile(r'name="shown" value="(\d+)"')
TOKEN = re.compile(r'name="form-token" value="([0-9a-f]+)"')


@dataclass(frozen=True)
class Measured:
    """Medians, in milliseconds."""

    lines: int
    wall: float  # the request by the clock
    own: float  # the same, of the processor
    alone: float  # loading the file alone, of the processor


def signed_in(folder: Path) -> FlaskClient:
    """An administrator's browser on the shipped library."""
    settings = Settings.from_env(
        {
            "SCREENING_DATA": str(folder / "data"),
            "SCREENING_KEY_FILE": str(folder / "config" / "key"),
        }
    )
    app = create_app(settings)
    parts: Parts = app.extensions[EXTENSION]
    with parts.database.write() as session:
        accounts.add(
            session, parts.site.id, "moss", full_name="Moss", role="administrator",
            password_hash=PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD),
            must_change=False, by=None, now=datetime.now(UTC),
        )  # fmt: skip
    client = app.test_client()
    form = {"name": "moss", "password": PASSWORD, **token_on(client, "/sign-in")}
    assert client.post("/sign-in", data=form, headers=ORIGIN).status_code == 303
    return client


def token_on(client: FlaskClient, path: str) -> dict[str, str]:
    """The last form token of a page."""
    return {"form-token": TOKEN.findall(client.get(path).get_data(as_text=True))[-1]}


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds by the clock, and those of the processor: what else runs is not ours."""
    wall, own = time.perf_counter(), time.process_time()
    work()
    return (time.perf_counter() - wall) * 1e3, (time.process_time() - own) * 1e3


def measure(client: FlaskClient, name: str, *, wrong: bool) -> Measured:
    """One draft saved again and again."""
    text = as_next((SHIPPED / f"{name}.yaml").read_text())
    form = token_on(client, "/admin/drafts/new")
    begun = client.post("/admin/drafts/edit", data={**form, "item": name}, headers=ORIGIN)
    address = begun.headers["Location"]
    shown = int(SHOWN.findall(client.get(address).get_data(as_text=True))[0])
    rounds = []
    for number in range(ROUNDS):
        typed = f"{text}# {number}\n" + ("titel: x\n" if wrong else "")
        data = {**form, "shown": str(shown), "text": typed}

        def save(data: dict[str, str] = data) -> None:
            nonlocal shown
            reply = client.post(f"{address}/pause", data=data, headers=ORIGIN)
            assert len(reply.get_json()["marks"]) == wrong
            shown = reply.get_json()["number"]

        def load(typed: str = typed) -> None:
            try:
                load_questionnaire(name, typed.encode())
            except DefinitionErrors:
                assert wrong

        rounds.append((timed(save), timed(load)))
    saves, loads = zip(*rounds, strict=True)
    return Measured(
        text.count("\n"),
        median(wall for wall, _ in saves),
        median(own for _, own in saves),
        median(own for _, own in loads),
    )


def main() -> int:
    """Print the times; 1 when the file of 300 lines takes too long."""
    worst = 0.0
    with tempfile.TemporaryDirectory() as folder:
        client = signed_in(Path(folder))
        for name in (COUNTED, LONGEST):
            for wrong in (False, True):
                took = measure(client, name, wrong=wrong)
                told = f"{name}, {took.lines} lines, {'one' if wrong else 'no'} fault"
                ratio = f"{took.own / took.alone:4.1f} times loading alone"
                print(f"{told:42} {took.own:6.1f} ms   {ratio}   by the clock {took.wall:6.1f} ms")
                worst = max(worst, took.own if name == COUNTED else 0.0)
    print(f"limit for {COUNTED}: {LIMIT_MS} ms")
    return int(worst > LIMIT_MS)


if __name__ == "__main__":
    sys.exit(main())
