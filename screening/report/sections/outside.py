"""What a copy for somebody outside the clinic says of itself."""

from __future__ import annotations

from dataclasses import dataclass

from screening.core.clinic_texts import OutsideCopy


@dataclass(frozen=True, slots=True)
class Outside:
    """The notice on passing it on. Whom it goes to is written by pen: nothing here knows it."""

    short: str  # for the foot of each page
    text: tuple[str, ...]  # for page 1


def tell_outside(notice: OutsideCopy | None) -> Outside | None:
    """None for a copy that stays in the clinic."""
    return None if notice is None else Outside(notice.short, notice.text)
