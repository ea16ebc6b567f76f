"""Consent: which text was shown, what was answered, and where it leads."""

from __future__ import annotations

from hashlib import sha256

import pytest

from screening.store import consents, kiosk_access, models, sittings
from screening.store.consents import ConsentText
from screening.store.db import Database
from screening.store.errors import OutOfTurn
from screening.store.hand_over import SittingState
from tests.store.builders import NOW, Clinic, later
from tests.trail import kinds

TOKEN = "a token of forty-three characters or more, made up"
FILE = b"language: es\n"
TEXT = ConsentText("1.0.0", sha256(FILE).hexdigest(), "es")


def at_consent(database: Database, clinic: Clinic, *, asked: bool = True) -> sittings.Sitting:
    with database.write() as session:
        held = kiosk_access.hand_over(
            session, clinic.encounter.id, token=TOKEN, language="es", by=clinic.ada.id, now=NOW
        )
        return sittings.confirm_birth(
            session, held.id, day=7, month=2, now=NOW, consent_asked=asked
        )


def test_where_it_is_asked_it_comes_before_the_questions(
    database: Database, clinic: Clinic
) -> None:
    assert at_consent(database, clinic).state == SittingState.CONSENT
    with database.read() as session:
        assert consents.newest(session, clinic.encounter.id) is None


@pytest.mark.parametrize(
    ("agreed", "state", "kind"),
    [
        (True, SittingState.ANSWERING, "consent_given"),
        (False, SittingState.LOCKED, "consent_refused"),
    ],
)
def test_the_answer_is_kept_with_its_text_and_leads_on(
    database: Database, clinic: Clinic, agreed: bool, state: SittingState, kind: str
) -> None:
    held = at_consent(database, clinic)
    with database.write() as session:
        given = consents.answer(session, held.id, TEXT, document=FILE, agreed=agreed, now=later(5))

    with database.read() as session:
        assert consents.newest(session, clinic.encounter.id) == given
        (after,) = sittings.for_encounter(session, clinic.encounter.id)
        assert (sittings.by_token(session, TOKEN, now=later(6)) is None) is not agreed
    assert (given.text, given.agreed, given.at) == (TEXT, agreed, later(5))
    assert after.state == state
    assert kind in kinds(database)


def test_it_is_not_answered_where_it_was_not_asked(database: Database, clinic: Clinic) -> None:
    held = at_consent(database, clinic, asked=False)

    with pytest.raises(OutOfTurn), database.write() as session:
        consents.answer(session, held.id, TEXT, document=FILE, agreed=True, now=later(5))

    with database.read() as session:
        assert consents.newest(session, clinic.encounter.id) is None


def test_a_text_is_kept_once_and_every_answer_finds_it(database: Database, clinic: Clinic) -> None:
    for agreed in (False, True):
        held = at_consent(database, clinic)
        with database.write() as session:
            consents.answer(session, held.id, TEXT, document=FILE, agreed=agreed, now=NOW)

    with database.read() as session:
        given = consents.of_encounter(session, clinic.encounter.id)
        assert [consents.wording(session, one.text) for one in given] == [FILE, FILE]
        assert session.query(models.ConsentWording).count() == 1
        assert consents.wording(session, ConsentText("0.9.0", "a" * 64, "en")) is None


def test_no_other_words_are_kept_under_a_checksum(database: Database, clinic: Clinic) -> None:
    held = at_consent(database, clinic)

    with pytest.raises(AssertionError), database.write() as session:
        consents.answer(session, held.id, TEXT, document=FILE + b"#", agreed=True, now=NOW)
