"""200 hostile shapes of text and markup through the render worker, while the app answers.

Half are typed into the answers of the sample visit, half go to the worker as pages that nobody
escaped. Each must end within 20 s and 1 GiB: as a PDF, refused, or stopped. What a patient typed
must come out as a PDF. Run with: ./run campaign hostile_papers [COUNT] [SEED]
"""

from __future__ import annotations

import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
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
from screening.settings import Settings
from tests.report.changes import with_answers
from tests.report.hostile import Shape, shapes

COUNT, SEED = 200, 20261130
SECONDS, MEMORY = 20.0, 1024**3  # of one page
APP_SECONDS = 5.0  # for one answer, on a machine whose every core sets a page
LOOK, ASK = 0.02, 0.1  # s between looks at the worker, and between questions to the app


@dataclass
class Tally:
    """What came of all shapes."""

    ends: Counter[str] = field(default_factory=Counter)
    slowest: tuple[float, str] = (0.0, "")  # s
    largest: tuple[int, str] = (0, "")  # bytes
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
    for name in ("own_words", "hair_history"):
        record = with_answers(record, name, {"own_words": Answer("own_words", shape.text)})
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


def while_watched(act: Callable[[], str], renderer: Renderer) -> tuple[str, float, int]:
    """How it ended, after how many seconds, and the most memory that a fork held meanwhile."""
    assert renderer.worker_pid is not None
    worker, peak, done = psutil.Process(renderer.worker_pid), 0, threading.Event()

    def watch() -> None:
        nonlocal peak
        while not done.wait(LOOK):
            for fork in worker.children():
                try:
                    peak = max(peak, fork.memory_info().rss)
                except psutil.Error:
                    continue

    thread = threading.Thread(target=watch)
    thread.start()
    start = time.monotonic()
    end = act()
    took = time.monotonic() - start
    done.set()
    thread.join()
    return end, took, peak


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
    """Every shape in turn."""
    record, library = sample()
    renderer.ensure_running()
    parent = renderer.worker_pid
    for shape in shapes(count, seed):
        html = page_of(shape, record, library)
        name = f"{shape.place}: {shape.name}"
        end, took, peak = while_watched(lambda: render(renderer, html), renderer)  # noqa: B023
        tally.ends[f"{shape.place}: {end}"] += 1
        tally.slowest = max(tally.slowest, (took, name))
        tally.largest = max(tally.largest, (peak, name))
        wrong = end not in ("PDF", "refused", "stopped") or (
            shape.place == "answer" and end != "PDF"
        )
        if wrong or took > SECONDS or peak > MEMORY or renderer.worker_pid != parent:
            tally.faults.append(f"{name}: {end} after {took:.1f} s, {peak / 2**20:.0f} MiB")


def run(count: int, seed: int) -> Tally:
    """All shapes, beside an app that is asked all the time."""
    tally, done = Tally(), threading.Event()
    with tempfile.TemporaryDirectory() as folder, own_renderer() as renderer:
        environ = {
            "SCREENING_DATA": str(Path(folder) / "data"),
            "SCREENING_KEY_FILE": str(Path(folder) / "config" / "key"),
        }
        client = create_app(Settings.from_env(environ)).test_client()
        asking = threading.Thread(target=keep_asking, args=(client, tally, done))
        asking.start()
        try:
            trial(renderer, count, seed, tally)
        finally:
            done.set()
            asking.join()
    return tally


def main() -> int:
    """Print the counts; 1 when a shape broke a limit."""
    count, seed = [*map(int, sys.argv[1:]), *(COUNT, SEED)[len(sys.argv) - 1 :]][:2]
    tally = run(count, seed)
    print(f"{count} shapes of seed {seed}")
    for end, number in sorted(tally.ends.items()):
        print(f"  {end:18} {number}")
    print(f"slowest {tally.slowest[0]:.1f} s ({tally.slowest[1]}), at most {SECONDS:.0f}")
    print(f"largest {tally.largest[0] / 2**20:.0f} MiB ({tally.largest[1]}), at most 1024")
    print(f"the app answered {tally.app_answers} times, slowest {tally.app_slowest:.2f} s")
    print("\n".join(tally.faults) or "no limit broken")
    return int(bool(tally.faults))


if __name__ == "__main__":
    sys.exit(main())
