"""What a patient agreed to when a record may leave the clinic."""

from __future__ import annotations

from dataclasses import field
from datetime import date
from typing import TYPE_CHECKING

from screening.quick_dataclass import dataclass

if TYPE_CHECKING:
    from screening.core.clinic_texts import OutsideCopy


@dataclass(frozen=True, slots=True)
class Agreed:
    """A consent as it was signed; in the words of whoever wrote it down."""

    recipient: str = field(repr=False)  # to whom
    scope: str = field(repr=False)  # what
    purpose: str = field(repr=False)  # for what
    signed_by: str = field(repr=False)  # the patient, or who signs for them
    signed_on: date
    until: date  # the last day on which it holds
    revoking: str = field(repr=False)  # how it can be taken back

    def holds_on(self, day: date) -> bool:
        """Whether it was signed by then and has not run out."""
        return self.signed_on <= day <= self.until


@dataclass(frozen=True, slots=True)
class Passing:
    """A copy for somebody outside: the clinic's notice, and the consent it rests on."""

    notice: OutsideCopy
    agreed: Agreed
