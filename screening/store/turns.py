"""Writers of one process wait for one another in a queue, and not by asking SQLite again and again.

SQLite lets a writer that finds the file locked sleep for longer and longer, up to 100 ms at a time,
however soon the lock is let go; with several waiting at once the last of them came late by far.
"""

from __future__ import annotations

from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, event

from screening.store.durability import BUSY_TIMEOUT_MS

TURN = "screening_turn"  # in the notes of a pooled connection


def take_turns(engine: Engine) -> Lock:
    """Let one transaction of this engine in at a time, from its beginning until it is over.

    To be called before whatever else begins a transaction is listened for.

    returns   what is locked while somebody has the turn
    """
    lock = Lock()

    def wait(connection: Connection) -> None:
        notes = connection.connection.record_info
        assert notes is not None  # only a detached connection has none
        # Without a turn SQLite waits once more, and then says itself that the file is locked.
        if TURN not in notes and lock.acquire(timeout=BUSY_TIMEOUT_MS / 1000):
            notes[TURN] = True

    def let_go(_driver: object, record: Any) -> None:
        # The event of a commit comes before the commit has reached the disk; this one after it.
        if record.record_info.pop(TURN, False):
            lock.release()

    event.listen(engine, "begin", wait)
    event.listen(engine, "checkin", let_go)
    return lock
