"""SQL that one database of these tests had compiled, for the next ones.

Each test opens a database of its own, and would compile anew what a running app compiles once.
"""

from __future__ import annotations

import functools
from typing import Any

from sqlalchemy import create_engine
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

from screening.store import db

COMPILED: dict[Any, Any] = {}


def keep_compiled() -> None:
    """From now on every engine of this process looks into one cache.

    A statement stands there under its dialect: those of one kind and one server are alike.
    """
    for dialect in (SQLiteDialect_pysqlite, PGDialect_psycopg):
        dialect.__eq__ = lambda self, other: type(self) is type(other)
        dialect.__hash__ = lambda self: hash(type(self))
    db.create_engine = functools.partial(
        create_engine, execution_options={"compiled_cache": COMPILED}
    )
