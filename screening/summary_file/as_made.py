"""Whether a PDF still is, byte for byte, the file that was written.

The library puts an MD5 of all objects into the file's identifier. It is no signature: who changes a
file on purpose can work it out anew. It shows every change by a program that does not know of it.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterator

_END = re.compile(rb"\nendobj\nstartxref\n(\d{1,9})\n%%EOF\s*\Z")
_TABLE = re.compile(
    rb"(\d{1,7}) 0 obj\n<</Type /XRef/Index \[0 (\d{1,7})\]/W \[1 ([1-8]) ([1-8])\]"
    rb"[^>]*?/ID \[\([0-9a-f]{32}\) \(([0-9a-f]{32})\)\][^>]*>>\nstream\n"
)
_GROUP = re.compile(rb"<</Type /ObjStm/N (\d{1,7})/First (\d{1,9})[^>]*>>\nstream\n")
_AFTER = b"\nendobj\n"
_LARGEST = 100_000_000  # bytes that a packed stream may unpack to


def is_as_made(pdf: bytes) -> bool:
    """False for a file that was written anew or changed, and for one of another program."""
    end = _END.search(pdf)
    table = _TABLE.match(pdf, int(end[1])) if end else None
    if end is None or table is None:
        return False
    try:
        digest = hashlib.md5(usedforsecurity=False)
        for part in _objects(pdf, table, end.start()):
            digest.update(part)
    except (_Otherwise, zlib.error, ValueError, LookupError):
        return False
    return digest.hexdigest() == table[5].decode()


class _Otherwise(Exception):
    """The file is not laid out as ours are."""


def _objects(pdf: bytes, table: re.Match[bytes], end: int) -> Iterator[bytes]:
    """The inside of every object, in the order of their numbers."""
    entries = list(_entries(_unpack(pdf[table.end() : end]), table))
    places = sorted(place for kind, place, _ in entries if kind == 1)
    after = dict(zip(places, [*places[1:], len(pdf)], strict=True))
    groups: dict[int, list[bytes]] = {}
    for number, (kind, place, index) in enumerate(entries[:-1]):  # the last is the table itself
        if kind == 1:
            yield _inside(pdf, number, place, after[place])
        elif kind == 2:
            if place not in groups:
                held = entries[place][1]
                groups[place] = list(_grouped(_inside(pdf, place, held, after[held])))
            yield groups[place][index]


def _entries(data: bytes, table: re.Match[bytes]) -> Iterator[tuple[int, int, int]]:
    """Kind, place and index of each object; see ISO 32000-1, 7.5.8.3."""
    count, first, second = int(table[2]), int(table[3]), int(table[4])
    width = 1 + first + second
    if len(data) < count * width:
        raise _Otherwise
    for at in range(0, count * width, width):
        yield (
            data[at],
            int.from_bytes(data[at + 1 : at + 1 + first]),
            int.from_bytes(data[at + 1 + first : at + width]),
        )


def _inside(pdf: bytes, number: int, place: int, after: int) -> bytes:
    head = f"{number} 0 obj\n".encode()
    if not pdf.startswith(head, place) or pdf[after - len(_AFTER) : after] != _AFTER:
        raise _Otherwise
    return pdf[place + len(head) : after - len(_AFTER)]


def _grouped(stream: bytes) -> Iterator[bytes]:
    """The objects that are packed together in one stream; see ISO 32000-1, 7.5.7."""
    head = _GROUP.match(stream)
    if head is None:
        raise _Otherwise
    data, first = _unpack(stream[head.end() :]), int(head[2])
    places = [int(word) for word in data[:first].split()[1::2]]
    for at, then in zip(places, [*places[1:], len(data) - first + 1], strict=True):
        yield data[first + at : first + then - 1]


def _unpack(data: bytes) -> bytes:
    return zlib.decompressobj().decompress(data, _LARGEST)
