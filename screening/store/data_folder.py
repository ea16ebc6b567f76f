"""The folder of the database: its owner's alone."""

from __future__ import annotations

from pathlib import Path

OWNER_ONLY = 0o700


def make_private(folder: Path) -> None:
    """Make the folder, and close it to other accounts of the machine where it was open.

    Names and answers are sealed in there, but who was here when is not.
    raises   OSError when it belongs to somebody else
    """
    folder.mkdir(mode=OWNER_ONLY, parents=True, exist_ok=True)
    if folder.stat().st_mode & 0o077:
        folder.chmod(OWNER_ONLY)
