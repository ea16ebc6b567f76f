"""A held form: it outlives everything but a word of the staff, or its own end."""

from __future__ import annotations

from hashlib import sha256

import pytest

from screening.store import consents, encounters, holds, kiosk_access, sittings
from screening.store.consents import ConsentText
from screening.store.db import Database
from screening.store.errors import OutOfTurn
from screening.store.sittings import Sitting
from tests.store.builders import NOW, Clinic, later

BORN = {"day": 7, "month": 2, "now": NOW}


def on_tablet(database: Database, clinic: Clinic, char: str = "t", asked: bool = False) -> Sitting:
    with database.write() as session:
        held = kiosk_access.hand_over(
            session, clinic.encounter.id, token=char * 43, language="en", by=clinic.ada.id, now=NOW
        )
        return sittings.confirm_birth(session, held.id, consent_asked=asked, **BORN)


def hold(database: Database, sitting: Sitting) -> None:
    with database.write() as session:
        holds.hold(session, sitting.id, now=later(5))


def let_go_on(database: Database, clinic: Clinic) -> bool:
    with database.write() as session:
        return holds.let_go_on(session, clinic.encounter.id, by=clinic.ben.id, now=later(60))


def now(database: Database, clinic: Clinic) -> Sitting:
    with database.read() as session:
        (found,) = sittings.for_encounter(session, clinic.encounter.id)
    return found


def test_it_is_lifted_by_staff_once(database: Database, clinic: Clinic) -> None:
    hold(database, on_tablet(database, clinic))
    assert (now(database, clinic).state, now(database, clinic).held_since) == ("held", later(5))

    assert let_go_on(database, clinic)
    assert not let_go_on(database, clinic)

    assert (now(database, clinic).state, now(database, clinic).held_since) == ("answering", None)


def test_a_consent_that_is_asked_again_does_not_lift_it(database: Database, clinic: Clinic) -> None:
    hold(database, on_tablet(database, clinic))
    again = on_tablet(database, clinic, "u", asked=True)
    assert again.state == "consent"

    with database.write() as session:
        text = ConsentText("1.0.0", sha256(b"").hexdigest(), "en")
        consents.answer(session, again.id, text, document=b"", agreed=True, now=NOW)

    assert now(database, clinic).state == "held"


def test_nothing_is_answered_or_sent_meanwhile(database: Database, clinic: Clinic) -> None:
    sitting = on_tablet(database, clinic)
    hold(database, sitting)

    with database.write() as session:
        with pytest.raises(OutOfTurn):
            sittings.note_answer(session, sitting.id, all_answered=True)
        with pytest.raises(OutOfTurn):
            sittings.finish(session, sitting.id, now=NOW)


def test_what_is_over_is_let_go_on_nowhere(database: Database, clinic: Clinic) -> None:
    hold(database, on_tablet(database, clinic))
    with database.write() as session:
        encounters.end(session, clinic.encounter.id, by=clinic.ada.id, now=later(9))

    let_go_on(database, clinic)

    assert now(database, clinic).state == "locked"
