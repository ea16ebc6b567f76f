"""What stands in a PDF: its text, page by page, and the files in it."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import Mapping

from screening.errors import ScreeningError
from screening.offered import ROOT
from screening.quick_dataclass import dataclass

LARGEST = 20_000_000  # bytes
PATIENCE = 30  # seconds on the clock; the reading process has 20 of the processor


class UnreadablePdf(ScreeningError):
    """The file is no PDF that can be read. Seen by whoever gave it."""

    def __str__(self) -> str:
        return "This is not a PDF that can be read."


@dataclass(frozen=True, slots=True)
class Extracted:
    """What a PDF holds."""

    language: str  # as the file says; may be empty
    keywords: str  # of the document's properties
    pages: tuple[str, ...]  # text in the order of reading
    attachments: Mapping[str, tuple[bytes, ...]]  # by file name; one name may stand twice


def extract(pdf: bytes) -> Extracted:
    """Read a PDF in another process, with limits; nothing is kept.

    raises  UnreadablePdf
    """
    if len(pdf) > LARGEST or not pdf.startswith(b"%PDF-"):
        raise UnreadablePdf
    try:
        done = subprocess.run(  # noqa: S603  our own module, without any argument from outside
            [sys.executable, "-I", "-c", PROGRAM, str(ROOT)],
            input=pdf, capture_output=True, timeout=PATIENCE, check=True,
        )  # fmt: skip
        told = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError):
        raise UnreadablePdf from None
    return Extracted(
        language=told["language"],
        keywords=told["keywords"],
        pages=tuple(told["pages"]),
        attachments={
            name: tuple(base64.b64decode(part) for part in parts)
            for name, parts in told["attachments"].items()
        },
    )


# Isolated from the environment and the folder that the command was called in.
PROGRAM = """\
import sys
sys.path.insert(0, sys.argv[1])
from screening.summary_file.extractor import main
main()
"""
