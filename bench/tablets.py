"""250 tablets, each with one page every 5 seconds, against `./run serve`: times, none failing.

Run with: ./run bench tablets, or python -m bench.tablets TABLETS SECONDS. The browsers' part is one
thread with sockets to this machine alone; every second page of a tablet is a POST with an answer.
"""

from __future__ import annotations

import asyncio
import gc
import os
import platform
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urlencode

from screening.app import create_app
from screening.security.kiosk_tokens import new_token
from screening.settings import ROOT, Settings
from screening.store import accounts, encounters, kiosk, kiosk_access, library, patients, sittings
from screening.store.patients import Identity
from screening.web import sitting
from screening.web.cookies import KIOSK
from screening.web.parts import EXTENSION, Parts

TABLETS, SECONDS, EVERY_S = 250, 60, 5.0
P99_LIMIT_S = 0.1
WARMING = 32  # requests at once, so that every worker gets some
PAGES = range(1, 4)  # a tablet goes round these questions


# Read with a pattern, because a reader of HTML would keep the other tablets waiting.
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
TILE = re.compile(
    r'<input class="tile__control" type="\w+" id="[^"]+" name="([^"]+)" value="([^"]*)"'
)


@dataclass
class Outcome:
    """What came back."""

    times: list[float] = field(default_factory=list)  # seconds from request to last byte
    failures: list[str] = field(default_factory=list)

    def at(self, share: float) -> float:
        """The time that this share of all replies took at most."""
        return sorted(self.times)[int(share * (len(self.times) - 1))]


def environ_in(folder: Path, port: int) -> dict[str, str]:
    """An installation's settings."""
    return {
        "SCREENING_DATA": str(folder / "data"),
        "SCREENING_KEY_FILE": str(folder / "config" / "key"),
        "SCREENING_PORT": str(port),
    }


def open_tablets(folder: Path, port: int, count: int) -> list[str]:
    """As many sittings at their first question; returns the cookies."""
    app = create_app(Settings.from_env(environ_in(folder, port)))
    parts: Parts = app.extensions[EXTENSION]
    now, tokens = datetime.now(UTC), [new_token() for _ in range(count)]
    with parts.database.write() as session:
        fay = accounts.add(
            session, parts.site.id, "fay", full_name="Fay", role="front_desk",
            password_hash="none",  # noqa: S106  nobody signs in here
            must_change=False, by=None, now=now,
        )  # fmt: skip
        packets = {packet.id: packet.sha256 for packet in library.current_packets(session)}
        for number, token in enumerate(tokens):
            who = Identity(f"Patient{number}", "Cleo", date(1994, 2, 7), f"MRN-{number}")
            cleo = patients.add(session, parts.site.id, who, by=fay.id, now=now)
            visit = encounters.start(
                session, cleo.id, packets["intake"], time_zone="UTC", by=fay.id, now=now
            )
            held = kiosk_access.hand_over(
                session, visit.id, token=token, language="en", by=fay.id, now=now
            )
            sittings.confirm_birth(session, held.id, day=7, month=2, now=now)
            found = kiosk.read(session, token)
            assert found is not None
            sitting.begin(session, parts.shelf, found, now=now)
    parts.database.engine.dispose()
    return tokens


@contextmanager
def serving(folder: Path, port: int) -> Iterator[None]:
    """The server as `./run serve` starts it, ended by its own process id."""
    server = subprocess.Popen(
        [sys.executable, "-P", "-m", "screening.cli", "serve"],
        env={**os.environ, "PYTHONPATH": str(ROOT), **environ_in(folder, port)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield
    finally:
        server.terminate()
        server.wait(timeout=30)


async def ask(port: int, cookie: str, path: str, form: dict[str, str] | None) -> tuple[int, str]:
    """One request on a connection of its own, as of a tablet that slept in between."""
    body = urlencode(form).encode() if form else b""
    lines = [
        f"{'POST' if form else 'GET'} {path} HTTP/1.1",
        f"Host: localhost:{port}",
        f"Cookie: {KIOSK}={cookie}",
        "Sec-Fetch-Site: same-origin",
        "Connection: close",
        f"Content-Length: {len(body)}",
        *(["Content-Type: application/x-www-form-urlencoded"] if form else []),
    ]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
    await writer.drain()
    told = await reader.read()
    writer.close()
    head, _, content = told.partition(b"\r\n\r\n")
    return int(head.split(b" ")[1]), content.decode()


def answer(page: str, turn: int) -> dict[str, str]:
    """The form of a page with its last tile ticked, the way out, or on the other turn its next."""
    main = page[: page.index("</main>")]
    name, value = TILE.findall(main)[-1 - turn]
    return {**dict(HIDDEN.findall(main)), name: value}


async def one_tablet(port: int, cookie: str, until: float, wait: float, outcome: Outcome) -> None:
    """A page, 5 seconds, its answer, 5 seconds, and so on."""
    await asyncio.sleep(wait)
    number, page = 0, ""
    while time.monotonic() < until:
        path = f"/sitting/{PAGES[number % len(PAGES)]}"
        form = answer(page, number % 2) if page else None
        begun = time.perf_counter()
        try:
            status, content = await ask(port, cookie, path, form)
        except (OSError, IndexError, ValueError) as error:
            status, content = 0, repr(error)
        taken = time.perf_counter() - begun
        outcome.times.append(taken)
        if status != (303 if form else 200):
            outcome.failures.append(f"{path}: {status} {content[:80]}")
        number, page = (number + 1, "") if form else (number, content if status == 200 else "")
        await asyncio.sleep(max(0.0, EVERY_S - taken))


async def all_tablets(port: int, cookies: list[str], seconds: float) -> Outcome:
    """Every tablet begins at a moment of its own; half of them ask while the others answer."""
    # A worker's first page reads the library, once after a start: no clinic day begins with all.
    await asyncio.gather(*(ask(port, cookies[0], "/sitting/1", None) for _ in range(WARMING)))
    outcome, until = Outcome(), time.monotonic() + seconds
    step = EVERY_S / len(cookies)
    waits = [number * step + number % 2 * EVERY_S for number in range(len(cookies))]
    await asyncio.gather(
        *(one_tablet(port, c, until, w, outcome) for c, w in zip(cookies, waits, strict=True))
    )
    return outcome


def trial(folder: Path, tablets: int, seconds: float) -> Outcome:
    """Set up, serve, ask."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    cookies = open_tablets(folder, port, tablets)
    # The app that wrote them is some 200,000 objects here: going through them would hold up the
    # browsers' part, and what it waits for itself would be counted as the server's time.
    gc.collect()
    gc.freeze()
    with serving(folder, port):
        return asyncio.run(all_tablets(port, cookies, seconds))


def main() -> int:
    """Print the figures with the machine; 1 when a reply failed or p99 is above its limit."""
    tablets, seconds, *_ = [*map(int, sys.argv[1:]), *(TABLETS, SECONDS)[len(sys.argv) - 1 :]]
    load = os.getloadavg()[0]
    print(f"{platform.machine()}, {os.cpu_count()} cores, load before {load:.1f}")
    with tempfile.TemporaryDirectory() as folder:
        outcome = trial(Path(folder), tablets, seconds)
    for share in (0.5, 0.95, 0.99):
        print(f"p{share * 100:.0f}   {outcome.at(share) * 1000:6.0f} ms")
    print(f"{tablets} tablets, {len(outcome.times)} pages, {len(outcome.failures)} failed")
    print("\n".join(outcome.failures[:5]))
    print(f"(p99 at most {P99_LIMIT_S * 1000:.0f} ms, none failing)")
    return int(bool(outcome.failures) or outcome.at(0.99) > P99_LIMIT_S)


if __name__ == "__main__":
    sys.exit(main())
