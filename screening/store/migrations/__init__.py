"""Bringing a database to the tables of this release, and back; run from code, no ini file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text

from screening.store.db import WRITES

if TYPE_CHECKING:
    from alembic.config import Config

# Alembic is imported where it is needed: at most starts there is nothing to upgrade.


def upgrade(engine: Engine, revision: str = "head") -> None:
    """All missing migrations in one transaction; nothing to do is fine.

    Of several processes that start at once, one upgrades: a transaction of ours is the only writer.
    """
    if revision == "head" and current(engine) == newest():
        return
    from alembic import command

    with engine.begin() as connection:
        command.upgrade(_config(connection), revision)


def current(engine: Engine) -> str | None:
    """The revision that the database stands at; None before the first."""
    with engine.execution_options(**{WRITES: False}).connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return found


def newest() -> str:
    """The revision of this release: files are named by theirs, in their order."""
    versions = Path(__file__).parent / "versions"
    return max(path.name for path in versions.glob("[0-9]*.py")).partition("_")[0]


def downgrade(engine: Engine, revision: str) -> None:
    """Back to a revision; "base" removes every table with its content."""
    from alembic import command

    with engine.begin() as connection:
        command.downgrade(_config(connection), revision)


def _config(connection: Connection) -> Config:
    from alembic.config import Config

    config = Config()
    folder = str(Path(__file__).parent).replace("%", "%%")
    config.set_main_option("script_location", folder)
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
