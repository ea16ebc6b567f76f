"""The newest event that a list may show: right after every act, and read from the last one on."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine

from screening.store import changes
from screening.store.audit import record
from screening.store.audit_kinds import CARRIES, Kind
from screening.store.db import Database
from tests.store.builders import NOW, Clinic


def test_nothing_happened_yet(database: Database) -> None:
    assert _number(database, changes.Newest()) == 0


def test_a_look_leaves_it_and_an_act_moves_it(database: Database, clinic: Clinic) -> None:
    newest = changes.Newest()
    _note(database, clinic, Kind.PATIENT_ADDED)

    added = _number(database, newest)
    _note(database, clinic, Kind.PATIENT_SEARCHED)
    assert _number(database, newest) == added
    _note(database, clinic, Kind.PATIENT_SEARCHED, Kind.PATIENT_ADDED, Kind.PATIENT_SEARCHED)
    assert _number(database, newest) == added + 3
    assert _number(database, changes.Newest()) == added + 3


def test_what_was_read_once_is_not_read_again(
    database: Database, clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    newest, asked, first = changes.Newest(), [], changes._LATER.first

    def noted(engine: Engine, read_to: int) -> Mapping[str, Any] | None:
        asked.append(read_to)
        return first(engine, read_to=read_to)

    monkeypatch.setattr(changes._LATER, "first", noted)
    _note(database, clinic, Kind.PATIENT_ADDED)
    added = _number(database, newest)
    _note(database, clinic, *[Kind.PATIENT_SEARCHED] * 20)
    _number(database, newest)
    _number(database, newest)

    assert asked == [added, added, added + 20]


def _note(database: Database, clinic: Clinic, *kinds: Kind) -> None:
    with database.write() as session:
        for kind in kinds:
            record(session, NOW, kind, clinic.ben.id, **{name: uuid4() for name in CARRIES[kind]})


def _number(database: Database, newest: changes.Newest) -> int:
    with database.read() as session:
        return newest.look(session).newest
