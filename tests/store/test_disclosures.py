"""Passing a record on: under a consent that holds today, unless the patient keeps it back."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from screening.store import corrections, disclosures, patients
from screening.store.audit import Kind
from screening.store.db import Database
from screening.store.disclosures import ConsentToDisclose
from screening.store.errors import KeptBack, NoConsent, NotThere
from screening.store.models import AuditEvent
from tests.store.builders import NOW, Clinic, an_agreed, an_identity, later

TODAY = NOW.date()
UNTIL = date(2027, 5, 18)


def agree(database: Database, clinic: Clinic, patient_id: UUID | None = None) -> ConsentToDisclose:
    with database.write() as session:
        return disclosures.agree(
            session, patient_id or clinic.cleo.id, an_agreed(), by=clinic.ada.id, now=NOW
        )


def copy(database: Database, clinic: Clinic, consent: UUID, day: date = TODAY) -> None:
    with database.write() as session:
        disclosures.note_copy(
            session, clinic.encounter, consent, day=day, sha256="a" * 64, version="1.0.0",
            by=clinic.ben.id, now=later(60),
        )  # fmt: skip


def went_out(database: Database, clinic: Clinic) -> list[UUID]:
    with database.read() as session:
        return [one.consent_id for one in disclosures.account_of(session, clinic.cleo.id)]


def test_a_consent_comes_back_as_it_was_signed(database: Database, clinic: Clinic) -> None:
    given = agree(database, clinic)

    with database.read() as session:
        (found,) = disclosures.consents_of(session, clinic.cleo.id)
        assert disclosures.consents_of(session, clinic.noah.id) == ()

    assert found == given
    assert found.agreed == an_agreed()
    assert (found.recorded_by, found.recorded_at) == (clinic.ada.id, NOW)


def test_no_word_of_it_is_shown_by_a_traceback(database: Database, clinic: Clinic) -> None:
    given = agree(database, clinic)

    assert "Osei" not in repr(given)
    assert "Okonkwo" not in repr(given)


def test_each_copy_stands_on_the_patients_account_and_on_the_trail(
    database: Database, clinic: Clinic
) -> None:
    given = agree(database, clinic)

    copy(database, clinic, given.id)
    copy(database, clinic, given.id)

    with database.read() as session:
        newest, _ = disclosures.account_of(session, clinic.cleo.id)
        kinds = session.scalars(select(AuditEvent.kind).order_by(AuditEvent.number)).all()
    assert (newest.encounter_id, newest.consent_id) == (clinic.encounter.id, given.id)
    assert (newest.made_by, newest.made_at) == (clinic.ben.id, later(60))
    assert kinds[-3:] == [Kind.DISCLOSURE_AGREED, *[Kind.OUTSIDE_COPY_MADE] * 2]


@pytest.mark.parametrize(
    ("day", "holds"),
    [
        (TODAY - timedelta(days=1), False),
        (TODAY, True),
        (UNTIL, True),
        (UNTIL + timedelta(days=1), False),
    ],
)
def test_a_consent_holds_from_its_signature_to_its_last_day(
    database: Database, clinic: Clinic, day: date, holds: bool
) -> None:
    given = agree(database, clinic)

    if holds:
        copy(database, clinic, given.id, day)
    else:
        with pytest.raises(NoConsent):
            copy(database, clinic, given.id, day)

    assert went_out(database, clinic) == [given.id] * holds


def test_taking_a_consent_back_works_forward(database: Database, clinic: Clinic) -> None:
    given = agree(database, clinic)
    copy(database, clinic, given.id)

    for at in (later(120), later(240)):
        with database.write() as session:
            disclosures.revoke(session, clinic.cleo.id, given.id, by=clinic.ben.id, now=at)

    with pytest.raises(NoConsent):
        copy(database, clinic, given.id)
    assert went_out(database, clinic) == [given.id]
    with database.read() as session:
        (found,) = disclosures.consents_of(session, clinic.cleo.id)
        revoked = select(AuditEvent).filter_by(kind=Kind.DISCLOSURE_REVOKED)
        assert len(session.scalars(revoked).all()) == 1
    assert (found.revoked_by, found.revoked_at) == (clinic.ben.id, later(120))


def test_another_patients_consent_serves_nobody_else(database: Database, clinic: Clinic) -> None:
    noahs = agree(database, clinic, clinic.noah.id)

    with pytest.raises(NoConsent):
        copy(database, clinic, noahs.id)
    with database.write() as session, pytest.raises(NotThere):
        disclosures.revoke(session, clinic.cleo.id, noahs.id, by=clinic.ada.id, now=NOW)
    with database.write() as session, pytest.raises(NotThere):
        disclosures.lift(session, clinic.cleo.id, uuid4(), by=clinic.ada.id, now=NOW)


def test_what_the_patient_keeps_back_blocks_until_it_is_taken_off(
    database: Database, clinic: Clinic
) -> None:
    given = agree(database, clinic)
    with database.write() as session:
        kept = disclosures.keep_back(
            session, clinic.cleo.id, "nothing to the employer", by=clinic.ada.id, now=NOW
        )

    with pytest.raises(KeptBack):
        copy(database, clinic, given.id)

    for _ in range(2):
        with database.write() as session:
            assert [one.words for one in disclosures.kept_back(session, clinic.cleo.id)] in (
                ["nothing to the employer"],
                [],
            )
            disclosures.lift(session, clinic.cleo.id, kept.id, by=clinic.ben.id, now=later(60))
    copy(database, clinic, given.id)
    assert went_out(database, clinic) == [given.id]


def test_what_was_put_on_an_entry_that_was_merged_counts(
    database: Database, clinic: Clinic
) -> None:
    with database.write() as session:
        first = patients.add(
            session, clinic.site.id, an_identity("Okonko", "MRN-X"), by=clinic.ada.id, now=NOW
        )
        given = disclosures.agree(session, first.id, an_agreed(), by=clinic.ada.id, now=NOW)
        disclosures.keep_back(session, first.id, "nothing", by=clinic.ada.id, now=NOW)
        corrections.merge(
            session, first.id, clinic.cleo.id, site_id=clinic.site.id, reason="one person",
            by=clinic.ada.id, now=NOW,
        )  # fmt: skip

    with pytest.raises(KeptBack):
        copy(database, clinic, given.id)
