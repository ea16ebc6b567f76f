"""What a clinician wrote beside the answers."""

from __future__ import annotations

from screening.quick_dataclass import dataclass
from screening.report.reading import Reading


@dataclass(frozen=True, slots=True)
class Note:
    """The note of the visit, exactly as typed."""

    text: str
    written: str  # by whom and when: Ada Moreno, 19 Nov 2026, 21:30


def tell_note(reading: Reading) -> Note | None:
    """None where nobody wrote one."""
    note = reading.today.record.note
    if note is None:
        return None
    return Note(note.text, f"{note.author}, {reading.tell.stamp(note.written)}")
