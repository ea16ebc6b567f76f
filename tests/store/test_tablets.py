"""Tablets: enrolled under a name of their own, known by their cookie, revoked for good."""

import pytest
from sqlalchemy import select

from screening.store import attempts, kiosk, kiosk_access, models, sittings, tablets
from screening.store.db import Database
from screening.store.errors import NameTaken, NotThere
from screening.store.hand_over import SittingState
from screening.store.tablets import Tablet
from tests.store.builders import NOW, Clinic, later

COOKIE = "d" * 43
TOKEN = "t" * 43


def enrol(database: Database, clinic: Clinic, name: str, token: str = COOKIE) -> Tablet:
    with database.write() as session:
        return tablets.enrol(session, clinic.site.id, name, token=token, by=clinic.ada.id, now=NOW)


def revoke(database: Database, clinic: Clinic, tablet: Tablet) -> None:
    with database.write() as session:
        tablets.revoke(session, tablet.id, site_id=clinic.site.id, by=clinic.ben.id, now=later(60))


def test_an_enrolled_tablet_is_known_by_its_cookie_alone(
    database: Database, clinic: Clinic
) -> None:
    made = enrol(database, clinic, "Tablet 2")
    enrol(database, clinic, "Tablet 3", "e" * 43)

    with database.read() as session:
        assert tablets.by_token(session, COOKIE) == made
        assert tablets.by_token(session, "x" * 43) is None
        assert tablets.by_token(session, "") is None
        cells = [str(v) for row in session.execute(select(models.Tablet.__table__)) for v in row]
    assert not [cell for cell in cells if COOKIE in cell]


def test_two_tablets_in_use_do_not_share_a_name(database: Database, clinic: Clinic) -> None:
    first = enrol(database, clinic, "Tablet 1")
    with pytest.raises(NameTaken):
        enrol(database, clinic, "TABLET 1", "e" * 43)
    with database.read() as session:
        assert tablets.proposed_name(session, clinic.site.id) == "Tablet 2"

    revoke(database, clinic, first)

    with database.read() as session:
        assert tablets.proposed_name(session, clinic.site.id) == "Tablet 1"
    again = enrol(database, clinic, "Tablet 1", "e" * 43)
    with database.read() as session:
        assert tablets.in_use(session, clinic.site.id) == (again,)
        assert tablets.name_of(session, first.id) == "Tablet 1"


def test_a_revoked_tablet_is_unknown_and_its_sitting_is_paused(
    database: Database, clinic: Clinic
) -> None:
    tablet = enrol(database, clinic, "Tablet 1")
    with database.write() as session:
        kiosk_access.hand_over(
            session, clinic.encounter.id, token=TOKEN, tablet_id=tablet.id, language="en",
            by=clinic.ada.id, now=NOW,
        )  # fmt: skip

    revoke(database, clinic, tablet)
    revoke(database, clinic, tablet)

    with database.read() as session:
        assert tablets.by_token(session, COOKIE) is None
        assert kiosk.read(session, TOKEN) is None
        (held,) = sittings.for_encounter(session, clinic.encounter.id)
        kinds = session.scalars(
            select(models.AuditEvent.kind).order_by(models.AuditEvent.number.desc()).limit(2)
        ).all()
    assert (held.state, held.tablet_id) == (SittingState.PAUSED, None)
    assert kinds == ["tablet_revoked", "sitting_paused"]


def test_another_sites_tablet_is_not_there(database: Database, clinic: Clinic) -> None:
    tablet = enrol(database, clinic, "Tablet 1")
    with database.write() as session, pytest.raises(NotThere):
        tablets.revoke(session, tablet.id, site_id=clinic.ada.id, by=clinic.ben.id, now=NOW)


def test_a_sitting_says_which_tablet_it_is_on_and_tries_count_by_tablet(
    database: Database, clinic: Clinic
) -> None:
    tablet = enrol(database, clinic, "Tablet 1")
    mark = tablet.id.hex
    with database.write() as session:
        kiosk_access.open_sitting(
            session, clinic.encounter.id, code="ABCD2345", language="en", by=clinic.ada.id, now=NOW
        )
        for _ in range(attempts.CODE_AT_TABLET.failures):
            kiosk_access.redeem(session, "ZZZZ9999", token="x" * 43, tablet="10.0.0.7", now=NOW)

    with database.write() as session:
        locked_out = kiosk_access.redeem(
            session, "ABCD2345", token=TOKEN, tablet="10.0.0.7", now=NOW
        )
        opened = kiosk_access.redeem(
            session, "ABCD2345", token=TOKEN, tablet=mark, tablet_id=tablet.id, now=NOW
        )

    assert locked_out is None
    assert opened is not None
    assert opened.tablet_id == tablet.id


def test_one_tablet_holds_one_sitting(database: Database, clinic: Clinic) -> None:
    tablet = enrol(database, clinic, "Tablet 1")
    with database.write() as session:
        more = {"tablet_id": tablet.id, "language": "en", "by": clinic.ada.id, "now": NOW}
        first = kiosk_access.hand_over(session, clinic.encounter.id, token="t" * 43, **more)

        second = kiosk_access.hand_over(session, clinic.other_encounter.id, token="u" * 43, **more)
        (paused,) = sittings.for_encounter(session, clinic.encounter.id)
        again = kiosk_access.hand_over(session, clinic.other_encounter.id, token="v" * 43, **more)

    assert (first.state, second.state, again.state) == ("confirm", "confirm", "confirm")
    assert (paused.state, paused.tablet_id, paused.last_tablet_id) == ("paused", None, tablet.id)
