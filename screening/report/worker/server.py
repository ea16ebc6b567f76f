"""Listens on a UNIX socket and gives each page to a fork; that has the limits, not this process."""

from __future__ import annotations

import contextlib
import os
import select
import socket
import time
from collections.abc import Iterator
from pathlib import Path

from screening.quick_dataclass import dataclass
from screening.report.worker.fork import Spare, make_spare, work
from screening.report.worker.supervising import TICK, WARM_AFTER, Fork, Limits, listen, speaks
from screening.report.worker.typesetting import WARMED, Typesetter, share_memory
from screening.report.worker.warming import usual_page

AT_ONCE = 2  # pages; more would only slow each other down
SPARE_PAUSE = 1.0  # s until the next spare when one went away by itself


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
    ) -> None:
        """
        lifeline  a pipe's end to read from; the server stops when the other end is closed,
                  which is when the last process that may ask has gone. None: it never stops.
        """
        self._typesetter = typesetter
        self._limits = limits
        self._lifeline = lifeline
        self._forks: list[Fork] = []
        self._callers: list[_Caller] = []
        self._warming = self._warm_up()
        self._warm = False
        self._warm_from = time.monotonic() + WARM_AFTER
        self._spare: Spare | None = None
        self._spare_from = 0.0  # on the monotonic clock
        self._listener = listen(path)

    def run(self) -> None:
        """Serve until nobody is left."""
        share_memory()
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
        if not self._warm:
            return max(0.0, self._warm_from - time.monotonic())
        return 0.0 if self._wants_spare() else 1.0

    def _wants_spare(self) -> bool:
        return self._spare is None and time.monotonic() >= self._spare_from

    def _prepare(self) -> None:
        """One step of what the next page will find done; nobody waits for one now."""
        if not self._warm:
            self._warm = time.monotonic() >= self._warm_from and next(self._warming, None) is None
        elif self._wants_spare():
            self._spare_from = time.monotonic() + SPARE_PAUSE
            with contextlib.suppress(OSError):  # pages can do without
                self._spare = make_spare(self._leave, self._typesetter, self._limits)

    def _warm_up(self) -> Iterator[str]:
        """Set a made-up page at each step, and give its paper."""
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
        if speaks(link):
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
        self._forks.append(Fork(pid, link, deadline))

    def _leave(self) -> None:
        """In a fork: let go of what is the server's, so that it ends when the server ends it."""
        self._listener.close()
        for link in (*(c.link for c in self._callers), *(f.link for f in self._forks)):
            link.close()

    def _look_after_forks(self) -> None:
        self._forks = [fork for fork in self._forks if fork.is_at_work()]
        for caller in list(self._callers):
            # Who waits for one of the two places has spoken already and is not silent.
            if len(self._forks) < AT_ONCE and time.monotonic() > caller.deadline:
                self._callers.remove(caller)
                caller.link.close()
