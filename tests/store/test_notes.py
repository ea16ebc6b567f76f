"""The free note of a visit: kept exactly, in versions of its own, apart from every answer."""

import pytest
from sqlalchemy import select

from screening.store import encounters, models, notes, revisions
from screening.store.db import Database
from screening.store.errors import EncounterEnded, NotThere, SealBroken, StaleNote
from screening.store.models import AuditEvent
from screening.store.notes import Note
from tests.store.builders import Clinic, a_key, later
from tests.store.filling import ANSWERS, save, send

TEXT = "Lives with a sister.\n\n  <b>Bring</b> the log & ask again 😀 "


def write(database: Database, clinic: Clinic, text: str, shown: int) -> Note | None:
    with database.write() as session:
        return notes.write(
            session, clinic.encounter.id, text, shown=shown, by=clinic.ada.id, now=later(60)
        )


def test_a_note_is_kept_exactly_and_touches_no_answer(database: Database, clinic: Clinic) -> None:
    save(database, clinic.response.id, ANSWERS, 0, a_key())
    sent = send(database, clinic.response.id, 1, a_key())

    written = write(database, clinic, TEXT, 0)

    assert written is not None
    assert (written.number, written.text, written.author_id) == (1, TEXT, clinic.ada.id)
    assert "sister" not in repr(written)
    with database.read() as session:
        assert notes.newest(session, clinic.encounter.id) == written
        assert notes.newest(session, clinic.other_encounter.id) is None
        assert revisions.history(session, clinic.response.id) == (sent,)


def test_each_change_is_a_version_and_the_older_ones_stay(
    database: Database, clinic: Clinic
) -> None:
    write(database, clinic, "first", 0)
    write(database, clinic, "second", 1)
    write(database, clinic, "", 2)

    with database.read() as session:
        kept = notes.history(session, clinic.encounter.id)
        events = session.scalars(select(AuditEvent).where(AuditEvent.kind == "note_written"))
        assert [note.text for note in kept] == ["first", "second", ""]
        assert len(events.all()) == 3


def test_the_same_text_again_changes_nothing(database: Database, clinic: Clinic) -> None:
    first = write(database, clinic, "once", 0)

    assert write(database, clinic, "once", 0) == first
    assert write(database, clinic, "once", 1) == first
    with database.read() as session:
        assert len(notes.history(session, clinic.encounter.id)) == 1


def test_a_note_over_a_newer_one_is_refused_with_both_texts(
    database: Database, clinic: Clinic
) -> None:
    write(database, clinic, "by somebody else", 0)

    with pytest.raises(StaleNote) as refused:
        write(database, clinic, "mine", 0)

    assert (refused.value.number, refused.value.stored) == (1, "by somebody else")
    assert "somebody else since" in str(refused.value)
    assert "by somebody" not in repr(refused.value)


def test_a_void_visit_or_none_takes_no_note(database: Database, clinic: Clinic) -> None:
    with database.write() as session:
        encounters.make_void(session, clinic.encounter.id, now=later(0))

    with pytest.raises(EncounterEnded):
        write(database, clinic, "late", 0)
    with database.write() as session, pytest.raises(NotThere):
        notes.write(session, clinic.ada.id, "x", shown=0, by=clinic.ada.id, now=later(0))


def test_a_note_put_beside_another_visit_stays_shut(database: Database, clinic: Clinic) -> None:
    write(database, clinic, "for Cleo alone", 0)

    with database.write() as session:
        session.scalars(select(models.Note)).one().encounter_id = clinic.other_encounter.id

    with database.read() as session, pytest.raises(SealBroken):
        notes.newest(session, clinic.other_encounter.id)
