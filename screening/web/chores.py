"""What the server does about once an hour, at the first request after it: no thread of its own.

A clinic that nobody asks anything has nothing that could be late. Several processes may do the same
chore at once: it finds nothing the second time.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from threading import Lock

from screening.store.closing import close_unsent
from screening.store.db import Database
from screening.store.errors import NotSaved

log = logging.getLogger("screening.web")

EVERY = timedelta(hours=1)


class Chores:
    """When the chores of this process were last done."""

    def __init__(self) -> None:
        self._done_at: datetime | None = None
        self._lock = Lock()

    def do_when_due(self, database: Database, now: datetime) -> None:
        """Do them when an hour has passed. What fails is told to the log, and tried again then."""
        if not self._take(now):
            return
        try:
            with database.write() as session:
                close_unsent(session, now=now)
        except NotSaved:
            log.error("chores not done", extra={"kind": "NotSaved"})

    def _take(self, now: datetime) -> bool:
        """Whether it is this request's turn; of several at once, one is told so."""
        with self._lock:
            if self._done_at is not None and now - self._done_at < EVERY:
                return False
            self._done_at = now
            return True
