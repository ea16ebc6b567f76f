"""What a patient's page costs beside a bare Flask page, in process, measured side by side.

Each round measures every candidate once, so that a slow moment of the machine hits all of them; the
medians are compared. "In process" means calling wsgi_app. Run with: python -m bench.web
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlencode

from flask import Flask, request
from werkzeug.test import EnvironBuilder

from screening.app import create_app
from screening.security.kiosk_tokens import new_token
from screening.settings import Settings
from screening.store import accounts, encounters, kiosk_access, library, patients, sittings
from screening.store.patients import Identity
from screening.web.cookies import KIOSK
from screening.web.parts import EXTENSION, Parts

ROUNDS = 300
GET_LIMIT = 6.0
POST_LIMIT = 40.0
BYTES_LIMIT = 60_000
LINKED = re.compile(rb'(?:href|src)="(/static/[^"]+)"')
Environ = dict[str, Any]


@dataclass(frozen=True)
class Tablet:
    """A tablet in the middle of a sitting."""

    app: Flask
    cookie: str

    def environ(self, path: str, form: Mapping[str, str] | None = None) -> Environ:
        """A request as the tablet's browser sends it."""
        body = urlencode(form).encode() if form else b""
        builder = EnvironBuilder(
            path=path,
            method="POST" if form else "GET",
            headers={"Cookie": f"{KIOSK}={self.cookie}", "Sec-Fetch-Site": "same-origin"},
            input_stream=BytesIO(body),
            content_type="application/x-www-form-urlencoded" if form else None,
            content_length=len(body),
        )
        return builder.get_environ()


def bare_app() -> Flask:
    """The least that Flask can do."""
    app = Flask("bare")

    @app.get("/")
    def hello() -> str:
        return "<p>Hello</p>"

    @app.post("/")
    def take() -> str:
        return request.form["nights"]

    return app


def call(app: Flask, environ: Environ) -> tuple[str, bytes, dict[str, str]]:
    """Status, body and headers of one request."""
    told: list[Any] = []
    body = app.wsgi_app(environ, lambda status, headers, exc=None: told.extend((status, headers)))
    content = b"".join(body)
    getattr(body, "close", lambda: None)()
    return told[0], content, dict(told[1])


def timed(act: Callable[[], object]) -> tuple[float, float]:
    """Seconds that one call takes by the clock, and those of the processor alone."""
    wall, cpu = time.perf_counter(), time.thread_time()
    act()
    return time.perf_counter() - wall, time.thread_time() - cpu


def a_tablet(folder: Path) -> Tablet:
    """The shipped packet, twenty answers into it."""
    settings = Settings.from_env(
        {
            "SCREENING_DATA": str(folder / "data"),
            "SCREENING_KEY_FILE": str(folder / "config" / "key"),
        }
    )
    app = create_app(settings)
    parts: Parts = app.extensions[EXTENSION]
    now, token = datetime.now(UTC), new_token()
    with parts.database.write() as session:
        fay = accounts.add(
            session, parts.site.id, "fay", full_name="Fay", role="front_desk",
            password_hash="none",  # noqa: S106  nobody signs in here
            must_change=False, by=None, now=now,
        )  # fmt: skip
        who = Identity("Okonkwo", "Cleo", date(1994, 2, 7), "417")
        cleo = patients.add(session, parts.site.id, who, by=fay.id, now=now)
        packets = {packet.id: packet.sha256 for packet in library.current_packets(session)}
        visit = encounters.start(
            session, cleo.id, packets["intake"], time_zone="UTC", by=fay.id, now=now
        )
        held = kiosk_access.hand_over(
            session, visit.id, token=token, language="en", by=fay.id, now=now
        )
        sittings.confirm_birth(session, held.id, day=7, month=2, now=now)
    tablet = Tablet(app, token)
    begin(tablet, held.id)
    for number in range(1, 21):
        page = call(app, tablet.environ(f"/sitting/{number}"))[1].decode()
        call(app, tablet.environ(f"/sitting/{number}", answer(page)))
    return tablet


def begin(tablet: Tablet, sitting_id: Any) -> None:
    """Open the patient's responses, as the confirmed birthday does."""
    from screening.store import kiosk
    from screening.web import sitting

    parts: Parts = tablet.app.extensions[EXTENSION]
    with parts.database.write() as session:
        found = kiosk.read(session, tablet.cookie)
        assert found is not None
        sitting.begin(session, parts.shelf, found, now=datetime.now(UTC))


def answer(page: str, at: int = 0) -> dict[str, str]:
    """The form of a page with one of its tiles ticked, or with no answer where it has none."""
    from tests.web.pages import Page

    form = Page(page).form("Next")
    radios = [c.attributes for c in form.element.all("input") if c.attributes["type"] == "radio"]
    boxes = [c.attributes for c in form.element.all("input") if c.attributes["type"] == "checkbox"]
    tile = radios[at] if radios else boxes[-1]
    return {
        name: str(value[0] if isinstance(value, list) else value)
        for name, value in form.data({tile["name"]: tile["value"]}, "Next").items()
    }


def fsync_once(folder: Path) -> Callable[[], object]:
    """One raw fsync of a small write, for comparison."""
    descriptor = os.open(folder / "raw", os.O_CREAT | os.O_WRONLY)

    def act() -> None:
        os.pwrite(descriptor, b"x" * 4096, 0)
        os.fsync(descriptor)

    return act


def a_scored_item(tablet: Tablet) -> str:
    """The address of an item of SOWS-16."""
    return next(
        f"/sitting/{n}"
        for n in range(1, 40)
        if b'value="sows16.' in call(tablet.app, tablet.environ(f"/sitting/{n}"))[1]
    )


def measure(tablet: Tablet, path: str, folder: Path) -> dict[str, tuple[float, float]]:
    """Median seconds of each candidate, by the clock and of the processor."""
    bare = bare_app()
    raw = fsync_once(folder)
    times: dict[str, list[tuple[float, float]]] = {
        name: [] for name in ("hello", "get", "bare", "post", "fsync")
    }
    for _ in range(ROUNDS):
        page = call(tablet.app, tablet.environ(path))
        assert page[0].startswith("200"), page
        get, hello = tablet.environ(path), EnvironBuilder(path="/").get_environ()
        post = tablet.environ(path, answer(page[1].decode(), at=1))
        small = Tablet(bare, "").environ("/", {"nights": "3"})
        times["hello"].append(timed(lambda: call(bare, hello)))  # noqa: B023  called at once
        times["get"].append(timed(lambda: call(tablet.app, get)))  # noqa: B023
        times["bare"].append(timed(lambda: call(bare, small)))  # noqa: B023
        kept: list[Any] = []
        times["post"].append(timed(lambda: kept.append(call(tablet.app, post))))  # noqa: B023
        assert kept[0][0].startswith("303"), kept
        times["fsync"].append(timed(raw))
    return {
        name: (median(wall for wall, _ in found), median(cpu for _, cpu in found))
        for name, found in times.items()
    }


def transferred(tablet: Tablet, path: str) -> tuple[int, int]:
    """Bytes of an item page with all it links to but the fonts: the page alone, and everything."""
    page = call(tablet.app, tablet.environ(path))
    linked = {found.decode() for found in LINKED.findall(page[1])}
    sizes = [size_of(call(tablet.app, _link_environ(tablet, one))) for one in sorted(linked)]
    return size_of(page), size_of(page) + sum(sizes)


def size_of(reply: tuple[str, bytes, dict[str, str]]) -> int:
    """Status line, headers and body as they go over the wire."""
    status, body, headers = reply
    return (
        len(status) + len(body) + sum(len(name) + len(text) + 4 for name, text in headers.items())
    )


def _link_environ(tablet: Tablet, address: str) -> Environ:
    path, _, query = address.partition("?")
    return tablet.environ(path) | {"QUERY_STRING": query}


def main() -> int:
    """Print the ratios; 1 when one is above its limit."""
    with tempfile.TemporaryDirectory() as folder:
        tablet = a_tablet(Path(folder))
        path = a_scored_item(tablet)
        alone, whole = transferred(tablet, path)
        found = measure(tablet, path, Path(folder))
    print(f"{'':8} {'clock':>10} {'processor':>12}")
    for name, (wall, cpu) in found.items():
        print(f"{name:8} {wall * 1e6:7.0f} us {cpu * 1e6:9.0f} us")
    get, get_cpu = (a / b for a, b in zip(found["get"], found["hello"], strict=True))
    post, post_cpu = (a / b for a, b in zip(found["post"], found["bare"], strict=True))
    # On a busy machine the clock counts other programs' turns; then the processor's ratio tells.
    print(f"item page GET : bare hello {get:6.1f} {get_cpu:6.1f}  (at most {GET_LIMIT})")
    print(f"item page POST: bare POST  {post:6.1f} {post_cpu:6.1f}  (at most {POST_LIMIT})")
    print(f"item page, bytes: {alone} alone, {whole} with all but fonts  (at most {BYTES_LIMIT})")
    return int(get > GET_LIMIT or post > POST_LIMIT or whole > BYTES_LIMIT)


if __name__ == "__main__":
    sys.exit(main())
