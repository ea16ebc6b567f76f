"""How a response came to be what it is: typed in from paper, amended; as extensions, and back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from screening.core.typed_in import TypedIn
from screening.core.visit import FilledIn
from screening.exchange import names
from screening.exchange.answers import Json


def write_history(filled: FilledIn, zone: ZoneInfo) -> Iterator[Json]:
    """The extensions of an amendment and of paper, where there were such.

    zone   that times are told in
    """
    if filled.amended is not None:
        at = filled.amended.astimezone(zone).isoformat()
        yield {
            "url": names.AMENDED,
            "extension": [_part("at", "DateTime", at), *_texts("by", filled.amended_by)],
        }
    if filled.typed_in is not None:
        yield {"url": names.TYPED_IN, "extension": list(_paper(filled.typed_in, zone))}


def _paper(paper: TypedIn, zone: ZoneInfo) -> Iterator[Json]:
    yield _part("filled-in-on", "Date", paper.filled_in_on.isoformat())
    yield from _texts("typist", *paper.typists)
    yield _part("typed-at", "DateTime", paper.typed_at.astimezone(zone).isoformat())
    yield from _texts("checked-by", paper.checked_by)
    if paper.checked_at is not None:
        yield _part("checked-at", "DateTime", paper.checked_at.astimezone(zone).isoformat())
    yield from _texts("blank", *paper.blank)


def _part(url: str, kind: str, value: str) -> Json:
    return {"url": url, f"value{kind}": value}


def _texts(url: str, *texts: str) -> Iterator[Json]:
    yield from (_part(url, "String", text) for text in texts if text)


def read_parts(extension: Mapping[str, Any]) -> dict[str, list[Any]]:
    """The values inside an extension, by their names."""
    found: dict[str, list[Any]] = {}
    for part in extension.get("extension", ()):
        values = [value for key, value in part.items() if key.startswith("value")]
        found.setdefault(str(part["url"]), []).extend(values)
    return found


def read_amended(parts: Mapping[str, list[Any]], zone: ZoneInfo) -> tuple[datetime | None, str]:
    """When and by whom; None where it was not."""
    if not parts:
        return None, ""
    return read_instant(parts["at"][0], zone), str(parts.get("by", [""])[0])


def read_typed_in(parts: Mapping[str, list[Any]], zone: ZoneInfo) -> TypedIn | None:
    """How it came from paper; None where it did not."""
    if not parts:
        return None
    checked = parts.get("checked-at")
    return TypedIn(
        filled_in_on=date.fromisoformat(parts["filled-in-on"][0]),
        typists=tuple(map(str, parts.get("typist", ()))),
        typed_at=read_instant(parts["typed-at"][0], zone),
        checked_by=str(parts.get("checked-by", [""])[0]),
        checked_at=read_instant(checked[0], zone) if checked else None,
        blank=tuple(map(str, parts.get("blank", ()))),
    )


def read_instant(text: str, zone: ZoneInfo) -> datetime:
    """A time with its offset, in a zone; raises ValueError for one without."""
    found = datetime.fromisoformat(text)
    if found.utcoffset() is None:
        raise ValueError("no offset")
    return found.astimezone(zone)
