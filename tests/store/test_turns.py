"""Writers of one process queue; SQLite is asked once each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.exc import OperationalError

from screening.store import durability
from screening.store.turns import take_turns

ADD = text("INSERT INTO t VALUES (1)")


def begin_at_once(connection: Any) -> None:
    """A writer who finds the file locked is refused, and does not wait in SQLite."""
    connection.exec_driver_sql("PRAGMA busy_timeout = 0")
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def engine_in(folder: Path) -> Engine:
    return create_engine(
        f"sqlite:///{folder / 'turns.db'}",
        module=durability.sqlite_module,
        connect_args={"isolation_level": None, "check_same_thread": False},
    )


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[tuple[Engine, Lock]]:
    engine = engine_in(tmp_path)
    lock = take_turns(engine)
    event.listen(engine, "begin", begin_at_once)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE t (x INTEGER UNIQUE)"))
    yield engine, lock
    engine.dispose()


def write_beside_another(engine: Engine, steps: list[str]) -> None:
    """The second begins while the first is still writing."""
    entered = Event()

    def second() -> None:
        entered.set()
        try:
            with engine.begin():
                steps.append("second")
        except OperationalError:
            steps.append("refused")

    with engine.begin() as connection:
        thread = Thread(target=second)
        thread.start()
        entered.wait()
        thread.join(0.2)  # time enough to be refused
        connection.execute(ADD)
        steps.append("first")
    thread.join()


def test_a_second_writer_waits_until_the_first_has_committed(queue: tuple[Engine, Lock]) -> None:
    steps: list[str] = []

    write_beside_another(queue[0], steps)

    assert steps == ["first", "second"]


def test_without_turns_the_second_is_refused(tmp_path: Path) -> None:
    engine, steps = engine_in(tmp_path), []
    event.listen(engine, "begin", begin_at_once)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE t (x INTEGER UNIQUE)"))

    write_beside_another(engine, steps)

    engine.dispose()
    assert steps == ["refused", "first"]


def test_the_turn_lasts_as_long_as_the_transaction(queue: tuple[Engine, Lock]) -> None:
    engine, lock = queue

    with engine.begin() as connection:
        connection.execute(ADD)
        assert lock.locked()

    assert not lock.locked()


@pytest.mark.parametrize("end", ["rollback", "failure", "lost connection"])
def test_the_turn_is_given_back_however_it_ends(queue: tuple[Engine, Lock], end: str) -> None:
    engine, lock = queue

    with engine.connect() as connection:
        connection.execute(ADD)
        assert lock.locked()
        if end == "rollback":
            connection.rollback()
        elif end == "failure":
            with pytest.raises(Exception, match="UNIQUE"):
                connection.execute(ADD)
        else:
            connection.invalidate()

    assert not lock.locked()
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM t"))
