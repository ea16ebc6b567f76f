"""Writing what a command was asked for: a PDF whole or not at all."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

from screening.errors import ScreeningError
from screening.report.renderer import missing_packages


class NoPango(ScreeningError):
    """PDFs cannot be made on this machine. Seen by whoever asked for one."""


def refuse_early(path: Path) -> None:
    """Say before the work, not after it, that no PDF can be made or written there.

    raises  NoPango, OSError
    """
    if missing := missing_packages():
        raise NoPango(f"PDFs need these packages first: {' '.join(missing)}.")
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, "", str(path))
    if not path.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, "", str(path.parent))


def write_whole(path: Path, data: bytes) -> None:
    """Write the whole file or nothing: half a PDF looks like one. "-" is standard output."""
    if str(path) == "-":
        sys.stdout.buffer.write(data)
        return
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(data)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
