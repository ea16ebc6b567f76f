"""Looking into a backup, and who it is tried on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from screening.store.backups import drill, restoring
from screening.store.db import Database, open_database
from screening.store.sealing import Keys

ON_POSTGRES = pytest.mark.parametrize(
    "url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)
ON_SQLITE = pytest.mark.parametrize("url", ["sqlite"], indirect=True)


@contextmanager
def unpacked(target: Path, keys: Keys, url: str, data: Path) -> Iterator[Database]:
    """The backup as a database of its own, to look into."""
    with restoring.opened(target, keys) as (sealed, manifest):
        with drill._place(manifest, data, url) as address:
            drill._unpack(sealed, address, keys)
            opened = open_database(address, keys)
            try:
                yield opened
            finally:
                opened.close()


def put_program(path: Path, words: str) -> None:
    """A program in place of the server's own."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{words}\n")
    path.chmod(0o755)
