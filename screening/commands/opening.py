"""The installation's database, opened for a command; its tables must be there already."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import Engine

from screening.errors import ScreeningError
from screening.settings import Settings
from screening.store import migrations
from screening.store.data_folder import make_private
from screening.store.db import Database, open_database
from screening.store.key_file import load_or_create


class NotUpgraded(ScreeningError):
    """The database lacks tables of this release. Seen by the operator."""

    def __str__(self) -> str:
        return "The database is not ready for this release. Run: ./run screening database upgrade"


def settings() -> Settings:
    """What the environment says; raises SettingsError."""
    return Settings.from_env(os.environ)


def now() -> datetime:
    """The moment of the command."""
    return datetime.now(UTC)


@contextmanager
def opened(chosen: Settings, *, upgraded: bool = True) -> Iterator[Database]:
    """The database of these settings; the key and the data folder are made where missing.

    upgraded   False: take it without the tables of this release, to put them there
    raises     NotUpgraded, KeyFileError, DatabaseSettingsError
    """
    keys = load_or_create(chosen.key_file, chosen.data)
    make_private(chosen.data)
    database = open_database(chosen.database_url, keys)
    try:
        if upgraded:
            refuse_old(database.engine)
        yield database
    finally:
        database.close()


def refuse_old(engine: Engine) -> None:
    """Let nothing work on the tables of another release; raises NotUpgraded."""
    if migrations.current(engine) != migrations.newest():
        raise NotUpgraded
