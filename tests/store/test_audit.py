"""The audit trail: gapless, chained, signed; every tampering is located."""

import json
from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.orm import Session

from screening.store import audit, audit_chain, models
from screening.store.audit import Kind, record, record_read
from screening.store.audit_kinds import CARRIES
from screening.store.audit_link import hash_of
from screening.store.db import Database
from screening.store.models import AuditEvent
from tests.store.builders import NOW, Clinic, later
from tests.store.together import run_together


def write_events(database: Database, count: int) -> None:
    with database.write() as session:
        for second in range(count):
            record(session, later(second), Kind.CODE_USED, None, sitting=uuid4())


def test_a_chain_as_it_was_written_has_no_fault(database: Database) -> None:
    write_events(database, 20)

    with database.read() as session:
        head = audit.head(session)
        assert audit.verify(session, head) == []
        assert len(head) == 64


def test_an_empty_chain_has_a_head_and_no_fault(database: Database) -> None:
    with database.read() as session:
        assert audit.verify(session, audit.head(session)) == []
        assert audit.head(session) == "0" * 64


TAMPERINGS: dict[str, Callable[[Session], object]] = {
    "ids": lambda s: s.execute(update(AuditEvent).where(at(7)).values(ids='{"sitting":"x"}')),
    "kind": lambda s: s.execute(update(AuditEvent).where(at(7)).values(kind="code_made")),
    "time": lambda s: s.execute(update(AuditEvent).where(at(7)).values(at=later(999))),
    "hash": lambda s: s.execute(update(AuditEvent).where(at(7)).values(hash="f" * 64)),
    "signature": lambda s: s.execute(update(AuditEvent).where(at(7)).values(signature="f" * 64)),
    "previous": lambda s: s.execute(update(AuditEvent).where(at(7)).values(previous_hash="0" * 64)),
    "number": lambda s: s.execute(update(AuditEvent).where(at(7)).values(number=700)),
}


def at(number: int) -> object:
    return AuditEvent.number == number


@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_a_changed_event_is_located(database: Database, tampering: str) -> None:
    write_events(database, 10)

    with database.write() as session:
        TAMPERINGS[tampering](session)

    with database.read() as session:
        faults = audit.verify(session)
    assert faults
    assert min(fault.number for fault in faults) in (7, 8)


def test_an_event_that_names_another_person_is_located(database: Database, clinic: Clinic) -> None:
    with database.write() as session:
        record(session, NOW, Kind.ENCOUNTER_ENDED, clinic.ada.id, encounter=clinic.encounter.id)
    with database.write() as session:
        number = session.scalar(select(func.max(AuditEvent.number)))
        session.execute(
            update(AuditEvent).where(AuditEvent.number == number).values(account_id=clinic.ben.id)
        )

    with database.read() as session:
        assert [fault.number for fault in audit.verify(session)] == [number]


def test_an_event_taken_out_of_the_middle_is_located(database: Database) -> None:
    write_events(database, 10)

    with database.write() as session:
        session.execute(delete(AuditEvent).where(AuditEvent.number == 5))

    with database.read() as session:
        faults = audit.verify(session)
    assert [(fault.number, fault.problem) for fault in faults] == [
        (6, "the events between 4 and 6 are missing"),
        (6, "it does not follow from the event before"),
    ]


def test_a_chain_is_checked_stretch_by_stretch_as_well_as_at_once(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_events(database, 30)
    with database.write() as session:
        session.execute(delete(AuditEvent).where(AuditEvent.number.in_([7, 8, 22])))
    monkeypatch.setattr(audit_chain, "PORTION", 7)
    with database.read() as session:
        at_once = audit_chain.check(session)
        stretch = audit_chain.check(session, goes_on=lambda: False)
        stretches = [stretch]
        while not stretch.whole:
            stretch = audit_chain.check(session, stretch.last + 1, goes_on=lambda: False)
            stretches.append(stretch)

    assert [(one.first, one.last) for one in stretches] == [(1, 9), (10, 16), (17, 24), (25, 30)]
    assert tuple(fault for one in stretches for fault in one.faults) == at_once.faults
    assert (at_once.first, at_once.last, at_once.newest, at_once.number) == (1, 30, 30, 4)


def test_of_very_many_faults_the_first_are_told_and_all_are_counted(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_events(database, 20)
    with database.write() as session:
        session.execute(update(AuditEvent).values(signature="f" * 64))
    monkeypatch.setattr(audit_chain, "FAULTS_AT_MOST", 5)

    with database.read() as session:
        checked = audit_chain.check(session)

    assert [fault.number for fault in checked.faults] == [1, 2, 3, 4, 5]
    assert checked.number == 20


def test_what_is_no_text_at_all_is_a_fault_with_a_place(database: Database) -> None:
    if database.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL keeps texts only")
    write_events(database, 3)
    with database.write() as session:
        session.execute(text("UPDATE audit_event SET kind = CAST(x'ff00' AS TEXT) WHERE number=2"))

    with database.read() as session:
        assert [fault.number for fault in audit.verify(session)] == [2]
        assert session.scalar(text("SELECT 'still text'")) == "still text"


def test_a_stretch_after_a_hash_that_is_no_text_is_checked_all_the_same(database: Database) -> None:
    if database.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL keeps texts only")
    write_events(database, 3)
    with database.write() as session:
        session.execute(text("UPDATE audit_event SET hash = CAST(x'ff00' AS TEXT) WHERE number=1"))

    with database.read() as session:
        checked = audit_chain.check(session, 2)

    assert [(one.number, one.problem) for one in checked.faults] == [(2, audit_chain.NOT_FOLLOWING)]


@pytest.mark.parametrize("time", ["infinity", "-infinity", "20260-01-01", "0044-03-15 BC"])
def test_a_time_that_no_clock_shows_is_a_fault_with_a_place(database: Database, time: str) -> None:
    if database.engine.dialect.name != "postgresql":
        pytest.skip("SQLite keeps texts, which another test changes")
    write_events(database, 3)
    with database.write() as session:
        session.execute(text(f"UPDATE audit_event SET at = '{time}' WHERE number = 2"))  # noqa: S608

    with database.read() as session:
        assert [(one.number, one.problem) for one in audit.verify(session)] == [
            (2, audit_chain.CHANGED)
        ]


def test_a_cut_tail_shows_only_against_a_head_that_was_kept(database: Database) -> None:
    write_events(database, 10)
    with database.read() as session:
        kept = audit.head(session)

    with database.write() as session:
        session.execute(delete(AuditEvent).where(AuditEvent.number > 8))

    with database.read() as session:
        assert audit.verify(session) == []
        assert [fault.number for fault in audit.verify(session, kept)] == [8]


def test_a_chain_written_anew_without_the_key_is_noticed_at_every_event(
    database: Database,
) -> None:
    write_events(database, 3)

    with database.write() as session:
        previous = audit.BEFORE_THE_FIRST
        for event in session.scalars(select(AuditEvent).order_by(AuditEvent.number)).all():
            event.ids, event.about, event.previous_hash = '{"sitting":"forged"}', None, previous
            event.hash = previous = hash_of(
                event.number, event.at, event.kind, event.account_id, event.ids, event.previous_hash
            )

    with database.read() as session:
        faults = audit.verify(session)
    assert [fault.number for fault in faults] == [1, 2, 3]
    assert {fault.problem for fault in faults} == {"its signature is not ours"}


def test_numbers_have_no_gap_when_many_write_at_once(database: Database) -> None:
    def one_after_the_other() -> None:
        for _ in range(5):
            write_events(database, 1)

    run_together(*[one_after_the_other] * 6)

    with database.read() as session:
        numbers = session.scalars(select(AuditEvent.number).order_by(AuditEvent.number)).all()
        assert numbers == list(range(1, 31))
        assert audit.verify(session) == []


def test_an_act_that_is_rolled_back_leaves_no_event_and_no_gap(database: Database) -> None:
    write_events(database, 1)
    with database.writing() as session:
        record(session, NOW, Kind.CODE_USED, None, sitting=uuid4())
        session.rollback()
    write_events(database, 1)

    with database.read() as session:
        assert session.scalars(select(AuditEvent.number)).all() == [1, 2]
        assert audit.verify(session) == []


def test_every_kind_declares_what_it_carries() -> None:
    assert set(CARRIES) == set(Kind)


@pytest.mark.parametrize("ids", [{}, {"sitting": 1, "more": 2}, {"wrong": 1}])
def test_an_event_with_other_keys_than_declared_is_refused(
    database: Database, ids: dict[str, int]
) -> None:
    with database.write() as session, pytest.raises(ValueError, match="carries exactly"):
        record(session, NOW, Kind.CODE_USED, None, **ids)


@pytest.mark.parametrize("value", ["Cleo Okonkwo", "1994-02-07", "", "a@b", "x" * 65, "é"])
def test_an_event_takes_ids_only_never_words_or_dates(database: Database, value: str) -> None:
    with database.write() as session:
        with pytest.raises(ValueError, match="not an id") as refused:
            record(session, NOW, Kind.CODE_USED, None, sitting=value)
        assert value == "" or value not in str(refused.value)


def test_a_page_loaded_often_is_one_reading_per_sign_in(database: Database, clinic: Clinic) -> None:
    here, elsewhere = uuid4(), uuid4()
    visit, other = clinic.encounter.id, clinic.other_encounter.id

    with database.write() as session:
        for sign_in, encounter in [(here, visit)] * 3 + [(elsewhere, visit), (here, other)]:
            record_read(
                session,
                NOW,
                Kind.ENCOUNTER_READ,
                clinic.ada.id,
                sign_in=sign_in,
                encounter=encounter,
            )

    with database.read() as session:
        read = session.scalars(
            select(AuditEvent.ids)
            .where(AuditEvent.kind == "encounter_read")
            .order_by(AuditEvent.number)
        ).all()
    found = [(UUID(e["sign_in"]), UUID(e["encounter"])) for e in map(json.loads, read)]
    assert found == [(here, visit), (elsewhere, visit), (here, other)]


def test_the_chain_cannot_fork_even_past_the_writers_lock(database: Database) -> None:
    write_events(database, 1)

    with database.engine.connect() as connection:
        columns = ", ".join(column.name for column in models.AuditEvent.__table__.columns)
        copy = text(f"INSERT INTO audit_event ({columns}) SELECT {columns} FROM audit_event")  # noqa: S608
        with pytest.raises(Exception, match="(?i)unique"):
            connection.execute(copy)
