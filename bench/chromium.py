"""The rival on paper: headless Chromium printing the same page, tagged, warm and cold."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
SHEETS = ("report-defaults.css", "report.css", "report-a4.css")
QUIET = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def program() -> str | None:
    """Where Chromium is; None without one."""
    return shutil.which("chromium")


def as_file(html: str, folder: Path) -> Path:
    """The page with its style sheets linked, for a browser to open."""
    links = "".join(
        f'<link rel="stylesheet" href="{(ROOT / "static" / "css" / name).as_uri()}"/>'
        for name in SHEETS
    )
    path = folder / "page.html"
    path.write_text(html.replace("</head>", links + "</head>"), encoding="utf-8")
    return path


@contextmanager
def warm(page_file: Path) -> Iterator[Callable[[], bytes]]:
    """A running browser with an open tab; each call reads the page anew and prints it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program(), args=list(QUIET))
        tab = browser.new_page()

        def print_page() -> bytes:
            tab.goto(page_file.as_uri())
            pdf = tab.pdf(prefer_css_page_size=True, tagged=True)
            assert b"/StructTreeRoot" in pdf
            return pdf

        yield print_page
        browser.close()


def cold(page_file: Path, folder: Path) -> None:
    """From nothing to a printed page: the browser's own command."""
    out, profile = folder / "chromium.pdf", folder / "profile"
    shutil.rmtree(profile, ignore_errors=True)
    out.unlink(missing_ok=True)
    name = program()
    assert name is not None
    subprocess.run(
        [
            name, "--headless", *QUIET, f"--user-data-dir={profile}", "--no-pdf-header-footer",
            f"--print-to-pdf={out}", page_file.as_uri(),
        ],
        check=True,
        capture_output=True,
    )  # fmt: skip
    assert out.read_bytes().startswith(b"%PDF-")
