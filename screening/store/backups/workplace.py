"""A folder for copies that are not sealed: within that of the data, private, gone afterwards."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp

from screening.store.data_folder import make_private
from screening.store.errors import BackupError

LOCK = ".backup.lock"
PREFIX = ".backup-"


@contextmanager
def workplace(data: Path) -> Iterator[Path]:
    """An empty folder, for one backup or drill at a time.

    raises   BackupError while another one is at work
    """
    make_private(data)
    lock = os.open(data / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupError(
                "Another backup or drill is at work.", "Begin again when it has ended."
            ) from None
        for left in data.glob(f"{PREFIX}*"):
            shutil.rmtree(left)  # by one that was killed
        folder = mkdtemp(prefix=PREFIX, dir=data)
        try:
            yield Path(folder)
        finally:
            with suppress(OSError):  # it lies where the database does, and the next one clears it
                shutil.rmtree(folder)
    finally:
        with suppress(OSError):  # what was made under it is made
            os.close(lock)
