"""What a fork does: one page, under its limits. And the spare, forked before its page comes.

A new fork shares all memory with the server and has to copy each piece that it writes to, which
costs a page 10 to 40 ms. The spare has set a made-up page and taken its memory over.
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import time
from collections.abc import Callable
from math import ceil
from typing import NoReturn

from weasyprint.urls import FatalURLFetchingError

from screening.quick_dataclass import dataclass
from screening.report.worker import protocol
from screening.report.worker.isolation import limit
from screening.report.worker.own_memory import take_over
from screening.report.worker.supervising import DONE, PAGE, REFUSED, Limits
from screening.report.worker.typesetting import PAPERS, OutsideReference, Typesetter

WARM = b"w"  # what the spare says when it is ready for a page
TAKEN = b"t"  # its answer to that
TAKES_AT_MOST = 1.0  # s; it only has to wake up


def work(link: socket.socket, typesetter: Typesetter, limits: Limits) -> NoReturn:
    """Read the page, set it, answer, go."""
    code = REFUSED
    try:
        gc.disable()  # a fork lives for one page: collecting would only cost time
        # The limits are the page's: what warming took before does not count.
        limit(limits.cpu_seconds + ceil(time.process_time()), limits.memory)
        head, body = protocol.receive(link, protocol.PARCEL_AT_MOST)
        paper = head.get("paper")
        if paper in PAPERS:
            made = typesetter.typeset(body, str(paper))
            head = {
                "status": protocol.OK,
                "pages": made.pages,
                "step": made.step,
                "log_lines": made.log_lines,
            }
            protocol.send(link, head, made.pdf)
            code = DONE
    except (FatalURLFetchingError, OutsideReference, Exception):  # noqa: B014
        # The first is no Exception. What went wrong may quote the page: it is told by the
        # exit code alone.
        code = REFUSED
    finally:
        os._exit(code)


@dataclass(slots=True)
class Spare:
    """The server's side of a fork that waits for its page."""

    pid: int
    link: socket.socket  # closed by either side, it ends the wait
    warm: bool = False

    def hear(self) -> bool:
        """Take in what the spare says; False when it has gone."""
        try:
            self.warm = self.link.recv(1) == WARM
        except OSError:
            self.warm = False
        return self.warm

    def hand_over(self, page: socket.socket) -> bool:
        """Give it the socket of a page; False, and the spare ends, when it could not take it.

        One that is still warming up would keep the page waiting for longer than a new fork.
        """
        taken = self.warm and self._takes(page)
        if taken:
            self.link.close()
        else:
            self.end()
        return taken

    def _takes(self, page: socket.socket) -> bool:
        # It may have died a moment ago; without its answer the page would be lost with it.
        try:
            self.link.settimeout(TAKES_AT_MOST)
            socket.send_fds(self.link, [PAGE], [page.fileno()])
            return self.link.recv(1) == TAKEN
        except OSError:
            return False

    def end(self) -> None:
        """End it and wait until it is gone."""
        self.link.close()
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)


def make_spare(leave: Callable[[], None], typesetter: Typesetter, limits: Limits) -> Spare:
    """Fork a spare.

    leave  closes, in the spare, what it has from the server and must not keep open
    """
    ours, theirs = socket.socketpair()
    pid = os.fork()
    if pid == 0:
        leave()
        ours.close()
        _wait_for_page(theirs, typesetter, limits)
    theirs.close()
    return Spare(pid, ours)


def _wait_for_page(link: socket.socket, typesetter: Typesetter, limits: Limits) -> NoReturn:
    try:
        gc.disable()
        typesetter.warm_up()
        take_over()
        link.send(WARM)
        _, handed, _, _ = socket.recv_fds(link, 1, 1)
        if not handed:  # the server has gone
            os._exit(DONE)
        link.send(TAKEN)
        link.close()
    except BaseException:
        os._exit(REFUSED)
    work(socket.socket(fileno=handed[0]), typesetter, limits)
