"""A clinic behind a tap, and one of the two browsers with a profile of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import CHROMIUM
from tests.handover.engines import BROWSER_TOOLS, ChromiumEngine, Engine, FirefoxEngine
from tests.handover.story import Place
from tests.handover.tap import Tap
from tests.served import served
from tests.web.conftest import Clinic
from tests.web.conftest import cheap_hashes as cheap_hashes
from tests.web.conftest import clinic as clinic
from tests.web.conftest import make_clinic as make_clinic
from tests.web.conftest import password_hash as password_hash
from tests.web.conftest import prepared as prepared

MakeEngine = Callable[[str, Path], Engine]


@pytest.fixture
def engine_at(chromium: Any) -> Iterator[MakeEngine]:
    """Opens a browser by name on a profile folder; all are closed in the end."""
    opened: list[Engine] = []

    def make(name: str, profile: Path) -> Engine:
        if name == "chromium":
            found = shutil.which("chromium") or CHROMIUM
            opened.append(ChromiumEngine(chromium.browser_type, found, profile))
        else:
            opened.append(FirefoxEngine(*_programs_of_firefox(), profile))
        return opened[-1]

    yield make
    for engine in opened:
        engine.stop()


@pytest.fixture
def place(
    clinic: Clinic, engine_at: MakeEngine, browser_name: str, tmp_path: Path
) -> Iterator[Place]:
    """The small packet, served on this machine to a browser nobody has used."""
    tap = Tap(clinic.app)
    with served(tap) as address:
        yield Place(clinic, tap, engine_at(browser_name, tmp_path / "profile"), address)


def _programs_of_firefox() -> tuple[str, str]:
    node, firefox = shutil.which("node"), shutil.which("firefox-esr")
    if firefox is None:
        pytest.skip("Firefox is not installed")
    if node is None or not (BROWSER_TOOLS / "node_modules" / "puppeteer-core").is_dir():
        pytest.skip("Node.js with the packages of tests/browser is not installed")
    return node, firefox
