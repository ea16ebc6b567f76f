"""A tablet that goes from one patient to the next shows nothing of the first, in Chromium."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.conftest import COUNTED
from tests.handover.proof import comes_back_from_memory, leaks_of, leaks_without
from tests.handover.story import HANDOVERS, Place

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow(minutes=3),
    pytest.mark.parametrize("browser_name", ["chromium"]),
]


def test_this_browser_keeps_pages_in_memory(place: Place) -> None:
    assert comes_back_from_memory(place)


def test_25_handovers_show_nothing_of_the_patient_before(
    place: Place, record_property: Callable[[str, object], None]
) -> None:
    assert len(HANDOVERS) == 25
    assert leaks_of(place) == []
    record_property(COUNTED, f"  {len(HANDOVERS)} handovers, 0 leaks")


# The new cookie and the clearing at the end stand behind others: without these, what only pageshow
# and a page's own question would hide comes back to a locked tablet, and the disk keeps pages.
@pytest.mark.parametrize(
    ("guards", "seen"),
    [
        ("autocomplete", "a control holds ['code="),
        ("pageshow", "confirmed: a control holds ['day=30', 'month=7']"),
        ("pageshow+asking+clearing", "locked: Back: the page 'Before you begin'"),
        ("no-store+clearing", "'47.31' in the profile's Default/Cache"),
        ("410", "locked: Back: the page 'Before you begin'"),
    ],
)
def test_a_guard_that_is_taken_away_is_missed(place: Place, guards: str, seen: str) -> None:
    assert seen in leaks_without(place, guards)
