"""Where to get help at once. On every patient's last page, so that its presence reveals nothing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HelpLine:
    """One number to call."""

    number: str
    words: str


HELP_LINES = (
    HelpLine("911", "if someone is in danger right now"),
    HelpLine("988", "call or text, day and night, if you feel you cannot go on"),
    HelpLine("1-800-222-1222", "Poison Help, for questions about something taken"),
)
