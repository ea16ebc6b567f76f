"""What the app and the worker say to each other: one line of JSON, then so many bytes."""

from __future__ import annotations

import json
import socket
from collections.abc import Mapping

LINE_AT_MOST = 400  # bytes
PARCEL_AT_MOST = 16 * 1024 * 1024  # a page with its attachments
PDF_AT_MOST = 64 * 1024 * 1024

OK = "ok"
TIMED_OUT = "timed_out"  # over its time, on the clock or on the processor
REFUSED = "refused"  # asks for what is not ours, needs too much memory, or cannot be set


class BrokenOff(ConnectionError):
    """The other side went away in the middle."""


def send(link: socket.socket, head: Mapping[str, str | int], body: bytes = b"") -> None:
    """One message. head must not hold "length"."""
    line = json.dumps({**head, "length": len(body)}).encode("ascii") + b"\n"
    link.sendall(line + body)


def receive(link: socket.socket, at_most: int) -> tuple[dict[str, str | int], bytes]:
    """One message; raises BrokenOff, ValueError for what is no message of ours."""
    buffer = b""
    while b"\n" not in buffer:
        if len(buffer) > LINE_AT_MOST + 65536:
            raise ValueError("no head")
        buffer += _more(link)
    line, _, rest = buffer.partition(b"\n")
    head = json.loads(line)
    length = head.get("length") if isinstance(head, dict) else None
    if not isinstance(length, int) or not 0 <= length <= at_most:
        raise ValueError("no length")
    parts, held = [rest], len(rest)
    while held < length:
        parts.append(_more(link))
        held += len(parts[-1])
    return head, b"".join(parts)[:length]


def _more(link: socket.socket) -> bytes:
    chunk = link.recv(65536)
    if not chunk:
        raise BrokenOff
    return chunk
