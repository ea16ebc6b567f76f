"""What a file of definitions is, told by its place and its name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

Kind = Literal["questionnaire", "translation", "packet", "leaflet", "clinic", "references"]

REFERENCES = "references.yaml"  # the file of all sources
TRANSLATION_NAME = re.compile(
    r"([a-z][a-z0-9_]*\.[a-z]{2}(?:-[A-Z]{2})?(?:-published)?)\.yaml", re.ASCII
)
_FOLDERS: Mapping[str, Kind] = {"packets": "packet", "leaflets": "leaflet", "clinic": "clinic"}
_TRANSLATES = re.compile(rb"^translates:", re.MULTILINE)


def kind_of(path: str, data: bytes = b"") -> Kind:
    """What a file is, by its place: packets/, leaflets/, clinic/, references.yaml, or none.

    A translation is known by its name (hair_check.es.yaml) or by its key `translates`.
    """
    parts = path.replace("\\", "/").split("/")
    folder = parts[-2] if len(parts) > 1 else ""
    if parts[-1] == REFERENCES:
        return "references"
    if folder in _FOLDERS:
        return _FOLDERS[folder]
    told = TRANSLATION_NAME.fullmatch(parts[-1]) or _TRANSLATES.search(data)
    return "translation" if told else "questionnaire"
