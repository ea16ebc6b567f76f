"""Stored times as moments of the core."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from screening.core.moments import Moment, moment_of
from screening.store.encounters import Encounter


def moment_in_zone(at: datetime, encounter: Encounter) -> Moment:
    """A stored time as a moment in the visit's own zone."""
    return moment_of(at.astimezone(ZoneInfo(encounter.time_zone)))
