"""What a disk or a database says when it fails, in a sentence for the operator."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from screening.store.durability import sqlite_module
from screening.store.errors import BackupError, NotSaved


@contextmanager
def told_as(problem: str, fix: str) -> Iterator[None]:
    """Turn faults of disk and database into one of ours.

    problem   with a place for what the system says
    raises    BackupError
    """
    try:
        yield
    except OSError as error:
        raise BackupError(problem.format(error.strerror or error), fix) from error
    except NotSaved as error:
        raise BackupError(problem.format("the database took no write"), fix) from error
    except DBAPIError as error:
        raise BackupError(problem.format(error.orig), fix) from error
    except sqlite_module.Error as error:  # where SQLAlchemy is not in between
        raise BackupError(problem.format(error), fix) from error
