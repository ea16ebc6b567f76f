"""Engine, transactions and column types. Knows both databases; knows no table.

One writer at a time, on SQLite by BEGIN IMMEDIATE, on PostgreSQL by an advisory lock. What a
writing session has read stays true until its commit, the audit chain cannot fork, and no two
writers can wait for each other. So keep writing sessions short: no hashing, no rendering inside.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, DateTime, Dialect, Engine, MetaData, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.types import TypeDecorator

from screening.quick_dataclass import dataclass
from screening.store import durability, turns
from screening.store.errors import DatabaseSettingsError, NotSaved
from screening.store.sealing import Keys

WRITER_LOCK = 7_301_846  # on PostgreSQL; any fixed number that every process knows
WRITES = "screening_writes"  # execution option: False for a transaction that only reads


class Base(DeclarativeBase):
    """Root of the tables. Every constraint has a name, so that migrations can address it."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time, kept in UTC. SQLite forgets the zone; it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive time: nobody could tell later which zone it was meant in."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A time without zone cannot be stored.")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The stored time, aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Database:
    """One open database: sessions that write, sessions that only read."""

    engine: Engine
    reading_engine: Engine
    writing: sessionmaker[Session]  # the only writer from its first statement to its commit
    reading: sessionmaker[Session]  # cannot write; never waits for a writer on SQLite

    def close(self) -> None:
        """Let go of every connection; the next use opens new ones. To be called before a fork."""
        self.engine.dispose()
        self.reading_engine.dispose()

    def empty_journal(self) -> bool:
        """Move SQLite's journal into the file, and leave nothing in it of what was erased since.

        Returns whether it is empty now; while somebody reads an older state it is not, and whatever
        fills it next overwrites it. Another database keeps no such file beside it.
        """
        if self.engine.dialect.name != "sqlite":
            return True
        connection = self.engine.raw_connection()  # without a transaction, which it refuses
        try:
            cursor = connection.cursor()
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            row: Any = cursor.fetchone()  # busy, pages in the journal, pages moved
        finally:
            connection.close()
        return bool(row[0] == 0)

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session that is committed at the end of the block, or rolled back.

        raises   NotSaved when the database failed; nothing of the block is stored then,
                 or, when only the reply was lost, all of it
        """
        with self.writing() as session:
            try:
                yield session
                session.commit()
            except DBAPIError as error:
                raise NotSaved from error

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session on a snapshot; a write through it is refused by the database."""
        with self.reading() as session:
            yield session


def commit(session: Session) -> None:
    """Commit, for a view that holds its own session: "saved" may be said after this returned.

    raises   NotSaved; it is not tried again, because a failed sync cannot be trusted twice
    """
    try:
        session.commit()
    except DBAPIError as error:
        session.rollback()
        raise NotSaved from error


def open_database(url: str, keys: Keys) -> Database:
    """Engine and sessions for an address, its settings read back.

    url      sqlite:///file or postgresql+psycopg://...
    raises   DatabaseSettingsError
    """
    engine = make_engine(url)
    check_settings(engine)
    info: dict[Any, Any] = {"keys": keys}
    reading = reading_engine(engine)
    return Database(
        engine,
        reading,
        sessionmaker(engine, info=info),
        sessionmaker(reading, info=info),
    )


def make_engine(url: str) -> Engine:
    """An engine whose connections are durable and whose SQLite transactions take their lock first.

    raises   DatabaseSettingsError for any other kind of database, and for SQLite in memory
    """
    address = make_url(url)
    if address.drivername in ("sqlite", "sqlite+pysqlite"):
        if address.database in (None, "", ":memory:"):
            raise DatabaseSettingsError(("SQLite in memory keeps nothing; name a file",))
        return _sqlite_engine(address, writes=True)
    if address.drivername == "postgresql+psycopg":
        engine = create_engine(url, hide_parameters=True, pool_pre_ping=True)
        event.listen(engine, "begin", _begin_postgres)
        return engine
    raise DatabaseSettingsError(
        ("the address must begin with sqlite:/// or postgresql+psycopg://",),
    )


def reading_engine(engine: Engine) -> Engine:
    """An engine for transactions that only read."""
    if engine.dialect.name == "postgresql":
        snapshot = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        return engine.execution_options(**{WRITES: False}, **snapshot)
    # Connections of its own: told back and forth, query_only has every statement prepared anew.
    reading = _sqlite_engine(engine.url, writes=False)
    return reading.execution_options(**{WRITES: False})


def check_settings(engine: Engine) -> None:
    """Read the settings of a fresh connection back.

    raises   DatabaseSettingsError naming each setting that differs
    """
    with engine.connect() as connection:
        driver = connection.connection.dbapi_connection
        if engine.dialect.name == "postgresql":
            faults = durability.postgres_faults(driver)
        else:
            faults = durability.sqlite_faults(driver)
    if faults:
        raise DatabaseSettingsError(faults)


def _sqlite_engine(url: URL, *, writes: bool) -> Engine:
    """The driver leaves transactions to us, because its own BEGIN takes the lock too late."""
    engine = create_engine(
        url,
        module=durability.sqlite_module,
        hide_parameters=True,
        connect_args={"isolation_level": None},
    )
    event.listen(engine, "connect", _set_up_writer if writes else _set_up_reader)
    if writes:
        turns.take_turns(engine)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_writer(driver: Any, record: object) -> None:
    durability.apply_sqlite(driver)


def _set_up_reader(driver: Any, record: object) -> None:
    durability.apply_sqlite(driver)
    driver.execute("PRAGMA query_only = ON")


def _begin_sqlite(connection: Connection) -> None:
    """BEGIN IMMEDIATE waits its turn; a plain BEGIN that reads and then writes fails at once."""
    if _writes(connection):
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        # Straight to the driver, as it cannot fail: every page begins with it.
        driver: Any = connection.connection.dbapi_connection
        driver.execute("BEGIN")


def _begin_postgres(connection: Connection) -> None:
    """The same on PostgreSQL: wait for the writer before, before anything is read."""
    if _writes(connection):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITER_LOCK})")


def _writes(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get(WRITES, True))
