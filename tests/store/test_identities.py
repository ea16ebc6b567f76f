"""Identities kept elsewhere: one link each, found by issuer and subject, never across sites."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from screening.store import accounts, audit, identities, models, sites
from screening.store.db import Database
from screening.store.errors import NameTaken, NotThere
from screening.store.identities import LinkedIdentity
from tests.store.builders import NOW, Clinic, an_account, later
from tests.store.together import run_together
from tests.trail import ids_of

ISSUER, OTHER = "https://sso.example", "https://other.example"


def link(
    database: Database, account_id: UUID, subject: str = "s-1", issuer: str = ISSUER
) -> LinkedIdentity:
    with database.write() as session:
        return identities.link(session, account_id, issuer, subject, now=NOW)


def found(database: Database, subject: str = "s-1", issuer: str = ISSUER) -> UUID | None:
    with database.read() as session:
        account = identities.find(session, issuer, subject)
    return account.id if account else None


def test_a_link_leads_to_its_account_by_issuer_and_subject_together(
    database: Database, clinic: Clinic
) -> None:
    held = link(database, clinic.ada.id)
    link(database, clinic.ben.id, "s-2")

    assert found(database) == clinic.ada.id
    assert found(database, "s-2") == clinic.ben.id
    assert found(database, issuer=OTHER) is None
    assert found(database, "S-1") is None  # a subject is compared as it is
    with database.read() as session:
        assert identities.of_account(session, clinic.ada.id, ISSUER) == held
        assert identities.of_account(session, clinic.ada.id, OTHER) is None


def test_of_the_subject_a_keyed_hash_is_kept_and_the_trail_names_ids_alone(
    database: Database, clinic: Clinic
) -> None:
    held = link(database, clinic.ada.id, "ada@clinic.example")

    with database.read() as session:
        row = session.scalars(select(models.LinkedIdentity)).one()
        assert "ada" not in row.subject_mark
        assert len(row.subject_mark) == 64
        assert audit.verify(session) == []
    assert ids_of(database, "identity_linked") == [
        {"account": str(clinic.ada.id), "identity": str(held.id)}
    ]


def test_the_same_link_again_stays_as_it_is_and_writes_nothing(
    database: Database, clinic: Clinic
) -> None:
    held = link(database, clinic.ada.id)

    assert link(database, clinic.ada.id) == held
    assert len(ids_of(database, "identity_linked")) == 1


def test_an_identity_has_one_account_and_an_account_one_identity_of_an_issuer(
    database: Database, clinic: Clinic
) -> None:
    link(database, clinic.ada.id)

    for account_id, subject in ((clinic.ben.id, "s-1"), (clinic.ada.id, "s-2")):
        with pytest.raises(NameTaken, match="identity"):
            link(database, account_id, subject)
    assert link(database, clinic.ada.id, "s-1", OTHER).issuer == OTHER
    assert found(database, "s-2") is None


def test_two_that_are_linked_at_one_moment_do_not_both_get_the_identity(
    database: Database, clinic: Clinic
) -> None:
    taken: list[UUID] = []

    def try_for(account_id: UUID) -> None:
        try:
            taken.append(link(database, account_id).account_id)
        except NameTaken:
            pass

    run_together(*(lambda one=one: try_for(one.id) for one in (clinic.ada, clinic.ben)))

    assert len(taken) == 1
    assert found(database) == taken[0]


def test_a_disabled_account_is_not_found_and_is_again_once_enabled(
    database: Database, clinic: Clinic
) -> None:
    link(database, clinic.ada.id)

    with database.write() as session:
        accounts.disable(session, clinic.ada.id, by=clinic.ben.id, now=NOW)
    shut = found(database)
    with database.write() as session:
        accounts.enable(session, clinic.ada.id, by=clinic.ben.id, now=later(1))

    assert (shut, found(database)) == (None, clinic.ada.id)


def test_a_site_lists_and_cuts_its_own_links_alone(database: Database, clinic: Clinic) -> None:
    with database.write() as session:
        elsewhere = sites.add_site(session, "Hill Clinic", "UTC", now=later(1)).id
        hal = an_account(session, elsewhere, "aaron")
    ours = [link(database, who.id, f"s-{n}") for n, who in enumerate((clinic.ben, clinic.ada))]
    theirs = link(database, hal.id, "s-9")

    with database.read() as session:
        listed = identities.of_site(session, clinic.site.id)
    assert listed == ((ours[1], clinic.ada), (ours[0], clinic.ben))  # by name of the account

    for identity_id in (theirs.id, uuid4()):
        with database.write() as session, pytest.raises(NotThere, match="identity"):
            identities.unlink(
                session, identity_id, site_id=clinic.site.id, by=clinic.ben.id, now=NOW
            )
    assert found(database, "s-9") == hal.id


def test_a_cut_link_leads_nowhere_and_the_identity_is_free(
    database: Database, clinic: Clinic
) -> None:
    held = link(database, clinic.ada.id)

    with database.write() as session:
        led_to = identities.unlink(
            session, held.id, site_id=clinic.site.id, by=clinic.ben.id, now=NOW
        )

    assert (led_to, found(database)) == (clinic.ada.id, None)
    assert ids_of(database, "identity_unlinked") == [
        {"account": str(clinic.ada.id), "identity": str(held.id)}
    ]
    assert link(database, clinic.ben.id).account_id == clinic.ben.id
