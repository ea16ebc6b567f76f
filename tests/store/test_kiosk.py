"""What a tablet's page is drawn from, in one read."""

from __future__ import annotations

from sqlalchemy import event
from sqlalchemy.orm import Session

from screening.store import drafts, encounters, kiosk, kiosk_access, responses, sittings
from screening.store.db import Database
from screening.store.hand_over import SittingState
from tests.store.builders import NOW, Clinic, a_key

TOKEN = "a token of forty-three characters or more, made up"


def hand_over(database: Database, clinic: Clinic) -> None:
    with database.write() as session:
        kiosk_access.hand_over(
            session, clinic.encounter.id, token=TOKEN, language="en", by=clinic.ada.id, now=NOW
        )


def seen(session: Session, token: str) -> kiosk.Kiosk | None:
    """What both ways of reading find."""
    found = kiosk.read(session, token)
    assert kiosk.look(session, token) == found
    return found


def test_a_token_opens_its_own_visit_and_nothing_of_the_other_patient(
    database: Database, clinic: Clinic
) -> None:
    hand_over(database, clinic)

    with database.read() as session:
        found = seen(session, TOKEN)

    assert found is not None
    assert found.encounter_id == clinic.encounter.id
    assert found.saves == {f"{clinic.response.id.hex}=0"}
    assert found.state == SittingState.CONFIRM
    assert found.birth_tries_left == sittings.BIRTH_TRIES
    assert not found.rated


def test_an_unknown_or_ended_token_opens_nothing(database: Database, clinic: Clinic) -> None:
    hand_over(database, clinic)
    with database.read() as session:
        assert seen(session, TOKEN + "x") is None

    with database.write() as session:
        encounters.end(session, clinic.encounter.id, by=clinic.ada.id, now=NOW)

    with database.read() as session:
        assert seen(session, TOKEN) is None


def test_the_draft_opens_as_it_was_saved_and_is_gone_once_sent(
    database: Database, clinic: Clinic
) -> None:
    hand_over(database, clinic)
    with database.write() as session:
        responses.save_answers(
            session,
            clinic.response.id,
            {"pulse": "104"},
            shown_save_number=0,
            form_key=a_key(),
            now=NOW,
        )
    with database.read() as session:
        found = seen(session, TOKEN)
        assert found is not None
        ((draft, document),) = kiosk.open_drafts(session, clinic.encounter.id)
        assert draft.save_number == 1
        assert found.saves == {draft.mark}
        assert document == {"pulse": "104"}

    with database.write() as session:
        responses.send(session, clinic.response.id, shown_save_number=1, form_key=a_key(), now=NOW)

    with database.read() as session:
        sent = seen(session, TOKEN)
        assert sent is not None
        assert sent.saves == frozenset()
        assert kiosk.open_drafts(session, clinic.encounter.id) == ()
        assert drafts.load(session, clinic.response.id) is None


def test_a_clinicians_rating_is_noticed_and_not_handed_out(
    database: Database, clinic: Clinic
) -> None:
    hand_over(database, clinic)
    with database.write() as session:
        responses.start(
            session,
            clinic.encounter.id,
            clinic.response.questionnaire_sha256,
            role="clinician",
            author_id=clinic.ada.id,
            now=NOW,
        )

    with database.read() as session:
        found = seen(session, TOKEN)

    assert found is not None
    assert found.rated
    assert found.saves == {f"{clinic.response.id.hex}=0"}


def test_it_is_one_read(database: Database, clinic: Clinic) -> None:
    hand_over(database, clinic)
    asked: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            asked.append(statement)

    event.listen(database.reading_engine, "before_cursor_execute", note)
    try:
        with database.read() as session:
            seen(session, TOKEN)
    finally:
        event.remove(database.reading_engine, "before_cursor_execute", note)

    assert len(asked) == 1
