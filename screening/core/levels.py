"""How soon a finding has to be dealt with: one level, one deadline."""

from __future__ import annotations

from typing import Literal

Level = Literal["now", "before_leaving", "within_7_days", "within_28_days", "note"]
LEVELS: tuple[Level, ...] = ("now", "before_leaving", "within_7_days", "within_28_days", "note")
# Findings of these levels are kept from the moment they are raised, whatever becomes of the form.
RECORDED_LEVELS: tuple[Level, ...] = ("now", "before_leaving")
