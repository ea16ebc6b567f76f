"""After a day without sending: closed, kept, and nothing deleted that holds an answer."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from screening.store import (
    audit,
    drafts,
    findings,
    kiosk,
    kiosk_access,
    library,
    models,
    responses,
    sittings,
)
from screening.store.closing import AT_MOST, Closed, close_unsent
from screening.store.db import Database
from screening.store.errors import NotThere
from screening.store.hand_over import SittingState
from tests.store.builders import CLEO, NOW, Clinic, a_key, a_response

TOKEN = "t" * 43
LATE = NOW + AT_MOST


def hand_over(database: Database, visit: UUID, clinic: Clinic, token: str = TOKEN) -> UUID:
    with database.write() as session:
        return kiosk_access.hand_over(
            session, visit, token=token, language="en", by=clinic.ada.id, now=NOW
        ).id


def close(database: Database, now: datetime) -> Closed:
    with database.write() as session:
        return close_unsent(session, now=now)


def state(database: Database, visit: UUID) -> str:
    with database.read() as session:
        return sittings.for_encounter(session, visit)[-1].state


def save(database: Database, response_id: UUID) -> None:
    with database.write() as session:
        responses.save_answers(
            session, response_id, {"pulse": "104"}, shown_save_number=0, form_key=a_key(), now=NOW
        )


def test_an_unsent_sitting_is_closed_after_a_day_and_its_answers_are_kept(
    database: Database, clinic: Clinic
) -> None:
    hand_over(database, clinic.encounter.id, clinic)
    save(database, clinic.response.id)
    with database.write() as session:
        findings.raise_finding(
            session, clinic.response.id, "f", level="now", text="F", because="Yes", now=NOW
        )

    assert close(database, LATE - timedelta(seconds=1)) == Closed(0, 0)
    assert close(database, LATE) == Closed(1, 0)
    assert close(database, LATE) == Closed(0, 0)

    assert state(database, clinic.encounter.id) == SittingState.NOT_FINISHED
    with database.read() as session:
        assert kiosk.read(session, TOKEN) is None
        draft = drafts.load(session, clinic.response.id)
        assert draft is not None
        assert draft.document == {"pulse": "104"}
        assert len(findings.for_encounter(session, clinic.encounter.id)) == 1
        assert [u.level for u in findings.unseen(session, clinic.site.id, ["now"])] == ["now"]
        assert audit.verify(session) == []


def test_only_drafts_without_any_answer_are_deleted(database: Database, clinic: Clinic) -> None:
    hand_over(database, clinic.encounter.id, clinic)
    with database.write() as session:
        more = {
            name: library.import_version(session, name, "1.0.0", name.encode(), now=NOW).sha256
            for name in ("answered", "raised", "rated")
        }
        answered = a_response(session, clinic.encounter.id, more["answered"])
        raised = a_response(session, clinic.encounter.id, more["raised"])
        findings.raise_finding(
            session, raised.id, "f", level="now", text="F", because="Yes", now=NOW
        )
        rated = responses.start(
            session, clinic.encounter.id, more["rated"], role="clinician",
            author_id=clinic.ada.id, now=NOW,
        )  # fmt: skip
    save(database, answered.id)

    assert close(database, LATE) == Closed(1, 1)

    with database.read() as session:
        for kept in (answered, raised, rated, clinic.other_response):
            assert drafts.load(session, kept.id) is not None
        with pytest.raises(NotThere):
            responses.get(session, clinic.response.id)
        kinds = session.scalars(
            select(models.AuditEvent.kind).order_by(models.AuditEvent.number.desc()).limit(2)
        ).all()
    assert kinds == ["draft_deleted", "sitting_closed"]


def test_what_was_sent_and_what_goes_on_stays_as_it_is(database: Database, clinic: Clinic) -> None:
    sent = hand_over(database, clinic.encounter.id, clinic)
    hand_over(database, clinic.other_encounter.id, clinic, "u" * 43)
    with database.write() as session:
        born = CLEO.born
        sittings.confirm_birth(session, sent, day=born.day, month=born.month, now=NOW)
        sittings.note_answer(session, sent, all_answered=True)
        sittings.finish(session, sent, now=NOW)
        kiosk_access.hand_over(
            session, clinic.other_encounter.id, token="v" * 43, language="en", by=clinic.ada.id,
            now=NOW + timedelta(hours=23),
        )  # fmt: skip

    assert close(database, LATE) == Closed(0, 0)
    assert state(database, clinic.encounter.id) == SittingState.HANDED_BACK
    assert state(database, clinic.other_encounter.id) == SittingState.CONFIRM


def test_a_code_that_nobody_typed_is_closed_as_well(database: Database, clinic: Clinic) -> None:
    with database.write() as session:
        kiosk_access.open_sitting(
            session, clinic.encounter.id, code="ABCD2345", language="en", by=clinic.ada.id, now=NOW
        )

    assert close(database, LATE) == Closed(1, 1)
