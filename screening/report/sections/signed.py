"""Who signed the visit as it is shown, and when."""

from __future__ import annotations

from screening.quick_dataclass import dataclass
from screening.report.reading import Reading


@dataclass(frozen=True, slots=True)
class Signed:
    """The signature of exactly what the page shows; a page without one is a draft."""

    name: str  # the clinician's, as it stood when the visit was signed
    at: str  # day and time in the visit's zone: 19 Nov 2026, 21:30


def tell_signed(reading: Reading) -> Signed | None:
    """None while the visit, as it stands now, is not signed."""
    signature = reading.today.record.signature
    if signature is None:
        return None
    return Signed(signature.name, reading.tell.stamp(signature.at))
