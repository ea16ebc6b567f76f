"""How long nobody may touch a tablet is the site's choice; the page and the server go by it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from screening.web.parts import EXTENSION
from tests.web.conftest import Clinic


def with_idle_minutes(clinic: Clinic, minutes: int) -> Clinic:
    settings = replace(clinic.parts.settings, idle_minutes=minutes)
    parts = replace(clinic.parts, settings=settings)
    clinic.app.extensions[EXTENSION] = parts
    return replace(clinic, parts=parts)


@pytest.mark.parametrize("minutes", [1, 3, 5])
def test_a_tablet_warns_and_locks_after_the_minutes_of_the_site(
    clinic: Clinic, minutes: int
) -> None:
    site = with_idle_minutes(clinic, minutes)
    tablet = site.tablet()
    tablet.open("/sitting/1")
    assert f'data-warn-after-s="{60 * minutes}"' in tablet.response.text

    site.clock.forward(minutes=minutes + 1)  # the warning may still be on the screen
    tablet.open("/sitting/1")
    shown = tablet.status
    site.clock.forward(minutes=minutes + 1, seconds=15)
    tablet.open("/sitting/1")

    assert (shown, tablet.status) == (200, 410)
