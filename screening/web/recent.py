"""What was worked out for the last page of each tablet, kept for a minute so that it is not redone.

A save changes the number that is part of the key, so nothing old can be found. The entries hold
answers: they stay in memory, are few, and go as soon as they are old. Lists are kept the same way.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from datetime import datetime, timedelta
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")

AT_MOST = 300  # tablets of one process
KEPT_FOR = timedelta(minutes=1)  # conditions may rest on the time that has passed


class Recent(Generic[T]):
    """The newest few results by key."""

    def __init__(self, at_most: int = AT_MOST, kept_for: timedelta = KEPT_FOR) -> None:
        self._at_most, self._kept_for = at_most, kept_for
        self._held: OrderedDict[Hashable, tuple[datetime, T]] = OrderedDict()
        self._lock = Lock()  # several threads of one process serve tablets

    def find(self, key: Hashable, now: datetime) -> T | None:
        """The result of this key while it is young enough."""
        with self._lock:
            self._drop_old(now)
            found = self._held.get(key)
        return found[1] if found else None

    def keep(self, key: Hashable, result: T, now: datetime) -> None:
        """Remember a result in place of an older one of the same key."""
        with self._lock:
            self._held.pop(key, None)
            self._held[key] = (now, result)
            self._drop_old(now)
            while len(self._held) > self._at_most:
                self._held.popitem(last=False)

    def _drop_old(self, now: datetime) -> None:
        while self._held:
            made_at = next(iter(self._held.values()))[0]
            if timedelta(0) <= now - made_at < self._kept_for:
                return
            self._held.popitem(last=False)
