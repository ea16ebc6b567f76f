"""The read that goes past SQLAlchemy's session: same values, same errors, nothing left open."""

from __future__ import annotations

import pytest
from sqlalchemy import bindparam, select, text
from sqlalchemy.exc import DBAPIError

from screening.store import models
from screening.store.db import Database
from screening.store.straight import Straight
from tests.store.builders import Clinic

OF_ONE = Straight(
    select(models.Encounter.id, models.Encounter.started_at, models.Encounter.number).where(
        models.Encounter.id == bindparam("one")
    )
)


def test_a_row_reads_as_it_was_written(database: Database, clinic: Clinic) -> None:
    with database.read() as session:
        stored = session.get_one(models.Encounter, clinic.encounter.id)
        wanted = {"id": stored.id, "started_at": stored.started_at, "number": stored.number}

    found = OF_ONE.first(database.reading_engine, one=clinic.encounter.id)

    assert found == wanted


def test_no_row_is_none(database: Database, clinic: Clinic) -> None:
    assert OF_ONE.first(database.reading_engine, one=clinic.cleo.id) is None


def test_it_sees_what_was_committed_since_and_holds_no_writer_up(
    database: Database, clinic: Clinic
) -> None:
    before = OF_ONE.first(database.reading_engine, one=clinic.encounter.id)
    with database.write() as session:
        session.execute(text("UPDATE encounter SET number = 7"))

    after = OF_ONE.first(database.reading_engine, one=clinic.encounter.id)

    assert before is not None
    assert after == {**before, "number": 7}


def test_a_database_that_fails_is_told_like_everywhere(database: Database, clinic: Clinic) -> None:
    with database.write() as session:
        session.execute(text("ALTER TABLE encounter RENAME TO gone"))

    with pytest.raises(DBAPIError):
        OF_ONE.first(database.reading_engine, one=clinic.encounter.id)
