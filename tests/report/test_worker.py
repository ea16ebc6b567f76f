"""The render worker: no way out, limits on the fork, and a parent that outlives every page."""

from __future__ import annotations

import os
import stat
import threading
import time
from pathlib import Path

import psutil
import pytest

from screening.report.renderer import (
    Limits,
    Renderer,
    RendererDown,
    RendererRefused,
    RendererTimedOut,
    own_renderer,
)
from screening.report.worker.supervising import WARM_AFTER

PAGE = "<!DOCTYPE html><html lang='en'><head><title>T</title></head><body>{}</body></html>"
FINE = PAGE.format("<p>Fine.</p>")
ENDLESS = PAGE.format("<table>" + "<tr><td>word word</td></tr>" * 20_000 + "</table>")
SVG = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'>{}</svg>"
MEGABYTE = 1024**2


def test_a_sound_page_is_set_without_any_complaint(renderer: Renderer) -> None:
    made = renderer.render_page(FINE)

    assert made.pdf.startswith(b"%PDF-")
    assert (made.pages, made.step, made.log_lines) == (1, "0", 0)


@pytest.mark.parametrize(
    "body",
    [
        "<img src='file:///etc/hostname' alt='x'/>",
        "<img src='https://example.org/x.png' alt='x'/>",
        "<img src='data:image/png;base64,AAAA' alt='x'/>",
        "<link rel='stylesheet' href='https://example.org/x.css'/>",
        "<link rel='attachment' href='file:///etc/passwd'/>",
        "<p style='background: url(//example.org/x.png)'>x</p>",
        "<object data='file:///etc/hostname'>x</object>",
        SVG.format("<image href='file:///etc/hostname' width='9' height='9'/>"),
    ],
)
def test_a_page_that_asks_for_what_is_not_ours_is_refused(renderer: Renderer, body: str) -> None:
    with pytest.raises(RendererRefused):
        renderer.render(PAGE.format(body))

    assert renderer.render(FINE).startswith(b"%PDF-")


def test_markup_that_is_not_well_formed_is_refused(renderer: Renderer) -> None:
    with pytest.raises(RendererRefused):
        renderer.render("<p>open")


def test_declared_entities_are_refused(renderer: Renderer) -> None:
    with pytest.raises(RendererRefused):
        renderer.render(
            "<!DOCTYPE html [<!ENTITY a 'aaaa'>]><html lang='en'><body>&a;</body></html>"
        )


def test_a_paper_we_do_not_have_is_refused(renderer: Renderer) -> None:
    with pytest.raises(RendererRefused):
        renderer.render(FINE, "a3")


def test_the_socket_is_for_this_account_alone(tmp_path: Path) -> None:
    renderer = Renderer(tmp_path / "r.sock")
    try:
        renderer.ensure_running()

        assert stat.S_IMODE((tmp_path / "r.sock").stat().st_mode) == 0o600
    finally:
        renderer.close()


def test_a_page_over_its_time_is_stopped_and_the_next_is_served() -> None:
    with own_renderer(Limits(wall_seconds=1.0)) as renderer:
        renderer.ensure_running()
        parent = renderer.worker_pid
        start = time.monotonic()

        with pytest.raises(RendererTimedOut):
            renderer.render(ENDLESS)

        assert time.monotonic() - start < 10
        assert renderer.render(FINE).startswith(b"%PDF-")
        assert renderer.worker_pid == parent


def test_a_page_over_its_processor_time_is_stopped() -> None:
    with own_renderer(Limits(cpu_seconds=1)) as renderer, pytest.raises(RendererTimedOut):
        renderer.render(ENDLESS)


def test_a_page_over_its_memory_is_refused_and_the_next_is_served() -> None:
    big = PAGE.format("<p>" + "word " * 1_000_000 + "</p>")
    with own_renderer(Limits(memory=400 * MEGABYTE)) as renderer:
        renderer.ensure_running()
        parent = renderer.worker_pid

        with pytest.raises((RendererRefused, RendererTimedOut)):
            renderer.render(big)

        assert renderer.render(FINE).startswith(b"%PDF-")
        assert renderer.worker_pid == parent


def test_at_most_two_pages_are_set_at_once(tmp_path: Path) -> None:
    slow = PAGE.format("<table>" + "<tr><td>word</td></tr>" * 1_500 + "</table>")
    with own_renderer() as renderer:
        renderer.ensure_running()
        assert renderer.worker_pid is not None
        worker = psutil.Process(renderer.worker_pid)
        made: list[bytes] = []
        threads = [
            threading.Thread(target=lambda: made.append(renderer.render(slow))) for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        most = 0
        while any(thread.is_alive() for thread in threads):
            most = max(most, len(worker.children()))
            time.sleep(0.01)

    assert len(made) == 4
    assert most == 2


def test_the_worker_has_no_network_where_the_system_allows_that(renderer: Renderer) -> None:
    renderer.ensure_running()
    here = Path(f"/proc/{os.getpid()}/ns/net")
    if not here.exists() or os.geteuid() != 0:
        pytest.skip("only root on Linux may always leave the network")

    there = Path(f"/proc/{renderer.worker_pid}/ns/net")

    assert os.readlink(there) != os.readlink(here)


def test_a_dead_worker_is_started_again(tmp_path: Path) -> None:
    renderer = Renderer(tmp_path / "r.sock")
    try:
        renderer.ensure_running()
        first = renderer.worker_pid
        assert first is not None
        os.kill(first, 9)
        psutil.Process(first).wait(timeout=10)

        assert renderer.render(FINE).startswith(b"%PDF-")
        assert renderer.worker_pid != first
    finally:
        renderer.close()


def test_the_first_page_does_not_wait_for_what_later_ones_will_find_done(tmp_path: Path) -> None:
    renderer = Renderer(tmp_path / "r.sock")
    try:
        renderer.ensure_running()
        worker = psutil.Process(renderer.worker_pid)
        begun = sum(worker.cpu_times()[:2])
        time.sleep(WARM_AFTER / 2)

        assert sum(worker.cpu_times()[:2]) - begun < 0.05
        time.sleep(WARM_AFTER)
        assert sum(worker.cpu_times()[:2]) - begun > 0.05
    finally:
        renderer.close()


def test_a_worker_that_was_begun_early_is_the_one_that_answers(tmp_path: Path) -> None:
    renderer = Renderer(tmp_path / "r.sock", once="a4")
    try:
        renderer.begin()
        begun = renderer.worker_pid

        assert renderer.render(FINE).startswith(b"%PDF-")
        assert renderer.worker_pid == begun
    finally:
        renderer.close()


def test_a_worker_for_one_page_makes_the_same_bytes(renderer: Renderer, tmp_path: Path) -> None:
    once = Renderer(tmp_path / "r.sock", once="a4")
    try:
        assert once.render(FINE) == renderer.render(FINE)
    finally:
        once.close()


def test_a_worker_for_one_page_refuses_what_any_worker_does(tmp_path: Path) -> None:
    once = Renderer(tmp_path / "r.sock", once="a4")
    try:
        with pytest.raises(RendererRefused):
            once.render("<p>open")
    finally:
        once.close()


def test_a_worker_for_one_page_ends_it_in_time(tmp_path: Path) -> None:
    once = Renderer(tmp_path / "r.sock", Limits(wall_seconds=1.5), once="a4")
    try:
        with pytest.raises(RendererTimedOut):
            once.render(ENDLESS)
    finally:
        once.close()


def test_a_worker_for_one_page_leaves_nobody_behind(tmp_path: Path) -> None:
    once = Renderer(tmp_path / "r.sock", once="a4")
    once.begin()
    assert once.worker_pid is not None
    worker = psutil.Process(once.worker_pid)
    while not (begun := worker.children()):
        time.sleep(0.01)

    once.close()

    psutil.wait_procs(begun, timeout=10)
    assert not any(psutil.pid_exists(fork.pid) for fork in begun)


def test_the_worker_ends_with_the_last_process_that_holds_it(tmp_path: Path) -> None:
    renderer = Renderer(tmp_path / "r.sock")
    renderer.ensure_running()
    assert renderer.worker_pid is not None
    worker = psutil.Process(renderer.worker_pid)

    renderer.close()

    assert not worker.is_running() or worker.status() == psutil.STATUS_ZOMBIE


def test_a_folder_that_cannot_be_made_leaves_the_renderer_down(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")

    with pytest.raises(RendererDown):
        Renderer(tmp_path / "file" / "r.sock").render(FINE)


def test_a_socket_path_that_the_system_would_cut_is_refused() -> None:
    with pytest.raises(ValueError, match="too long"):
        Renderer(Path("/tmp") / ("x" * 120))  # noqa: S108  never made
