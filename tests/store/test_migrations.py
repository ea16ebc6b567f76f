"""Migrations: the head equals the models, and each one goes up and down."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, inspect, text

from screening.store.db import Base, make_engine
from screening.store.migrations import downgrade, upgrade
from tests.store.together import run_together

REVISIONS = ["0001", "0002", "0003", "0004"]


@pytest.fixture
def engine(empty_url: str) -> Iterator[Engine]:
    """A database without any table."""
    made = make_engine(empty_url)
    yield made
    made.dispose()


def differences(engine: Engine) -> list[object]:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def test_the_head_equals_the_models(engine: Engine) -> None:
    upgrade(engine)

    assert differences(engine) == []
    assert tables(engine) == set(Base.metadata.tables)


def test_the_comparison_notices_a_column_that_the_models_do_not_have(engine: Engine) -> None:
    upgrade(engine)

    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE site ADD COLUMN extra INTEGER"))

    assert len(differences(engine)) == 1


def test_each_migration_goes_up_down_and_up_again(engine: Engine) -> None:
    met = [tables(engine)]
    for revision in REVISIONS:
        upgrade(engine, revision)
        met.append(tables(engine))
    assert [len(after) > len(before) for before, after in zip(met, met[1:], strict=False)] == [
        True
    ] * len(REVISIONS)

    for revision, expected in zip([*REVISIONS[-2::-1], "base"], met[-2::-1], strict=True):
        downgrade(engine, revision)
        assert tables(engine) == expected

    upgrade(engine)
    assert differences(engine) == []


def test_an_upgrade_of_an_upgraded_database_keeps_its_rows(engine: Engine) -> None:
    upgrade(engine)
    with engine.begin() as connection:
        connection.execute(
            sa.insert(Base.metadata.tables["attempt_counter"]).values(
                scope="s", mark="m", failures=1, rounds=2
            )
        )

    upgrade(engine)

    with engine.connect() as connection:
        assert connection.execute(text("SELECT rounds FROM attempt_counter")).scalar() == 2


def test_two_processes_that_start_at_once_do_not_hinder_each_other(
    empty_url: str, engine: Engine
) -> None:
    other = make_engine(empty_url)

    run_together(lambda: upgrade(engine), lambda: upgrade(other))

    assert differences(engine) == []
    other.dispose()
