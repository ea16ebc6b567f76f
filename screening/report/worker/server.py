"""Listens on a UNIX socket and gives each page to a fork; that has the limits, not this process."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from screening.report.worker import protocol
from screening.report.worker.fork import DONE, Limits, Spare, make_spare, work
from screening.report.worker.typesetting import WARMED, Typesetter, share_memory
from screening.report.worker.warming import usual_page

AT_ONCE = 2  # pages; more would only slow each other down
TICK = 0.05  # s between looks at the forks
SPARE_PAUSE = 1.0  # s until the next spare when one went away by itself


@dataclass(slots=True)
class _Fork:
    pid: int
    link: socket.socket  # kept open, to say what became of the fork when it cannot
    deadline: float
    killed: bool = False


@dataclass(frozen=True, slots=True)
class _Caller:
    link: socket.socket
    deadline: float  # to have begun to speak


class Server:
    """One loop: take a page, fork, look after the forks."""

    def __init__(
        self,
        path: Path,
        typesetter: Typesetter,
        limits: Limits,
        lifeline: int | None,
        *,
        once: bool = False,
    ) -> None:
        """
        once      for one page: what is made ready is this process, and no spare
        lifeline  a pipe's end to read from; the server stops when the other end is closed,
                  which is when the last process that may ask has gone. None: it never stops.
        """
        self._typesetter = typesetter
        self._limits = limits
        self._lifeline = lifeline
        self._forks: list[_Fork] = []
        self._callers: list[_Caller] = []
        self._once = once
        self._warming = self._warm_up()
        self._warm = False
        self._spare: Spare | None = None
        self._spare_from = 0.0  # on the monotonic clock
        self._listener = listen(path)

    def run(self) -> None:
        while True:
            if self._wait():
                return
            self._look_after_forks()

    def _wait(self) -> bool:
        """Take what comes; True when nobody is left to serve."""
        watched: list[socket.socket | int] = [self._listener]
        if len(self._forks) < AT_ONCE:
            watched += [caller.link for caller in self._callers]
        if self._lifeline is not None:
            watched.append(self._lifeline)
        if self._spare is not None:
            watched.append(self._spare.link)
        ready, _, _ = select.select(watched, [], [], self._patience())
        if not ready and not self._forks:
            self._prepare()
        if self._lifeline in ready:
            return True
        if self._spare is not None and self._spare.link in ready:
            self._hear_spare(self._spare)
        if self._listener in ready:
            link, _ = self._listener.accept()
            deadline = time.monotonic() + self._limits.wall_seconds
            self._callers.append(_Caller(link, deadline))
        for caller in list(self._callers):
            if caller.link in ready and len(self._forks) < AT_ONCE:
                self._callers.remove(caller)
                self._serve(caller.link)
        return False

    def _patience(self) -> float:
        """Seconds to wait for something to come; none while there is something to prepare."""
        if self._forks:
            return TICK
        return 1.0 if self._warm and not self._wants_spare() else 0.0

    def _wants_spare(self) -> bool:
        return not self._once and self._spare is None and time.monotonic() >= self._spare_from

    def _prepare(self) -> None:
        """One step of what the next page will find done; nobody waits for one now."""
        if not self._warm:
            self._warm = next(self._warming, None) is None
        elif self._wants_spare():
            self._spare_from = time.monotonic() + SPARE_PAUSE
            with contextlib.suppress(OSError):  # pages can do without
                self._spare = make_spare(self._leave, self._typesetter, self._limits)

    def _warm_up(self) -> Iterator[str]:
        """Set a made-up page at each step, and give its paper."""
        if self._once:
            self._typesetter.warm_up()
            return
        page = usual_page()
        for paper in WARMED:
            self._typesetter.typeset(page, paper)
            yield paper
        share_memory()

    def _hear_spare(self, spare: Spare) -> None:
        if not spare.hear():
            spare.end()
            self._spare = None
            self._spare_from = time.monotonic() + SPARE_PAUSE

    def _serve(self, link: socket.socket) -> None:
        """Fork for who speaks; who only looked whether anybody is here has hung up already."""
        try:
            speaks = bool(link.recv(1, socket.MSG_PEEK))
        except OSError:
            speaks = False
        if speaks:
            self._fork(link)
        else:
            link.close()

    def _fork(self, link: socket.socket) -> None:
        spare, self._spare = self._spare, None
        pid = spare.pid if spare is not None and spare.hand_over(link) else os.fork()
        if pid == 0:
            self._leave()
            work(link, self._typesetter, self._limits)
        deadline = time.monotonic() + self._limits.wall_seconds
        self._forks.append(_Fork(pid, link, deadline))

    def _leave(self) -> None:
        """In a fork: let go of what is the server's, so that it ends when the server ends it."""
        self._listener.close()
        for link in (*(c.link for c in self._callers), *(f.link for f in self._forks)):
            link.close()

    def _look_after_forks(self) -> None:
        for fork in list(self._forks):
            pid, status = os.waitpid(fork.pid, os.WNOHANG)
            if pid:
                self._forks.remove(fork)
                _say_what_became(fork, status)
            elif not fork.killed and time.monotonic() > fork.deadline:
                os.kill(fork.pid, signal.SIGKILL)
                fork.killed = True
        for caller in list(self._callers):
            # Who waits for one of the two places has spoken already and is not silent.
            if len(self._forks) < AT_ONCE and time.monotonic() > caller.deadline:
                self._callers.remove(caller)
                caller.link.close()


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


def _say_what_became(fork: _Fork, status: int) -> None:
    code = os.waitstatus_to_exitcode(status)
    if code != DONE:
        out_of_time = fork.killed or code == -signal.SIGXCPU
        said = protocol.TIMED_OUT if out_of_time else protocol.REFUSED
        with contextlib.suppress(OSError):
            protocol.send(fork.link, {"status": said})
    fork.link.close()
