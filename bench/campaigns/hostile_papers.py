"""200 hostile shapes of text and markup through the render worker, while the app answers.

Half are typed into the answers of a short visit, half go to the worker as pages that nobody
escaped. Each must end within 20 s and 1 GiB: as a PDF, refused, or stopped. What a patient typed
must come out as a PDF. Run with: ./run campaign hostile_papers [COUNT] [SEED]
"""

from __future__ import annotations

import contextlib
import sys
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

import psutil
from flask.testing import FlaskClient

from bench.pdf import ROOT
from screening.app import create_app
from screening.core.answers import Answer
from screening.core.documents import parse_json
from screening.core.library import Library
from screening.core.visit import VisitRecord
from screening.library_folder import load_folder
from screening.report.html import to_html
from screening.report.renderer import (
    Renderer,
    RendererError,
    RendererRefused,
    RendererTimedOut,
    own_renderer,
)
from screening.report.summary import summarise
from screening.report.visit_file import read_visit
from screening.report.worker.server import AT_ONCE
from screening.settings import Settings
from tests.report.changes import only, with_answers
from tests.report.hostile import Shape, shapes

COUNT, SEED = 200, 20261130
SECONDS, MEMORY = 20.0, 1024**3  # of one page
APP_SECONDS = 5.0  # for one answer, on a machine whose every core sets a page
ENDS = ("PDF", "refused", "stopped")
LOOK, ASK = 0.05, 0.2  # s between looks at the worker, and between questions to the app


@dataclass
class Tally:
    """What came of all shapes."""

    ends: Counter[str] = field(default_factory=Counter)
    slowest: tuple[float, str] = (0.0, "")  # s
    largest: int = 0  # bytes that a fork held
    app_slowest: float = 0.0  # s
    app_answers: int = 0
    faults: list[str] = field(default_factory=list)


def sample() -> tuple[VisitRecord, Library]:
    """The visit of demo/visit.json."""
    library = load_folder(ROOT / "questionnaires", cases=False)
    document = parse_json((ROOT / "demo" / "visit.json").read_text(encoding="utf-8"))
    return read_visit(document, library.questionnaires), library


def page_of(shape: Shape, record: VisitRecord, library: Library) -> str:
    """The HTML that goes to the worker."""
    if shape.place == "page":
        return shape.text
    answers = {"own_words": Answer("own_words", shape.text)}
    record = with_answers(only(record, "own_words", "cows"), "own_words", answers)
    family = record.patient.family + shape.text[:200]
    visit = replace(record, patient=replace(record.patient, family=family))
    return to_html(summarise(visit, library.references))


def render(renderer: Renderer, html: str) -> str:
    """How it ended."""
    try:
        renderer.render(html)
    except RendererTimedOut:
        return "stopped"
    except RendererRefused:
        return "refused"
    except RendererError as error:
        return type(error).__name__
    return "PDF"


def watch(renderer: Renderer, tally: Tally, done: threading.Event) -> None:
    """Note the most memory that any fork of the worker holds."""
    assert renderer.worker_pid is not None
    worker = psutil.Process(renderer.worker_pid)
    while not done.wait(LOOK):
        for fork in worker.children():
            with contextlib.suppress(psutil.Error):  # it may just have ended
                tally.largest = max(tally.largest, fork.memory_info().rss)


def keep_asking(client: FlaskClient, tally: Tally, done: threading.Event) -> None:
    """Ask the app for a page that reads its database, again and again."""
    while not done.wait(ASK):
        start = time.monotonic()
        reply = client.get("/sign-in")
        took = time.monotonic() - start
        tally.app_answers += 1
        tally.app_slowest = max(tally.app_slowest, took)
        if reply.status_code != 200 or took > APP_SECONDS:
            tally.faults.append(f"the app: {reply.status_code} after {took:.1f} s")


def trial(renderer: Renderer, count: int, seed: int, tally: Tally) -> None:
    """Every shape, two at a time as the worker sets them."""
    record, library = sample()
    parent = renderer.worker_pid

    def one(shape: Shape) -> None:
        html, start = page_of(shape, record, library), time.monotonic()
        end = render(renderer, html)
        took, name = time.monotonic() - start, f"{shape.place}: {shape.name}"
        tally.ends[f"{shape.place}: {end}"] += 1
        tally.slowest = max(tally.slowest, (took, name))
        foreign = end not in (("PDF",) if shape.place == "answer" else ENDS)
        if foreign or took > SECONDS or renderer.worker_pid != parent:
            tally.faults.append(f"{name}: {end} after {took:.1f} s")
        print(f"{sum(tally.ends.values())} of {count}", end="\r", file=sys.stderr, flush=True)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(one, shapes(count, seed)))


def run(count: int, seed: int) -> Tally:
    """All shapes, beside an app that is asked all the time."""
    tally, done = Tally(), threading.Event()
    with tempfile.TemporaryDirectory() as folder, own_renderer() as renderer:
        environ = {
            "SCREENING_DATA": str(Path(folder) / "data"),
            "SCREENING_KEY_FILE": str(Path(folder) / "config" / "key"),
        }
        client = create_app(Settings.from_env(environ)).test_client()
        renderer.ensure_running()
        beside = [
            threading.Thread(target=keep_asking, args=(client, tally, done)),
            threading.Thread(target=watch, args=(renderer, tally, done)),
        ]
        for thread in beside:
            thread.start()
        try:
            trial(renderer, count, seed, tally)
        finally:
            done.set()
            for thread in beside:
                thread.join()
    if tally.largest > MEMORY:
        tally.faults.append(f"a fork held {tally.largest / 2**20:.0f} MiB")
    return tally


def main() -> int:
    """Print the counts; 1 when a shape broke a limit."""
    count, seed = [*map(int, sys.argv[1:]), *(COUNT, SEED)[len(sys.argv) - 1 :]][:2]
    tally = run(count, seed)
    print(f"{count} shapes of seed {seed}")
    for end, number in sorted(tally.ends.items()):
        print(f"  {end:18} {number}")
    print(f"slowest {tally.slowest[0]:.1f} s ({tally.slowest[1]}), at most {SECONDS:.0f}")
    print(f"largest fork {tally.largest / 2**20:.0f} MiB, at most {MEMORY / 2**20:.0f}")
    print(f"the app answered {tally.app_answers} times, slowest {tally.app_slowest:.2f} s")
    print("\n".join(tally.faults) or "no limit broken")
    return int(bool(tally.faults))


if __name__ == "__main__":
    sys.exit(main())
