"""Revisions: what was sent stands for good, and what is amended stands beside it."""

import pytest
from sqlalchemy import select

from screening.store import models, responses, revisions
from screening.store.db import Database
from screening.store.errors import (
    AlreadySent,
    NothingSent,
    SealBroken,
    StaleForm,
)
from screening.store.responses import ResponseState
from tests.store.builders import NOW, Clinic, a_key, later
from tests.store.filling import ANSWERS, amend, count, save, send
from tests.store.together import run_together


def test_sending_makes_revision_one_of_the_draft(database: Database, clinic: Clinic) -> None:
    save(database, clinic.response.id, ANSWERS, 0, a_key())

    sent = send(database, clinic.response.id, 1, a_key())

    assert (sent.number, sent.document, sent.reason) == (1, ANSWERS, None)
    assert sent.completed_at == later(60)
    with database.read() as session:
        assert responses.get(session, clinic.response.id).state == ResponseState.SENT
        assert responses.load_draft(session, clinic.response.id) is None
        assert revisions.latest(session, clinic.response.id) == sent
        assert revisions.latest(session, clinic.other_response.id) is None


def test_sending_twice_or_by_many_at_once_makes_one_revision(
    database: Database, clinic: Clinic
) -> None:
    save(database, clinic.response.id, ANSWERS, 0, a_key())
    key, sent = a_key(), []

    run_together(*[lambda: sent.append(send(database, clinic.response.id, 1, key))] * 5)
    sent.append(send(database, clinic.response.id, 1, a_key()))

    assert {revision.sha256 for revision in sent} == {sent[0].sha256}
    assert count(database, models.Revision) == 1


def test_what_was_changed_since_the_review_page_is_not_sent(
    database: Database, clinic: Clinic
) -> None:
    save(database, clinic.response.id, ANSWERS, 0, a_key())
    save(database, clinic.response.id, {"pulse": "90"}, 1, a_key())

    with pytest.raises(StaleForm) as stale:
        send(database, clinic.response.id, 1, a_key())

    assert stale.value.stored == {"pulse": "90"}
    assert count(database, models.Revision) == 0


def test_a_sent_response_is_not_saved_over(database: Database, clinic: Clinic) -> None:
    save(database, clinic.response.id, ANSWERS, 0, key := a_key())
    send(database, clinic.response.id, 1, a_key())

    with pytest.raises(AlreadySent):
        save(database, clinic.response.id, {"pulse": "60"}, 1, a_key())
    assert save(database, clinic.response.id, ANSWERS, 0, key) == 1


def test_an_amendment_is_a_further_revision_with_a_reason(
    database: Database, clinic: Clinic
) -> None:
    save(database, clinic.response.id, ANSWERS, 0, a_key())
    sent = send(database, clinic.response.id, 1, a_key())
    key = a_key()

    amended = amend(database, clinic, {"pulse": "96"}, 1, key)
    again = amend(database, clinic, {"pulse": "96"}, 1, key)

    assert amended == again
    assert (amended.number, amended.reason) == (2, "Typed for the wrong day")
    assert amended.author_id == clinic.ada.id
    with database.read() as session:
        assert revisions.history(session, clinic.response.id) == (sent, amended)
        assert revisions.latest(session, clinic.response.id) == amended


def test_an_amendment_of_an_older_revision_is_stale(database: Database, clinic: Clinic) -> None:
    save(database, clinic.response.id, ANSWERS, 0, a_key())
    send(database, clinic.response.id, 1, a_key())
    amend(database, clinic, {"pulse": "96"}, 1, a_key())

    with pytest.raises(StaleForm) as stale:
        amend(database, clinic, {"pulse": "97"}, 1, a_key())
    assert (stale.value.save_number, stale.value.stored) == (2, {"pulse": "96"})


def test_a_draft_has_nothing_to_amend(database: Database, clinic: Clinic) -> None:
    with pytest.raises(NothingSent):
        amend(database, clinic, {"pulse": "96"}, 1, a_key())


def test_a_revision_whose_mark_was_changed_is_not_shown(database: Database, clinic: Clinic) -> None:
    save(database, clinic.response.id, ANSWERS, 0, a_key())
    send(database, clinic.response.id, 1, a_key())
    with database.write() as session:
        session.scalars(select(models.Revision)).one().document_mark = "0" * 64

    with database.read() as session, pytest.raises(SealBroken):
        revisions.latest(session, clinic.response.id)


def test_the_language_of_sending_is_kept_by_an_amendment(
    database: Database, clinic: Clinic
) -> None:
    save(database, clinic.response.id, ANSWERS, 0, a_key())
    with database.write() as session:
        responses.send(
            session,
            clinic.response.id,
            shown_save_number=1,
            form_key=a_key(),
            language="es",
            now=NOW,
        )
        amended = revisions.amend(
            session,
            clinic.response.id,
            {"pulse": "90"},
            reason="counted again",
            shown_revision=1,
            form_key=a_key(),
            by=clinic.ada.id,
            now=NOW,
        )

    assert (amended.number, amended.language) == (2, "es")
