"""pg_dump and pg_restore, as streams. The password is told by the environment, where others of the
machine do not see it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import IO, Any, cast

import psycopg
from sqlalchemy import Engine

from screening.store.backups.sealed_file import CHUNK
from screening.store.errors import BackupError

MISSING = "The program {} is not on this machine."
INSTALL = "Install PostgreSQL’s client programs, of the server’s version or newer."
FAILED = "{} could not go on ({})."
NOTHING_MADE = "No backup was made."
NOTHING_RESTORED = "Nothing was restored."


@contextmanager
def dump(engine: Engine, snapshot: str) -> Iterator[Iterator[bytes]]:
    """The database of a moment in PostgreSQL's own format, in pieces.

    snapshot   exported by a transaction that stays open meanwhile
    raises     BackupError, also from the pieces
    """
    words = ("--format=custom", "--no-owner", f"--snapshot={snapshot}")
    with TemporaryFile() as told:
        process = _start("pg_dump", words, engine, told, stdout=subprocess.PIPE)
        try:
            yield _pieces(process, told)
        finally:
            _end(process)


def restore(engine: Engine, pieces: Iterable[bytes]) -> None:
    """Put a dump into an empty database, all or nothing.

    raises   BackupError
    """
    words = ("--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error")
    with TemporaryFile() as told:
        process = _start("pg_restore", words, engine, told, stdin=subprocess.PIPE)
        assert process.stdin is not None
        try:
            for piece in pieces:
                process.stdin.write(piece)
            process.stdin.close()
            if process.wait():
                raise _failed("pg_restore", told, NOTHING_RESTORED)
        except BrokenPipeError:
            process.wait()
            raise _failed("pg_restore", told, NOTHING_RESTORED) from None
        finally:
            _end(process)


def _start(
    program: str,
    words: tuple[str, ...],
    engine: Engine,
    told: IO[bytes],
    *,
    stdin: int = subprocess.DEVNULL,
    stdout: int = subprocess.DEVNULL,
) -> subprocess.Popen[bytes]:
    found = shutil.which(program)
    if found is None:
        raise BackupError(MISSING.format(program), INSTALL)
    address, password = _address(engine)
    environ = {**os.environ, **({"PGPASSWORD": password} if password else {})}
    return subprocess.Popen(  # noqa: S603  a program of the machine, the words are ours
        [found, *words, f"--dbname={address}"],
        stdin=stdin, stdout=stdout, stderr=told, env=environ,
    )  # fmt: skip


def _address(engine: Engine) -> tuple[str, str]:
    """As the driver connected, and the password apart from it."""
    pooled = engine.raw_connection()
    try:
        info = cast(psycopg.Connection[Any], pooled.driver_connection).info
        return info.dsn, info.password
    finally:
        pooled.close()


def _pieces(process: subprocess.Popen[bytes], told: IO[bytes]) -> Iterator[bytes]:
    assert process.stdout is not None
    while piece := process.stdout.read(CHUNK):
        yield piece
    if process.wait():
        raise _failed("pg_dump", told, NOTHING_MADE)


def _failed(program: str, told: IO[bytes], fix: str) -> BackupError:
    told.seek(0)
    lines = told.read().decode(errors="replace").strip().splitlines()
    plain = (
        [line for line in lines if ": error: " in line or ": detail: " in line]
        or lines[-1:]
        or ["unknown"]
    )
    said = "; ".join(line.removeprefix(f"{program}: ") for line in plain)
    return BackupError(FAILED.format(program, said), fix)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Nothing of it is left, also where we failed ourselves. A dump cut off restores nothing."""
    if process.poll() is None:
        process.kill()
        process.wait()
    for stream in (process.stdin, process.stdout):
        if stream is not None and not stream.closed:
            try:
                stream.close()
            except BrokenPipeError:
                pass
