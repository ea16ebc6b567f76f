"""Sources in words: short marks beside what rests on them, and the list of what they stand for.

Notes on sources are no text of a questionnaire and stand in English, whatever the report speaks.
"""

from __future__ import annotations

from collections.abc import Iterator

from screening.core.scalars import Source
from screening.quick_dataclass import dataclass
from screening.report.reading import Reading
from screening.report.wording import EN


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the report, and what stands after it in the language of the sources."""

    text: str
    note: str = ""


def source_words(source: Source | None) -> str:
    """[S2, S8], a statement that nobody has checked it, or that it is a rule of this house."""
    if source is None:
        return ""
    parts = [f"[{', '.join(source.ref)}]"] if source.ref else []
    if source.unverified:
        parts.append(EN.unverified.format(text=source.unverified))
    parts += [text for text in (source.none, source.note) if text]
    return " ".join(parts)


def reference_list(reading: Reading, sources: Iterator[Source | None]) -> tuple[str, ...]:
    """What the marks stand for, each once, in the order of their numbers."""
    used = {ref for source in sources if source is not None for ref in source.ref}
    known = [ref for ref in reading.references if ref in used]
    return tuple(f"{ref} {reading.references[ref].words}" for ref in known)
