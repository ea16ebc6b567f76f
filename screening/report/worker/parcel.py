"""A page with its files as one run of bytes: what goes to the worker, and what is hashed."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from screening.report.attachment import Attachment

TOLD = ("name", "media_type", "relationship", "description")


def pack(html: str, attachments: tuple[Attachment, ...] = ()) -> bytes:
    """The same page with the same files is the same bytes, and no other."""
    page = html.encode("utf-8")
    told = [
        {
            **{name: getattr(one, name) for name in TOLD},
            "made": one.made.isoformat(),
            "length": len(one.content),
        }
        for one in attachments
    ]
    head = json.dumps({"page": len(page), "attachments": told}, sort_keys=True)
    return b"".join((head.encode("ascii"), b"\n", page, *(one.content for one in attachments)))


def unpack(parcel: bytes) -> tuple[str, tuple[Attachment, ...]]:
    """The page and its attachments; raises ValueError, KeyError or TypeError for anything else."""
    line, _, body = parcel.partition(b"\n")
    head: dict[str, Any] = json.loads(line)
    at = int(head["page"])
    html, attachments = body[:at].decode("utf-8"), []
    for told in head["attachments"]:
        end = at + int(told["length"])
        made = datetime.fromisoformat(told["made"])
        said = {name: told[name] for name in TOLD}
        attachments.append(Attachment(content=body[at:end], made=made, **said))
        at = end
    if at != len(body):
        raise ValueError("a parcel of another length")
    return html, tuple(attachments)
