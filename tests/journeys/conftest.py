"""A clinic with a real server on this machine's own address, and a real browser to visit it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from screening.settings import ROOT
from tests.journeys.browsing import Visitor

START_SECONDS = 60


@dataclass(frozen=True)
class Clinic:
    """A running installation."""

    address: str  # with scheme and port, no slash at the end
    passwords: dict[str, str]  # by account name
    environ: dict[str, str]  # its settings


PASSWORDS = {
    "dana": "seven small boats wait",
    "ada": "purple onions march slowly",
    "moss": "grey kettles sing at noon",
}


@pytest.fixture(scope="session")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    """A clinic with the questionnaires that are shipped."""
    with running(tmp_path_factory.mktemp("clinic")) as clinic:
        yield clinic


@contextmanager
def running(folder: Path, **more: str) -> Iterator[Clinic]:
    """Set up by the commands of the README, served by `serve`, ended by its own process id.

    more   further settings, e.g. SCREENING_QUESTIONNAIRES
    """
    port = _free_port()
    environ = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "SCREENING_DATA": str(folder / "data"),
        "SCREENING_KEY_FILE": str(folder / "key"),
        "SCREENING_SITE_NAME": "Harbour Clinic",
        "SCREENING_TIME_ZONE": "America/New_York",
        "SCREENING_PORT": str(port),
        **more,
    }
    _command(environ, "database", "upgrade")
    _add(environ, "dana", "front_desk", "Dana Whitfield")
    _add(environ, "ada", "clinician", "Dr Ada Mensah")
    _add(environ, "moss", "administrator", "Moss Keeper")
    server = subprocess.Popen([*_screening(), "serve"], env=environ, cwd=folder)
    try:
        _wait_until_it_answers(server, f"http://localhost:{port}/")
        yield Clinic(f"http://localhost:{port}", PASSWORDS, environ)
    finally:
        server.terminate()
        assert server.wait(timeout=20) == 0


@pytest.fixture(params=["with script", "without script"])
def script(request: pytest.FixtureRequest) -> bool:
    """Whether pages may run our JavaScript: the whole story must be the same without it."""
    return bool(request.param == "with script")


@pytest.fixture
def visitor(clinic: Clinic, chromium: object, script: bool) -> Iterator[Callable[..., Visitor]]:
    """visitor(width, height): somebody with a browser and cookies of their own."""
    opened: list[Visitor] = []

    def come(width: int = 1024, height: int = 768) -> Visitor:
        context = chromium.new_context(  # type: ignore[attr-defined]
            viewport={"width": width, "height": height},
            java_script_enabled=script,
            accept_downloads=True,
            base_url=clinic.address,
        )
        context.set_default_timeout(30_000)
        opened.append(Visitor(context, clinic.address))
        return opened[-1]

    yield come
    for one in opened:
        one.leave()


def _screening() -> list[str]:
    return [sys.executable, "-P", "-m", "screening.cli"]


def _command(environ: dict[str, str], *words: str, typed: str = "") -> None:
    subprocess.run([*_screening(), *words], env=environ, input=typed, text=True, check=True)


def _add(environ: dict[str, str], name: str, role: str, full_name: str) -> None:
    options = ("--role", role, "--full-name", full_name, "--password-stdin")
    _command(environ, "account", "add", name, *options, typed=PASSWORDS[name] + "\n")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait_until_it_answers(server: subprocess.Popen[bytes], address: str) -> None:
    give_up = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up:
        assert server.poll() is None, "the server ended"
        try:
            urllib.request.urlopen(address, timeout=20).close()  # noqa: S310  our own server
        except urllib.error.URLError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the server did not answer")
