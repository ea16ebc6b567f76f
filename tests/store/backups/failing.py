"""Calls of the system that fail from the Nth on, once or for good, as a dying disk does."""

from __future__ import annotations

import errno
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

CALLS = ("open", "write", "fsync", "rename", "close")
WHY = {"open": errno.EMFILE, "write": errno.ENOSPC, "fsync": errno.EIO, "rename": errno.EIO}


class Counted:
    """Counts one of the calls, and lets it fail."""

    def __init__(self, call: str, nth: int | None, *, for_good: bool, killed: bool) -> None:
        self.call, self.nth, self.for_good, self.killed = call, nth, for_good, killed
        self.number = 0
        self._real: Callable[..., Any] = getattr(os, call)

    def __call__(self, *given: Any, **named: Any) -> Any:
        self.number += 1
        wanted = self.nth is not None and self.number >= self.nth
        if wanted and (self.for_good or self.number == self.nth):
            if self.killed:
                os.kill(os.getpid(), signal.SIGKILL)
            if self.call == "close":
                self._real(*given)  # the kernel lets go of it all the same
            raise OSError(WHY.get(self.call, errno.EIO), "it failed on purpose")
        return self._real(*given, **named)


@contextmanager
def failing(
    call: str, nth: int | None, *, for_good: bool, killed: bool = False
) -> Iterator[Counted]:
    """The Nth call of this name fails. `nth` None: it is only counted.

    killed   the process is killed at that call

    SQLite has calls of its own, which this does not reach.
    """
    with pytest.MonkeyPatch.context() as patch:
        counted = Counted(call, nth, for_good=for_good, killed=killed)
        patch.setattr(os, call, counted)
        yield counted
