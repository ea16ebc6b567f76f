"""What a command is given: a JSON file, and the folder of questionnaires."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from screening.core.documents import WrongJson, parse_json
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
