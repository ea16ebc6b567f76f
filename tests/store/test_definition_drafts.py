"""Drafts of definitions: every text stays, two people meet in one draft, nothing is overwritten."""

import pytest
from sqlalchemy import select

from screening.store import definition_drafts as drafts
from screening.store import definition_texts
from screening.store.db import Database
from screening.store.definition_drafts import DefinitionDraft
from screening.store.errors import DraftClosed, DraftOpen, NotThere, StaleText
from screening.store.models import AuditEvent
from tests.store.builders import COWS, Clinic, later

FIRST = b"id: cows\nversion: 1.1.0\n"


def begin(database: Database, clinic: Clinic, item_id: str = "cows") -> DefinitionDraft:
    with database.write() as session:
        return drafts.begin(
            session,
            drafts.QUESTIONNAIRE,
            item_id,
            COWS,
            based_on=clinic.response.questionnaire_sha256,
            by=clinic.ada.id,
            now=later(1),
        )


def save(
    database: Database, clinic: Clinic, draft: DefinitionDraft, data: bytes, shown: int
) -> DefinitionDraft:
    with database.write() as session:
        return drafts.save(
            session, draft.id, data, shown=shown, by=clinic.ben.id, now=later(60 * shown)
        )


def test_a_draft_starts_from_the_version_in_use_and_keeps_each_text(
    database: Database, clinic: Clinic
) -> None:
    begun = begin(database, clinic)
    saved = save(database, clinic, begun, FIRST, 1)
    again = save(database, clinic, begun, b"\xff not sound: [", 2)

    assert (begun.text.number, begun.text.data, begun.closed_as) == (1, COWS, None)
    assert (saved.text.number, saved.text.saved_by) == (2, clinic.ben.id)
    with database.read() as session:
        assert drafts.get(session, begun.id) == again
        assert [text.data for text in definition_texts.history(session, begun.id)] == [
            COWS, FIRST, b"\xff not sound: ["
        ]  # fmt: skip
        assert definition_texts.text(session, begun.id, 2) == saved.text
        assert drafts.find_open(session, "cows") == again
        with pytest.raises(NotThere):
            definition_texts.text(session, begun.id, 4)


def test_the_same_text_again_is_no_version(database: Database, clinic: Clinic) -> None:
    begun = begin(database, clinic)
    save(database, clinic, begun, FIRST, 1)

    assert save(database, clinic, begun, FIRST, 1).text.number == 2  # sent twice
    assert save(database, clinic, begun, FIRST, 2).text.number == 2


def test_who_saves_over_a_newer_text_is_told_and_gets_it(
    database: Database, clinic: Clinic
) -> None:
    begun = begin(database, clinic)
    save(database, clinic, begun, FIRST, 1)

    with pytest.raises(StaleText) as told:
        save(database, clinic, begun, b"id: cows\nversion: 2.0.0\n", 1)

    assert (told.value.number, told.value.data) == (2, FIRST)
    with database.read() as session:
        assert drafts.get(session, begun.id).text.data == FIRST


def test_an_older_text_comes_back_as_the_newest_one(database: Database, clinic: Clinic) -> None:
    begun = begin(database, clinic)
    save(database, clinic, begun, FIRST, 1)
    with database.write() as session:
        back = drafts.save(
            session, begun.id, COWS, shown=2, again=1, by=clinic.ada.id, now=later(9)
        )

    assert (back.text.number, back.text.again, back.text.data) == (3, 1, COWS)


def test_a_file_has_one_open_draft(database: Database, clinic: Clinic) -> None:
    begun = begin(database, clinic)
    other = begin(database, clinic, "cows.es")

    with pytest.raises(DraftOpen):
        begin(database, clinic)
    with database.write() as session:
        drafts.close(session, begun.id, drafts.DISCARDED, by=clinic.ada.id, now=later(5))
    after = begin(database, clinic)

    with database.read() as session:
        assert [draft.id for draft in drafts.list_open(session)] == [after.id, other.id]
        assert drafts.get(session, begun.id).closed_as == "discarded"


def test_a_closed_draft_takes_nothing_more(database: Database, clinic: Clinic) -> None:
    begun = begin(database, clinic)
    with database.write() as session:
        drafts.close(session, begun.id, drafts.PUBLISHED, by=clinic.ada.id, now=later(5))

    with pytest.raises(DraftClosed):
        save(database, clinic, begun, FIRST, 1)
    with pytest.raises(DraftClosed), database.write() as session:
        drafts.close(session, begun.id, drafts.DISCARDED, by=clinic.ada.id, now=later(6))


def test_each_act_stands_in_the_audit_trail_without_its_text(
    database: Database, clinic: Clinic
) -> None:
    begun = begin(database, clinic)
    save(database, clinic, begun, FIRST, 1)
    with database.write() as session:
        drafts.close(session, begun.id, drafts.DISCARDED, by=clinic.ada.id, now=later(5))

    with database.read() as session:
        events = session.scalars(
            select(AuditEvent)
            .where(AuditEvent.kind.like("definition_draft_%"))
            .order_by(AuditEvent.number)
        ).all()
        assert [event.kind.removeprefix("definition_draft_") for event in events] == [
            "begun", "saved", "saved", "discarded"
        ]  # fmt: skip
        assert not any("version" in event.ids for event in events)


def test_undoing_and_redoing_go_along_the_texts_that_were_typed(
    database: Database, clinic: Clinic
) -> None:
    draft = begin(database, clinic)
    for number, data in enumerate((b"two", b"three"), start=1):
        draft = save(database, clinic, draft, data, number)
    seen = []
    with database.write() as session:
        for step in ("back", "back", "back", "on", "on", "on"):
            back, on = drafts.step_back(draft), drafts.step_on(session, draft)
            number = back if step == "back" else on
            seen.append(number)
            if number is not None:
                draft = drafts.save(
                    session,
                    draft.id,
                    definition_texts.text(session, draft.id, number).data,
                    shown=draft.text.number,
                    by=clinic.ben.id,
                    now=later(99),
                    again=number,
                )

    assert seen == [2, 1, None, 2, 3, None]
    assert draft.text.data == b"three"


def test_a_part_of_the_history_ends_where_it_is_asked_to(
    database: Database, clinic: Clinic
) -> None:
    draft = begin(database, clinic)
    for number in range(1, 6):
        draft = save(database, clinic, draft, b"%d" % number, number)

    with database.read() as session:
        part = definition_texts.history(session, draft.id, upto=4, at_most=2)

    assert [text.number for text in part] == [3, 4]
