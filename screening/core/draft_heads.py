"""What the text of a draft says of itself, however unsound it is: its id and its version."""

from __future__ import annotations

import re

from screening.core.questionnaire import LANGUAGE
from screening.core.scalars import NAME
from screening.core.versions import next_version

_VALUE = r"[\"']?({})[\"']?[ ]*(?:#.*)?\r?$"
_ID = re.compile(r"^id:[ ]*" + _VALUE.format(NAME), re.MULTILINE | re.ASCII)
_VERSION = re.compile(
    r"^version:[ ]*" + _VALUE.format(r"\d{1,6}\.\d{1,6}\.\d{1,6}"), re.MULTILINE | re.ASCII
)
_LANGUAGE = re.compile(r"^language:[ ]*" + _VALUE.format(LANGUAGE), re.MULTILINE | re.ASCII)


def told_id(text: str) -> str:
    """The id at the top level; empty where none can be made out."""
    found = _ID.search(text)
    return found[1] if found else ""


def told_version(text: str) -> str:
    """The version at the top level; empty where none can be made out."""
    found = _VERSION.search(text)
    return found[1] if found else ""


def told_language(text: str) -> str:
    """The language at the top level, such as es; empty where none can be made out."""
    found = _LANGUAGE.search(text)
    return found[1] if found else ""


def as_next(text: str) -> str:
    """The text under the version one patch on, so that a draft never looks like what is in use."""
    version = told_version(text)
    return under(text, next_version(version, "patch")) if version else text


def under(text: str, version: str) -> str:
    """The text under another version; unchanged where it tells none."""
    found = _VERSION.search(text)
    return text if found is None else text[: found.start(1)] + version + text[found.end(1) :]
