"""A tablet that goes from one patient to the next shows nothing of the first, in Firefox."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.conftest import COUNTED
from tests.handover.proof import comes_back_from_memory, leaks_of, leaks_without
from tests.handover.story import HANDOVERS, Place

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow(minutes=5),
    pytest.mark.parametrize("browser_name", ["firefox"]),
]


def test_this_browser_keeps_pages_in_memory(place: Place) -> None:
    assert comes_back_from_memory(place)


def test_25_handovers_show_nothing_of_the_patient_before(
    place: Place, record_property: Callable[[str, object], None]
) -> None:
    # Mostly waiting: this browser does not say where its history ends.
    assert len(HANDOVERS) == 25
    assert leaks_of(place) == []
    record_property(COUNTED, f"  {len(HANDOVERS)} handovers, 0 leaks")


# This browser keeps no page in memory that says no-store: here that guard covers for pageshow and
# for the clearing at the end, which Chromium shows to be needed.
@pytest.mark.parametrize(
    ("guards", "seen"),
    [
        ("autocomplete", "'47.31' in the profile's formhistory.sqlite"),
        ("no-store+asking", "locked: Back: '47.31' on "),
        ("410", "locked: Back: the page 'Before you begin'"),
    ],
)
def test_a_guard_that_is_taken_away_is_missed(place: Place, guards: str, seen: str) -> None:
    assert seen in leaks_without(place, guards)
