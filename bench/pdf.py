"""The summary's PDF against WeasyPrint itself, in one run on one machine.

    .venv/bin/python -m bench.pdf [--rounds 7] [--renders 300]

Rounds are interleaved, so that a busy machine slows all sides alike; the table shows medians.
The page is the one of a withdrawal visit with three earlier ones (two scored instruments, vital
signs, use); the whole intake of demo/visit.json, three times as long, is printed beside it.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psutil
from weasyprint import HTML

from screening.core.documents import parse_json
from screening.core.visit import VisitRecord
from screening.library_folder import load_folder
from screening.report.html import to_html
from screening.report.renderer import Renderer, own_renderer
from screening.report.summary import summarise
from screening.report.visit_file import read_visit

ROOT = Path(__file__).resolve().parents[1]
ONE_LINE = "<!DOCTYPE html><html lang='en'><title>One</title><p>One line.</p></html>"
WITHDRAWAL = ("kratom_use", "sows16", "vitals", "cows")
TIMES_ONE_LINE, AIM = 28, 20  # ours / WeasyPrint on one line: at most, and aimed at
SHARE_OF_NAIVE = 0.6  # ours / the library called plainly on the same page
GROWTH = 16 * 1024  # bytes per page, worker and app together
SETTLED_AFTER = 20  # pages until buffers and pools have their size


def pages() -> tuple[str, str]:
    """The HTML of the withdrawal visit and of the whole intake."""
    library = load_folder(ROOT / "questionnaires")
    document = parse_json((ROOT / "demo" / "visit.json").read_text(encoding="utf-8"))
    intake = read_visit(document, library.questionnaires)
    return tuple(  # type: ignore[return-value]
        to_html(summarise(record, library.references)) for record in (_only(intake), intake)
    )


def _only(record: VisitRecord) -> VisitRecord:
    kept = tuple(r for r in record.responses if r.questionnaire.id in WITHDRAWAL)
    return replace(record, responses=kept)


def naive(html: str) -> bytes:
    """The same page as anybody would set it: style sheets by link, everything loaded anew."""
    links = "".join(
        f'<link rel="stylesheet" href="{(ROOT / "static" / "css" / name).as_uri()}"/>'
        for name in ("report.css", "report-a4.css")
    )
    return bytes(HTML(string=html.replace("</head>", links + "</head>")).write_pdf())


def measure(sides: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Median seconds of each side."""
    times: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(rounds):
        for name, side in sides.items():
            start = time.perf_counter()
            side()
            times[name].append(time.perf_counter() - start)
    return {name: statistics.median(found) for name, found in times.items()}


def growth(renderer: Renderer, html: str, renders: int) -> float:
    """Bytes by which worker and app grow per page, once settled."""
    assert renderer.worker_pid is not None
    both = [psutil.Process(renderer.worker_pid), psutil.Process()]
    for _ in range(SETTLED_AFTER):
        renderer.render(html)
    before = sum(process.memory_full_info().uss for process in both)
    for _ in range(renders):
        renderer.render(html)
    return (sum(process.memory_full_info().uss for process in both) - before) / renders


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.pdf")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--renders", type=int, default=300)
    given = parser.parse_args()
    html, intake = pages()
    with own_renderer() as renderer:
        renderer.ensure_running()
        found = measure(
            {
                "one line": lambda: HTML(string=ONE_LINE).write_pdf(),
                "ours": lambda: renderer.render(html),
                "naive": lambda: naive(html),
                "whole intake": lambda: renderer.render(intake),
            },
            given.rounds,
        )
        grown = growth(renderer, html, given.renders) if given.renders else 0.0
    for name, seconds in found.items():
        print(f"{name:14} {seconds * 1000:8.1f} ms")
    return _verdict(found, grown)


def _verdict(found: dict[str, float], grown: float) -> int:
    checks = (
        ("ours / one line", found["ours"] / found["one line"], TIMES_ONE_LINE, f"aim {AIM}"),
        ("ours / naive", found["ours"] / found["naive"], SHARE_OF_NAIVE, ""),
        ("bytes per page", grown, GROWTH, ""),
    )
    for name, value, at_most, more in checks:
        kept = "kept" if value <= at_most else "MISSED"
        print(f"{name:16} {value:10.2f}   at most {at_most} {more} {kept}")
    print(f"whole intake / one line {found['whole intake'] / found['one line']:.1f} (no limit)")
    return 0 if all(value <= at_most for _, value, at_most, _ in checks) else 1


if __name__ == "__main__":
    sys.exit(main())
