"""The spare: forked and warm before its page comes, and bound by the same limits as any fork."""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from screening.report.html import to_html
from screening.report.renderer import (
    Limits,
    Renderer,
    RendererError,
    RendererRefused,
    RendererTimedOut,
    missing_packages,
    own_renderer,
)
from screening.report.summary import Summary
from screening.report.worker import protocol, supervising
from screening.report.worker.supervising import DONE, REFUSED

if missing := missing_packages():
    pytest.skip(f"needs {' '.join(missing)}", allow_module_level=True)

from screening.report.worker import fork
from screening.report.worker.fork import make_spare
from screening.report.worker.typesetting import Typeset

PAGE = "<!DOCTYPE html><html lang='en'><head><title>T</title></head><body>{}</body></html>"
FINE = PAGE.format("<p>Fine.</p>")
SLOW = PAGE.format("<table>" + "<tr><td>word</td></tr>" * 1_500 + "</table>")
ENDLESS = PAGE.format("<table>" + "<tr><td>word word</td></tr>" * 20_000 + "</table>")
MEGABYTE = 1024**2
STILL = 0.3  # s without using the processor: warm, and waiting


def spare_of(renderer: Renderer) -> psutil.Process:
    """The worker's spare, once it waits for a page."""
    renderer.ensure_running()
    assert renderer.worker_pid is not None
    worker = psutil.Process(renderer.worker_pid)
    give_up = time.monotonic() + 30
    while time.monotonic() < give_up:
        found = worker.children()
        used = sum(found[0].cpu_times()[:2]) if found else 0.0
        time.sleep(STILL)
        if used and worker.children() == found and sum(found[0].cpu_times()[:2]) == used:
            return found[0]
    raise AssertionError("no spare")


def set_meanwhile(renderer: Renderer, pages: int, look: Callable[[], None]) -> list[bytes]:
    """What becomes of so many slow pages at once; looks around while they are being set."""
    made: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: made.append(renderer.render(SLOW))) for _ in range(pages)
    ]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        look()
        time.sleep(0.01)
    return made


@pytest.fixture
def own() -> Iterator[Renderer]:
    """A worker for one test, which may end its forks."""
    with own_renderer() as renderer:
        yield renderer


def test_a_page_goes_to_the_spare_and_the_next_spare_comes_afterwards(own: Renderer) -> None:
    spare = spare_of(own)
    worker = psutil.Process(own.worker_pid)
    seen: set[int] = set()

    set_meanwhile(own, 1, lambda: seen.update(child.pid for child in worker.children()))

    assert seen == {spare.pid}
    assert spare_of(own).pid != spare.pid
    assert not psutil.pid_exists(spare.pid)


def test_the_spare_makes_the_same_bytes_as_a_fresh_fork(own: Renderer, summary: Summary) -> None:
    html = to_html(summary)
    spare_of(own)

    by_spare = own.render(html)
    by_fresh_fork = own.render(html)  # too soon after the other for a spare to be there

    assert by_spare == by_fresh_fork


def test_a_burst_is_served_by_the_spare_and_one_fork_beside_it(own: Renderer) -> None:
    spare_of(own)
    worker = psutil.Process(own.worker_pid)
    most = 0

    def look() -> None:
        nonlocal most
        most = max(most, len(worker.children()))

    made = set_meanwhile(own, 4, look)

    assert len(made) == 4
    assert len(set(made)) == 1
    assert most == 2


def test_a_spare_that_dies_is_replaced_and_pages_are_served(own: Renderer) -> None:
    first = spare_of(own)

    first.kill()

    assert own.render(FINE).startswith(b"%PDF-")
    second = spare_of(own)
    second.kill()
    second.wait(timeout=5)
    assert spare_of(own).pid not in {first.pid, second.pid}


@pytest.mark.parametrize("way", ["let go of", "killed"])
def test_the_spare_ends_with_the_worker(tmp_path: Path, way: str) -> None:
    renderer = Renderer(tmp_path / "r.sock")
    spare = spare_of(renderer)

    if way == "killed":
        psutil.Process(renderer.worker_pid).kill()
    renderer.close()

    spare.wait(timeout=5)


@pytest.mark.parametrize(
    ("limits", "page", "error"),
    [
        (Limits(cpu_seconds=1), ENDLESS, RendererTimedOut),
        (Limits(wall_seconds=1.0), ENDLESS, RendererTimedOut),
        (Limits(), PAGE.format("<img src='file:///etc/hostname' alt='x'/>"), RendererRefused),
    ],
    ids=["processor", "clock", "reach"],
)
def test_the_spare_keeps_the_limits_of_a_page(
    limits: Limits, page: str, error: type[RendererError]
) -> None:
    with own_renderer(limits) as renderer:
        spare = spare_of(renderer)
        start = time.monotonic()

        with pytest.raises(error):
            renderer.render(page)

        assert time.monotonic() - start < 10
        assert not psutil.pid_exists(spare.pid)
        assert renderer.render(FINE).startswith(b"%PDF-")


class Typesetter:
    """Uses the processor for so long, and memory, and then has a page; the first is warming up."""

    def __init__(self, *cpu_seconds: float, memory: int = 0) -> None:
        self.cpu_seconds, self.memory = list(cpu_seconds), memory

    def warm_up(self) -> None:
        self.typeset(b"", "")

    def typeset(self, _parcel: bytes, _paper: str) -> Typeset:
        until = time.process_time() + self.cpu_seconds.pop(0)
        while time.process_time() < until:
            pass
        held = bytes(0 if self.cpu_seconds else self.memory)
        return Typeset(b"%PDF-", 1 + len(held), "0", 0)


def exit_code(typesetter: Any, memory: int = 64 * 1024 * MEGABYTE) -> int:
    """How a spare with this typesetter ends when it is handed a page."""
    spare = make_spare(lambda: None, typesetter, supervising.Limits(1, 20.0, memory))
    app, worker = socket.socketpair()
    assert spare.hear()
    assert spare.hand_over(worker)
    protocol.send(app, {"paper": "a4"}, b"<p/>")
    worker.close()
    _, status = os.waitpid(spare.pid, 0)
    app.close()
    return os.waitstatus_to_exitcode(status)


def test_what_warming_up_took_is_not_taken_from_the_page() -> None:
    assert exit_code(Typesetter(2.1, 0.5)) == DONE


def test_a_page_over_the_spares_processor_time_ends_it() -> None:
    assert exit_code(Typesetter(0.1, 20)) == -signal.SIGXCPU


def test_a_page_over_the_spares_memory_is_refused() -> None:
    used = psutil.Process().memory_info().vms

    assert exit_code(Typesetter(0, 0, memory=MEGABYTE), used + 512 * MEGABYTE) == DONE
    assert exit_code(Typesetter(0, 0, memory=1024 * MEGABYTE), used + 512 * MEGABYTE) == REFUSED


def test_a_spare_that_is_not_warm_yet_gives_way_to_a_fresh_fork() -> None:
    spare = make_spare(lambda: None, Typesetter(60), supervising.Limits(1, 20.0, 4096 * MEGABYTE))
    app, worker = socket.socketpair()
    start = time.monotonic()

    assert not spare.hand_over(worker)

    assert time.monotonic() - start < fork.TAKES_AT_MOST / 2
    assert not psutil.pid_exists(spare.pid)
    app.close()
    worker.close()


def test_a_spare_that_died_a_moment_ago_loses_no_page() -> None:
    spare = make_spare(lambda: None, Typesetter(0, 0), supervising.Limits(1, 20.0, 4096 * MEGABYTE))
    app, worker = socket.socketpair()
    assert spare.hear()
    os.kill(spare.pid, signal.SIGKILL)

    assert not spare.hand_over(worker)

    app.close()
    worker.close()
