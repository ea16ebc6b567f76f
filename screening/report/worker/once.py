"""A worker for one page: the process that will set it forks before it loads anything.

A fork of a process that has the library would have to copy each piece of memory that it writes to,
which costs the one page a tenth of its time. The socket is there from the first moment, too.
"""

from __future__ import annotations

import gc
import os
import select
import signal
import socket
import time
from pathlib import Path
from typing import NoReturn

from screening.report.worker.loading import load
from screening.report.worker.supervising import (
    DONE,
    PAGE,
    REFUSED,
    TICK,
    Fork,
    Limits,
    listen,
    speaks,
)


def serve_once(path: Path, paper: str, limits: Limits, lifeline: int | None) -> None:
    """Take one page, see to it that it is set, and return.

    paper     whose style sheets are read beforehand
    lifeline  a pipe's end to read from, closed at the other end when nobody asks any more
    """
    listener = listen(path)
    ours, theirs = socket.socketpair()
    pid = os.fork()
    if pid == 0:
        listener.close()
        ours.close()
        _set_one(theirs, paper, limits)
    theirs.close()
    ends = [lifeline] if lifeline is not None else []
    page = _first_page(listener, [ours, *ends])
    if page is not None:
        socket.send_fds(ours, [PAGE], [page.fileno()])
        fork = Fork(pid, page, time.monotonic() + limits.wall_seconds)
        while fork.is_at_work():
            if select.select(ends, [], [], TICK)[0]:
                break
        else:
            return
    os.kill(pid, signal.SIGKILL)


def _first_page(listener: socket.socket, ends: list[int | socket.socket]) -> socket.socket | None:
    """The link of who speaks first; None when the fork or everybody who may ask has gone."""
    while True:
        ready, _, _ = select.select([listener, *ends], [], [])
        if any(end in ready for end in ends):
            return None
        link, _ = listener.accept()
        if speaks(link):
            return link
        link.close()


def _set_one(link: socket.socket, paper: str, limits: Limits) -> NoReturn:
    try:
        gc.disable()  # nothing of this is thrown away before the page is there
        load()
        from screening.report.worker.fork import work
        from screening.report.worker.typesetting import Typesetter

        typesetter = Typesetter((), (paper,))
        _, handed, _, _ = socket.recv_fds(link, 1, 1)
        if not handed:
            os._exit(DONE)
    except BaseException:
        os._exit(REFUSED)
    work(socket.socket(fileno=handed[0]), typesetter, limits)
