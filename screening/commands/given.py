"""What a command is given: a JSON file, and the folder of questionnaires."""

from __future__ import annotations

import os
import sys
from collections.abc import Container
from pathlib import Path
from typing import Any

from screening.core.documents import WrongJson, parse_json
from screening.core.file_kinds import REFERENCES, TRANSLATION_NAME
from screening.offered import ROOT

SHIPPED = ROOT / "questionnaires"


def questionnaire_folder() -> Path:
    """The folder that an ID is looked up in."""
    return Path(os.environ.get("SCREENING_QUESTIONNAIRES") or SHIPPED)


def read_json(source: str) -> Any:
    """The JSON of a file, or of standard input for "-".

    raises  WrongJson, OSError
    """
    try:
        data = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
        return parse_json(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise WrongJson(f"{source}: this is not UTF-8 text.") from None
    except WrongJson as error:
        raise WrongJson(f"{source}: {error}") from None


def is_named_after(name: str, ids: Container[str], language: str) -> bool:
    """Whether a file of that name may hold one of these questionnaires, its words or the sources.

    language  of the page: translations into others are not told on it
    """
    told = TRANSLATION_NAME.fullmatch(name)
    questionnaire, _, of = (told[1] if told else name).partition(".")
    return name == REFERENCES or (questionnaire in ids and (not told or of == language))
