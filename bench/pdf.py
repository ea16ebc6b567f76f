"""The summary's PDF against WeasyPrint itself and headless Chromium, in one run on one machine.

    .venv/bin/python -m bench.pdf [--rounds 11] [--renders 500] [--cold-rounds 5]

Rounds are interleaved, so that a busy machine slows all sides alike; the table shows medians.
The page is the one of the picture that the layout was drawn from: two pages, COWS and SOWS-16 with
three earlier visits, and the lines on use. The withdrawal visit with vital signs and the whole
intake of demo/visit.json, two and three times as long, are printed beside it without a limit.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import psutil
from weasyprint import HTML

from bench import chromium
from screening.core.condition import refs_in
from screening.core.documents import parse_json
from screening.core.visit import FilledIn, VisitRecord
from screening.library_folder import load_folder
from screening.report.html import to_html
from screening.report.renderer import Renderer, own_renderer
from screening.report.summary import summarise
from screening.report.visit_file import read_visit

ROOT = Path(__file__).resolve().parents[1]
ONE_LINE = "<!DOCTYPE html><html lang='en'><title>One</title><p>One line.</p></html>"
PICTURED = ("substance_use", "kratom_use", "sows16", "cows")
WITHDRAWAL = (*PICTURED, "vitals")
# Of the use what the picture tells: product, amount and doses, last dose, duration, break, reason,
# others; and what the finding on others rests on. What is not here is not on the page either.
PICTURED_ITEMS = frozenset(
    """products kratom_last_use seven_oh_last_use daily_since longest_break reasons other_drugs
    shop_products street_opioids treatment_medicine days_of_7""".split()
)
PICTURED_LINES = frozenset(
    """products since_kratom since_seven_oh daily_since since_daily longest_break breaks_felt
    reasons other_drugs""".split()
)
TIMES_ONE_LINE, AIM = 22, 15  # ours / WeasyPrint on one line, untagged: at most, and aimed at
TIMES_CHROMIUM, AIM_CHROMIUM = 1.6, 1.25  # ours / Chromium's tagged print, both warm
TIMES_COLD = 0.9  # our command / Chromium's, both from nothing to a finished PDF
SHARE_OF_NAIVE = 0.6  # ours / the library called plainly on the same page
GROWTH = 16 * 1024  # bytes per page, worker and app together
SETTLED_AFTER = 20  # pages until buffers and pools have their size
# Between two pages a clinician reads; the worker makes its next spare meanwhile. Before each side,
# so that the spare's warming up slows none of them, ours or a rival's.
PAUSE = 0.5  # s


def pages() -> dict[str, str]:
    """The HTML of each visit by its name: "ours" is the pictured one."""
    library = load_folder(ROOT / "questionnaires")
    document = parse_json((ROOT / "demo" / "visit.json").read_text(encoding="utf-8"))
    intake = read_visit(document, library.questionnaires)
    visits = {
        "ours": _pictured(_only(intake, PICTURED)),
        "withdrawal visit": _only(intake, WITHDRAWAL),
        "whole intake": intake,
    }
    return {name: to_html(summarise(one, library.references)) for name, one in visits.items()}


def _only(record: VisitRecord, names: tuple[str, ...]) -> VisitRecord:
    """The visit and the earlier ones with these questionnaires alone."""
    return replace(
        record,
        responses=tuple(r for r in record.responses if r.questionnaire.id in names),
        earlier=tuple(_only(one, names) for one in record.earlier),
    )


def _pictured(record: VisitRecord) -> VisitRecord:
    """The visit with the short history of use that the picture shows."""
    return replace(
        record,
        responses=tuple(_short_use(r) for r in record.responses),
        earlier=tuple(_pictured(one) for one in record.earlier),
    )


def _short_use(filled: FilledIn) -> FilledIn:
    whole = filled.questionnaire
    if whole.id not in ("substance_use", "kratom_use"):
        return filled
    cut = (
        page.model_copy(update={"items": tuple(i for i in page.items if i.id in PICTURED_ITEMS)})
        for page in whole.pages
    )
    computed = tuple(c for c in whole.computed if c.id in PICTURED_LINES)
    names = PICTURED_ITEMS | {one.id for one in computed}
    told = {
        part: tuple(line for line in lines if PICTURED_LINES.issuperset(line.of))
        for part, lines in (("use", whole.summary.use), ("right_now", whole.summary.right_now))
    }
    short = whole.model_copy(
        update={
            "pages": tuple(page for page in cut if page.items),
            "computed": computed,
            "findings": tuple(f for f in whole.findings if names.issuperset(refs_in(f.when))),
            "summary": whole.summary.model_copy(update=told),
        }
    )
    held = {ref: answer for ref, answer in filled.answers.items() if ref in names}
    return replace(filled, questionnaire=short, answers=held)


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


def visit_file(folder: Path) -> Path:
    """A visit file of the withdrawal part of demo/visit.json, for the command line."""
    document = json.loads((ROOT / "demo" / "visit.json").read_text(encoding="utf-8"))
    for visit in (document, *document["earlier"]):
        visit["responses"] = [r for r in visit["responses"] if r["questionnaire"] in WITHDRAWAL]
    path = folder / "visit.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def cold(folder: Path) -> None:
    """From nothing to a finished PDF: our command."""
    out = folder / "ours.pdf"
    out.unlink(missing_ok=True)
    command = ["summary", "--visit", str(folder / "visit.json"), "--out", str(out)]
    subprocess.run([str(ROOT / "run"), "screening", *command], check=True, capture_output=True)
    assert out.read_bytes().startswith(b"%PDF-")


def measure_cold(html: str, rounds: int) -> dict[str, float]:
    """Median seconds of both commands on the same visit."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        visit_file(folder)
        page_file = chromium.as_file(html, folder)
        sides = {
            "ours, cold": lambda: cold(folder),
            "Chromium, cold": lambda: chromium.cold(page_file, folder),
        }
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
    told = pages()
    html = told["ours"]
    with (
        own_renderer() as renderer,
        tempfile.TemporaryDirectory() as folder,
        chromium.warm(chromium.as_file(html, Path(folder))) as print_page,
    ):
        renderer.ensure_running()
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
    found |= measure_cold(told["withdrawal visit"], given.cold_rounds)
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
