"""One tablet holds one sitting: whoever comes onto it next, by whichever way, pauses the other."""

from __future__ import annotations

from uuid import UUID

import pytest

from screening.store import kiosk_access, sittings, tablets
from screening.store.db import Database
from screening.store.encounters import Encounter
from screening.store.hand_over import SittingState
from tests.store.builders import NOW, Clinic, later

FIRST = "a token of forty-three characters or more, the first"
SECOND = "a token of forty-three characters or more, another"
CODE = "ABCDEFGH"


def enrolled(database: Database, clinic: Clinic, name: str = "Tablet 1") -> UUID:
    token = f"cookie of {name}".ljust(43, ".")
    with database.write() as session:
        return tablets.enrol(
            session, clinic.site.id, name, token=token, by=clinic.ada.id, now=NOW
        ).id


def hand_over(
    database: Database, clinic: Clinic, visit: Encounter, token: str, at: UUID | None, old: str
) -> None:
    with database.write() as session:
        kiosk_access.hand_over(
            session,
            visit.id,
            token=token,
            tablet_id=at,
            old_token=old,
            language="en",
            by=clinic.ada.id,
            now=later(60),
        )


def type_code(
    database: Database, clinic: Clinic, visit: Encounter, token: str, at: UUID | None, old: str
) -> None:
    with database.write() as session:
        kiosk_access.open_sitting(
            session, visit.id, code=CODE, language="en", by=clinic.ada.id, now=later(30)
        )
        found = kiosk_access.redeem(
            session, CODE, token=token, tablet="9.9", tablet_id=at, old_token=old, now=later(60)
        )
        assert found is not None


def states(database: Database, clinic: Clinic) -> tuple[SittingState, SittingState]:
    with database.read() as session:
        visits = (clinic.encounter, clinic.other_encounter)
        first, second = (sittings.for_encounter(session, visit.id)[-1].state for visit in visits)
    return first, second


@pytest.mark.parametrize("come", [hand_over, type_code])
def test_an_enrolled_tablet_whose_browser_forgot_its_cookie_lets_go_of_the_first(
    database: Database, clinic: Clinic, come: object
) -> None:
    """A restarted browser has lost the sitting's cookie, and still knows which tablet it is."""
    assert callable(come)
    tablet = enrolled(database, clinic)
    hand_over(database, clinic, clinic.encounter, FIRST, tablet, "")

    come(database, clinic, clinic.other_encounter, SECOND, tablet, "")

    assert states(database, clinic) == (SittingState.PAUSED, SittingState.CONFIRM)


@pytest.mark.parametrize("come", [hand_over, type_code])
def test_a_strange_device_is_known_by_the_cookie_that_it_had(
    database: Database, clinic: Clinic, come: object
) -> None:
    assert callable(come)
    hand_over(database, clinic, clinic.encounter, FIRST, None, "")

    come(database, clinic, clinic.other_encounter, SECOND, None, FIRST)

    assert states(database, clinic) == (SittingState.PAUSED, SittingState.CONFIRM)


@pytest.mark.parametrize("come", [hand_over, type_code])
def test_another_tablet_is_left_alone(database: Database, clinic: Clinic, come: object) -> None:
    assert callable(come)
    hand_over(database, clinic, clinic.encounter, FIRST, enrolled(database, clinic), "")

    other = enrolled(database, clinic, "Tablet 2")
    come(database, clinic, clinic.other_encounter, SECOND, other, "")

    assert states(database, clinic) == (SittingState.CONFIRM, SittingState.CONFIRM)


def test_where_a_sitting_was_last_is_known_after_a_pause(
    database: Database, clinic: Clinic
) -> None:
    tablet = enrolled(database, clinic)
    hand_over(database, clinic, clinic.encounter, FIRST, tablet, "")
    with database.write() as session:
        (found,) = sittings.for_encounter(session, clinic.encounter.id)
        paused = sittings.pause(session, found.id, now=later(90))

    assert (paused.tablet_id, paused.last_tablet_id) == (None, tablet)


def test_what_was_read_aloud_in_part_stays_marked(database: Database, clinic: Clinic) -> None:
    with database.write() as session:
        begun = kiosk_access.hand_over(
            session,
            clinic.encounter.id,
            token=FIRST,
            language="en",
            read_aloud=True,
            by=clinic.ada.id,
            now=NOW,
        )
        sittings.pause(session, begun.id, now=later(90))
        again = kiosk_access.new_code(
            session, begun.id, code=CODE, by=clinic.ada.id, now=later(120)
        )

    assert begun.read_aloud
    assert again.read_aloud
