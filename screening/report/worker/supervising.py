"""What a process does that watches over forks: its socket, their deadlines, what became of them.

Knows nothing of the library, so that it costs nothing to start.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import time
from pathlib import Path

from screening.quick_dataclass import dataclass
from screening.report.worker import protocol

DONE, REFUSED = 0, 3  # exit codes of a fork
WARM_AFTER = 2.0  # s from the start: the first page, for which somebody started it, comes at once
PAGE = b"p"  # what a page's socket is handed on with
TICK = 0.05  # s between looks at the forks


@dataclass(frozen=True, slots=True)
class Limits:
    """What one page may use."""

    cpu_seconds: int
    wall_seconds: float
    memory: int  # bytes


@dataclass(slots=True)
class Fork:
    """A fork with a page."""

    pid: int
    link: socket.socket  # kept open, to say what became of the fork when it cannot
    deadline: float  # on the monotonic clock
    killed: bool = False

    def is_at_work(self) -> bool:
        """Whether it still is; says what became of it when not, and ends it when it is late."""
        pid, status = os.waitpid(self.pid, os.WNOHANG)
        if pid:
            self._say_what_became(status)
            return False
        if not self.killed and time.monotonic() > self.deadline:
            os.kill(self.pid, signal.SIGKILL)
            self.killed = True
        return True

    def _say_what_became(self, status: int) -> None:
        code = os.waitstatus_to_exitcode(status)
        if code != DONE:
            out_of_time = self.killed or code == -signal.SIGXCPU
            said = protocol.TIMED_OUT if out_of_time else protocol.REFUSED
            with contextlib.suppress(OSError):
                protocol.send(self.link, {"status": said})
        self.link.close()


def listen(path: Path) -> socket.socket:
    """A listening socket that only this account can reach. An old one in its place is removed."""
    with contextlib.suppress(FileNotFoundError):
        path.unlink()
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    before = os.umask(0o177)
    try:
        listener.bind(str(path))
    finally:
        os.umask(before)
    listener.listen(64)
    return listener


def speaks(link: socket.socket) -> bool:
    """Whether a caller has something to say; who only looked whether anybody is here hung up."""
    try:
        return bool(link.recv(1, socket.MSG_PEEK))
    except OSError:
        return False
