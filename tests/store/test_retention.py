"""What is past its time: by the day it ended, without what is held or unseen."""

from datetime import UTC, datetime, timedelta

import pytest

from screening.store import encounters, findings, legal_holds, retention
from screening.store.db import Database
from tests.store.builders import NOW, Clinic

EDGE = NOW.replace(year=2036)  # ten years after the visits began


@pytest.mark.parametrize(
    ("now", "years", "before"),
    [
        (datetime(2036, 11, 18, 9, 30, tzinfo=UTC), 10, NOW),
        (datetime(2028, 2, 29, tzinfo=UTC), 10, datetime(2018, 2, 28, tzinfo=UTC)),
        (datetime(2028, 2, 29, tzinfo=UTC), 8, datetime(2020, 2, 29, tzinfo=UTC)),
    ],
)
def test_so_many_years_earlier(now: datetime, years: int, before: datetime) -> None:
    assert retention.years_before(now, years) == before


def test_a_visit_is_past_a_moment_after_its_years(database: Database, clinic: Clinic) -> None:
    late = timedelta(seconds=1)
    with database.read() as session:
        on_time = retention.past(session, clinic.site.id, 10, now=EDGE)
        after = retention.past(session, clinic.site.id, 10, now=EDGE + late)

    assert on_time.visits == ()
    assert set(after.visits) == {clinic.encounter.id, clinic.other_encounter.id}


def test_it_counts_from_the_end(database: Database, clinic: Clinic) -> None:
    with database.write() as session:
        ended = NOW + timedelta(days=2)
        encounters.end(session, clinic.encounter.id, by=clinic.ada.id, now=ended)
        found = retention.past(session, clinic.site.id, 10, now=EDGE + timedelta(days=1))

    assert found.visits == (clinic.other_encounter.id,)


def test_what_is_held_or_unseen_is_counted_apart(database: Database, clinic: Clinic) -> None:
    with database.write() as session:
        legal_holds.place(session, clinic.cleo.id, "a case", by=clinic.ada.id, now=NOW)
        findings.raise_finding(
            session, clinic.other_response.id, "x", level="now", text="X", because="Y", now=NOW
        )
        found = retention.past(session, clinic.site.id, 6, now=EDGE)

    assert (found.visits, found.under_hold, found.unseen) == ((), 1, 1)
