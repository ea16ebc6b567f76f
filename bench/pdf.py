"""The summary's PDF against WeasyPrint itself and headless Chromium, in one run on one machine.

    .venv/bin/python -m bench.pdf [--rounds 11] [--renders 500] [--cold-rounds 5]

Rounds are interleaved, so that a busy machine slows all sides alike; the table shows medians.
The page is the one of the picture that the layout was drawn from: COWS and SOWS-16 with three
earlier visits, and the lines on use. The withdrawal visit with vital signs and the whole intake of
demo/visit.json, two and three times as long, are printed beside it without a limit.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import psutil
from weasyprint import HTML

from bench import chromium, pictured
from screening.core.documents import parse_json
from screening.core.visit import VisitRecord
from screening.library_folder import load_folder
from screening.report.html import to_html
from screening.report.renderer import Renderer, own_renderer
from screening.report.summary import summarise
from screening.report.visit_file import read_visit

ROOT = Path(__file__).resolve().parents[1]
ONE_LINE = "<!DOCTYPE html><html lang='en'><title>One</title><p>One line.</p></html>"
WITHDRAWAL = (*pictured.SCALES, *pictured.USE, "vitals")
TIMES_ONE_LINE, AIM = 22, 15  # ours / WeasyPrint on one line, untagged: at most, and aimed at
TIMES_CHROMIUM, AIM_CHROMIUM = 1.6, 1.25  # ours / Chromium's tagged print, both warm
TIMES_COLD = 0.9  # our command / Chromium's, both from nothing to a finished PDF
SHARE_OF_NAIVE = 0.6  # ours / the library called plainly on the same page
GROWTH = 16 * 1024  # bytes per page, worker and app together
SETTLED_AFTER = 20  # pages until buffers and pools have their size
# Between two pages a clinician reads; the worker makes its next spare meanwhile. Before each side,
# so that the spare's warming up slows none of them, ours or a rival's.
PAUSE = 0.5  # s


def pages(folder: Path) -> dict[str, str]:
    """The HTML of each visit by its name: "ours" is the pictured one, whose files it writes."""
    library = load_folder(ROOT / "questionnaires", cases=False)
    intake = read_visit(_read(ROOT / "demo" / "visit.json"), library.questionnaires)
    questionnaires, visit = pictured.write(folder)
    cut = load_folder(questionnaires, cases=False)
    assert not cut.faults, cut.faults
    visits = {
        "ours": read_visit(_read(visit), cut.questionnaires),
        "withdrawal visit": _only(intake, WITHDRAWAL),
        "whole intake": intake,
    }
    return {name: to_html(summarise(one, library.references)) for name, one in visits.items()}


def _read(path: Path) -> Any:
    return parse_json(path.read_text(encoding="utf-8"))


def _only(record: VisitRecord, names: tuple[str, ...]) -> VisitRecord:
    """The visit and the earlier ones with these questionnaires alone."""
    return replace(
        record,
        responses=tuple(r for r in record.responses if r.questionnaire.id in names),
        earlier=tuple(_only(one, names) for one in record.earlier),
    )


def naive(html: str) -> bytes:
    """The same page as anybody would set it: style sheets by link, everything loaded anew."""
    links = "".join(
        f'<link rel="stylesheet" href="{(ROOT / "static" / "css" / name).as_uri()}"/>'
        for name in chromium.SHEETS
    )
    return bytes(HTML(string=html.replace("</head>", links + "</head>")).write_pdf())


def measure(sides: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Median seconds of each side. Every other round goes backwards: no side always follows one."""
    times: dict[str, list[float]] = {name: [] for name in sides}
    for number in range(rounds):
        for name, side in list(sides.items())[:: 1 if number % 2 else -1]:
            time.sleep(PAUSE)
            start = time.perf_counter()
            side()
            times[name].append(time.perf_counter() - start)
    return {name: statistics.median(found) for name, found in times.items()}


def cold(folder: Path) -> None:
    """From nothing to a finished PDF of the pictured visit: our command."""
    out = folder / "ours.pdf"
    out.unlink(missing_ok=True)
    command = ["summary", "--visit", str(folder / "visit.json"), "--out", str(out)]
    subprocess.run(
        [str(ROOT / "run"), "screening", *command],
        check=True,
        capture_output=True,
        env={**os.environ, "SCREENING_QUESTIONNAIRES": str(folder / "questionnaires")},
    )
    assert out.read_bytes().startswith(b"%PDF-")


def measure_cold(folder: Path, page_file: Path, rounds: int) -> dict[str, float]:
    """Median seconds of both commands on the same visit."""
    sides = {
        "ours, cold": lambda: cold(folder),
        "Chromium, cold": lambda: chromium.cold(page_file, folder),
    }
    for side in sides.values():
        side()  # what is read from the disk then lies in memory, and bytecode is written
    return measure(sides, rounds)


def growth(renderer: Renderer, html: str, renders: int) -> float:
    """Bytes by which worker and app grow per page, once settled."""
    assert renderer.worker_pid is not None
    worker, app = psutil.Process(renderer.worker_pid), psutil.Process()
    for _ in range(SETTLED_AFTER):
        renderer.render(html)
    before = _own_memory(worker) + app.memory_full_info().uss
    for _ in range(renders):
        renderer.render(html)
    after = _own_memory(worker) + app.memory_full_info().uss
    return (after - before) / renders


def _own_memory(process: psutil.Process) -> int:
    """Bytes of a process that no file stands behind.

    The spare shares nearly all of the worker's, so counting only what it shares with nobody would
    miss what the worker had grown by when the spare was made.
    """
    held = process.memory_info()
    return int(held.rss - getattr(held, "shared", 0))  # only Linux tells


def back_to_back(renderer: Renderer, html: str, pages: int) -> float:
    """Median seconds of a page that comes before the worker could make a spare."""
    times = []
    for _ in range(pages):
        start = time.perf_counter()
        renderer.render(html)
        times.append(time.perf_counter() - start)
    return statistics.median(times[1:])


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.pdf")
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--renders", type=int, default=500)
    parser.add_argument("--cold-rounds", type=int, default=5)
    given = parser.parse_args()
    with own_renderer() as renderer, tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        told = pages(folder)
        html, page_file = told["ours"], chromium.as_file(told["ours"], folder)
        renderer.ensure_running()
        with chromium.warm(page_file) as print_page:
            print_page()
            found = measure(
                {
                    "one line": lambda: HTML(string=ONE_LINE).write_pdf(),
                    **{name: partial(renderer.render, one) for name, one in told.items()},
                    "naive": lambda: naive(html),
                    "Chromium": print_page,
                },
                given.rounds,
            )
        found["ours, no pause"] = back_to_back(renderer, html, given.rounds + 1)
        grown = growth(renderer, html, given.renders) if given.renders else 0.0
        found |= measure_cold(folder, page_file, given.cold_rounds)
    for name, seconds in found.items():
        print(f"{name:16} {seconds * 1000:8.1f} ms")
    return _verdict(found, grown)


def _verdict(found: dict[str, float], grown: float) -> int:
    checks = (
        ("ours / one line", found["ours"] / found["one line"], TIMES_ONE_LINE, f"aim {AIM}"),
        (
            "ours / Chromium",
            found["ours"] / found["Chromium"],
            TIMES_CHROMIUM,
            f"aim {AIM_CHROMIUM}",
        ),
        ("cold / Chromium", found["ours, cold"] / found["Chromium, cold"], TIMES_COLD, ""),
        ("ours / naive", found["ours"] / found["naive"], SHARE_OF_NAIVE, ""),
        ("bytes per page", grown, GROWTH, ""),
    )
    for name, value, at_most, more in checks:
        kept = "kept" if value <= at_most else "MISSED"
        print(f"{name:16} {value:10.2f}   at most {at_most} {more} {kept}")
    for name in ("withdrawal visit", "whole intake"):
        print(f"{name} / one line {found[name] / found['one line']:.1f} (no limit)")
    return 0 if all(value <= at_most for _, value, at_most, _ in checks) else 1


if __name__ == "__main__":
    sys.exit(main())
