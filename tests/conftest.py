"""For all tests: a real browser, their order, and what a test has counted, printed at the end."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

# How long an example takes is the machine's doing; speed is measured by ./run bench.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

COUNTED = "counted"  # record_property(COUNTED, text)
CHROMIUM = "/usr/bin/chromium"
# Debian's build asks its maker's servers for updates; a test must ask nobody.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    """The browser, without a window. Playwright allows one of itself in a process."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    found = shutil.which("chromium") or shutil.which(CHROMIUM)
    if found is None:
        pytest.skip("Chromium is not installed")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of several processes none shall be left alone with a long file at the end.

    Files with a slow test are handed out first, those that take minutes before all others;
    `./run test` keeps them in this order. Left to itself, pytest-xdist begins with the files of
    many tests: those of few are the longest here.
    """
    if hasattr(config, "workerinput"):
        minutes: dict[Path, int] = {}
        for item in items:
            if slow := item.get_closest_marker("slow"):
                known = minutes.get(item.path, 0)
                minutes[item.path] = max(known, slow.kwargs.get("minutes", 1))
        items.sort(key=lambda item: -minutes.get(item.path, 0))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The figures that tests recorded."""
    reports = [r for kind in ("passed", "failed") for r in terminalreporter.stats.get(kind, [])]
    for report in reports:
        for name, text in getattr(report, "user_properties", ()):
            if name == COUNTED and getattr(report, "when", "") == "call":
                terminalreporter.write_line(f"{report.nodeid}\n{text}")
