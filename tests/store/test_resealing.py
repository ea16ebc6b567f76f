"""Sealing anew: every sealed column, stopped at any batch, with both keys open meanwhile."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from screening.store import key_file, models, notes, patients, resealing, responses, totp
from screening.store.db import Database, open_database
from screening.store.errors import SealBroken
from screening.store.sealing import Keys
from tests.store.builders import CLEO, NOW, Clinic, later
from tests.store.erasable import fill, sealed, see_and_sign
from tests.store.test_erased_tables import OF_NO_PATIENT

PLAIN = OF_NO_PATIENT - {"site.key_proof", "totp.secret"}  # bytes that are not sealed
OLD, NEW = b"a" * 8, b"b" * 8
BEFORE = {OLD: b"m" * 32}
AFTER = {NEW: b"n" * 32, **BEFORE}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "key"


@pytest.fixture
def rotated(database: Database, clinic: Clinic) -> Iterator[Database]:
    """A full installation, opened anew with a second key in front of its own."""
    with database.write() as session:
        fill(session, clinic)
        see_and_sign(session, clinic)
        totp.begin(session, clinic.ada.id, "S" * 32, now=NOW)
    held = database.writing.kw["info"]["keys"]
    keys = Keys(
        current=NEW,
        seals={**held.seals, NEW: b"n" * 32},
        search=held.search, codes=held.codes, tokens=held.tokens, audit=held.audit,
        backups=held.backups,
    )  # fmt: skip
    opened = open_database(database.engine.url.render_as_string(hide_password=False), keys)
    yield opened
    opened.close()


def heads(database: Database) -> dict[str, set[bytes]]:
    """Of each sealed column the ids of the keys that sealed its values."""
    with database.read() as session:
        return {
            name: {one[1:9] for one in values}
            for name, values in sealed(session).items()
            if name not in PLAIN and values
        }


def test_every_sealed_column_is_sealed_with_the_new_key_and_opens(
    rotated: Database, clinic: Clinic
) -> None:
    named = {f"{one.table.__tablename__}.{one.column}" for one in resealing.SEALED}
    assert set(heads(rotated)) == named  # and the fixture has a value of each
    with rotated.read() as session:
        before = resealing.left(session)

    found = list(resealing.reseal(rotated))

    assert sum(one.done for one in found) == before > len(named)
    assert sum(one.broken for one in found) == 0
    assert all(ids == {NEW} for ids in heads(rotated).values())
    with rotated.read() as session:
        assert resealing.left(session) == 0
        assert patients.get(session, clinic.cleo.id).identity.family == CLEO.family
        (note,) = notes.history(session, clinic.encounter.id)
        assert note.text == "lives with a sister"


def test_it_is_stopped_anywhere_and_goes_on_where_it_ended(
    rotated: Database, clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resealing, "BATCH", 1)
    with rotated.read() as session:
        all_of_it = resealing.left(session)
    done = 0
    for stop in itertools.cycle((1, 3, 2)):
        batches = list(itertools.islice(resealing.reseal(rotated), stop))
        done += sum(one.done for one in batches)
        with rotated.read() as session:
            # Half of it under one key, half under the other: everything opens.
            assert patients.get(session, clinic.cleo.id).identity.family == CLEO.family
            assert responses.get(session, clinic.response.id).id == clinic.response.id
            assert resealing.left(session) == all_of_it - done
        if not batches:
            break

    assert done == all_of_it


def test_a_damaged_record_is_counted_and_keeps_nobody_else_back(
    rotated: Database, clinic: Clinic
) -> None:
    with rotated.write() as session:
        row = session.get_one(models.Patient, clinic.cleo.id)
        row.identity = row.identity[:-1] + b"?"

    found = list(resealing.reseal(rotated))

    assert sum(one.broken for one in found) == 1
    with rotated.read() as session:
        assert resealing.left(session) == 1
        with pytest.raises(SealBroken):
            patients.get(session, clinic.cleo.id)


def test_what_is_sealed_meanwhile_is_left_alone(rotated: Database, clinic: Clinic) -> None:
    with rotated.write() as session:
        notes.write(
            session, clinic.encounter.id, "a second one", shown=1, by=clinic.ada.id, now=later(9)
        )
    assert b"b" * 8 in heads(rotated)["note.document"]

    list(resealing.reseal(rotated))

    with rotated.read() as session:
        assert [one.text for one in notes.history(session, clinic.encounter.id)][-1] == (
            "a second one"
        )


def test_a_key_is_added_in_front_and_the_searching_marks_stay(path: Path, tmp_path: Path) -> None:
    before = key_file.load_or_create(path, tmp_path / "data")

    key_file.add_key(path)

    after = key_file.load_or_create(path, tmp_path / "data")
    assert after.current != before.current
    assert set(after.seals) == {after.current, before.current}
    assert (after.search, after.audit, after.codes) == (before.search, before.audit, before.codes)
    assert path.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["key"]
