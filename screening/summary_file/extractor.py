"""Reads a PDF in a process of its own: a stranger's file on stdin, JSON on stdout.

A file may be made to cost time and memory; both end with this process. It writes nothing else.
"""

from __future__ import annotations

import base64
import io
import json
import logging
import resource
import sys
from collections.abc import Mapping
from typing import Any

from pypdf import PdfReader

SECONDS, BYTES = 20, 1 << 30
PAGES_AT_MOST = 200
ATTACHED_AT_MOST = 20_000_000  # bytes in all


def main() -> None:
    """Exit 0 with what was read; anything else for a file that could not be read."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    # What the library logs may quote the page.
    logging.disable(logging.CRITICAL)
    reader = PdfReader(io.BytesIO(sys.stdin.buffer.read()))
    if len(reader.pages) > PAGES_AT_MOST:
        raise SystemExit(1)
    sys.stdout.write(json.dumps(_told(reader)))


def _told(reader: PdfReader) -> dict[str, Any]:
    attached = {name: parts for name, parts in reader.attachments.items()}
    if sum(len(part) for parts in attached.values() for part in parts) > ATTACHED_AT_MOST:
        raise SystemExit(1)
    about: Mapping[str, Any] = reader.metadata or {}
    return {
        "language": str(reader.root_object.get("/Lang", "")),
        "keywords": str(about.get("/Keywords", "")),
        "pages": [page.extract_text() for page in reader.pages],
        "attachments": {
            name: [base64.b64encode(part).decode() for part in parts]
            for name, parts in attached.items()
        },
    }


if __name__ == "__main__":
    main()
