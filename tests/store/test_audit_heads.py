"""A head that left the machine: what it proves of the trail that stayed."""

from uuid import uuid4

import pytest
from sqlalchemy import delete, select, update

from screening.store import audit, audit_heads
from screening.store.audit import Kind, record
from screening.store.audit_link import hash_of
from screening.store.db import Database, open_database
from screening.store.key_file import load_or_create
from screening.store.models import AuditEvent
from tests.store.builders import NOW, later


def write_events(database: Database, count: int, *, start: int = 0) -> None:
    with database.write() as session:
        for second in range(start, start + count):
            record(session, later(second), Kind.CODE_USED, None, sitting=uuid4())


def line_of(database: Database) -> str:
    with database.read() as session:
        return audit_heads.kept_line(session, now=NOW)


def compare(database: Database, kept: str) -> audit_heads.Compared:
    with database.read() as session:
        return audit_heads.compare(session, kept)


def test_a_line_says_time_number_and_head_and_fits_for_ever(database: Database) -> None:
    write_events(database, 3)
    line = line_of(database)
    write_events(database, 4, start=3)

    name, recipe, at, number, head, signature = line.split(" ")
    assert (name, recipe) == ("screening-audit-head", "1")
    assert (at, number, len(signature)) == ("2026-11-18T09:30:00Z", "3", 64)
    with database.read() as session:
        assert session.get_one(AuditEvent, 3).hash == head
    assert compare(database, line).fits
    assert compare(database, f"  {line[:40]}\n{line[40:]}".replace("\n", "")).fits


def test_a_line_of_before_the_first_event_fits(database: Database) -> None:
    assert compare(database, line_of(database)).number == 0


def test_a_cut_tail_does_not_fit_and_the_missing_events_are_named(database: Database) -> None:
    write_events(database, 10)
    line = line_of(database)
    with database.write() as session:
        session.execute(delete(AuditEvent).where(AuditEvent.number > 7))
        assert audit.verify(session) == []  # from inside, nothing is missing

    found = compare(database, line)

    assert not found.fits
    assert found.number == 8
    assert found.words.startswith("Events 8 to 10 are missing")


def test_a_tail_that_was_cut_and_grew_again_does_not_fit(database: Database) -> None:
    write_events(database, 10)
    line = line_of(database)
    with database.write() as session:
        session.execute(delete(AuditEvent).where(AuditEvent.number > 7))
    write_events(database, 9, start=20)

    found = compare(database, line)

    assert (found.fits, found.number) == (False, 10)


def test_a_chain_written_anew_with_the_right_key_does_not_fit(database: Database) -> None:
    write_events(database, 5)
    line = line_of(database)
    with database.write() as session:
        previous = audit.BEFORE_THE_FIRST
        for event in session.scalars(select(AuditEvent).order_by(AuditEvent.number)).all():
            if event.number == 2:
                event.kind = Kind.CODE_MADE.value
            event.previous_hash = previous
            event.hash = previous = hash_of(
                event.number, event.at, event.kind, None, event.ids, previous
            )
            event.signature = audit.sign(session, event.hash)
            session.flush()
        assert audit.verify(session) == []

    assert (compare(database, line).fits, compare(database, line).number) == (False, 5)


@pytest.mark.parametrize("place", [24, 40, 52, 70, -3])
def test_a_changed_line_is_not_taken_for_one_of_ours(database: Database, place: int) -> None:
    write_events(database, 3)
    line = line_of(database)
    changed = line[:place] + ("1" if line[place] != "1" else "2") + line[place + 1 :]

    found = compare(database, changed)

    assert not found.fits
    assert found.number is None


def test_a_line_of_another_installation_does_not_fit(
    database: Database, url: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    write_events(database, 3)
    folder = tmp_path_factory.mktemp("elsewhere")
    other = open_database(url, load_or_create(folder / "config" / "key", folder / "data"))

    found = compare(other, line_of(database))
    other.close()

    assert found.words == audit_heads.NOT_SIGNED


def test_the_digits_of_a_pdf_are_found_as_long_as_their_event_stands(database: Database) -> None:
    write_events(database, 3)
    with database.read() as session:
        digits = session.get_one(AuditEvent, 2).hash[:12]
    assert compare(database, digits.upper()).number == 2

    with database.write() as session:
        session.execute(update(AuditEvent).where(AuditEvent.number == 2).values(hash="0" * 64))

    assert not compare(database, digits).fits


@pytest.mark.parametrize("typed", ["", "none", "0123456789a", "screening-audit-head 1", "ü" * 12])
def test_what_is_no_line_is_said_to_be_none(database: Database, typed: str) -> None:
    assert compare(database, typed).words == audit_heads.NOT_A_LINE


def test_a_line_of_a_later_release_is_said_to_be_one(database: Database) -> None:
    later_line = line_of(database).replace("audit-head 1 ", "audit-head 2 ")

    assert compare(database, later_line).words == audit_heads.LATER_RECIPE
