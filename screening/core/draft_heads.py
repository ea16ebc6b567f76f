"""What the text of a draft says of itself, however unsound it is: its id and its version."""

from __future__ import annotations

import re

from screening.core.scalars import NAME
from screening.core.versions import next_version

_VALUE = r"[\"']?({})[\"']?[ ]*(?:#.*)?\r?$"
_ID = re.compile(r"^id:[ ]*" + _VALUE.format(NAME), re.MULTILINE | re.ASCII)
_VERSION = re.compile(
    r"^version:[ ]*" + _VALUE.format(r"\d{1,6}\.\d{1,6}\.\d{1,6}"), re.MULTILINE | re.ASCII
)


def told_id(text: str) -> str:
    """The id at the top level; empty where none can be made out."""
    found = _ID.search(text)
    return found[1] if found else ""


def told_version(text: str) -> str:
    """The version at the top level; empty where none can be made out."""
    found = _VERSION.search(text)
    return found[1] if found else ""


def as_next(text: str) -> str:
    """The text under the version one patch on, so that a draft never looks like what is in use."""
    found = _VERSION.search(text)
    if found is None:
        return text
    return text[: found.start(1)] + next_version(found[1], "patch") + text[found.end(1) :]
