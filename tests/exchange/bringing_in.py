"""FHIR Questionnaires made up for tests, and what came of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from screening.core.loading import load_stored
from screening.core.questionnaire import Questionnaire
from screening.exchange.read_questionnaire import Imported, read_questionnaire
from screening.exchange.source import WrongQuestionnaire

FILES = Path(__file__).parent / "files"
SMALL = (FILES / "small_scale.json").read_bytes()
# What the administrator adds, as no file of FHIR says it.
RIGHTS = "  wording: own\n  evidence: {grade: none}\n"


def made(**more: Any) -> dict[str, Any]:
    """The small file, with other values at its top."""
    return json.loads(SMALL) | more


def of_items(*items: dict[str, Any], **more: Any) -> Imported:
    return imported(made(item=list(items), **more))


def imported(resource: dict[str, Any]) -> Imported:
    return read_questionnaire(json.dumps(resource).encode())


def sound(draft: Imported) -> Questionnaire:
    """The draft with what its administrator must add."""
    text = draft.text.replace("instrument:\n", f"instrument:\n{RIGHTS}")
    return load_stored("draft.yaml", text.encode())


def question(link: str, type: str = "boolean", **more: Any) -> dict[str, Any]:
    return {"linkId": link, "type": type, "text": f"Question {link}", **more}


def lost(draft: Imported, link: str) -> str:
    return " ".join(loss.why for loss in draft.losses if loss.link == link)


def reasons(data: bytes | dict[str, Any]) -> str:
    with pytest.raises(WrongQuestionnaire) as refused:
        read_questionnaire(data if isinstance(data, bytes) else json.dumps(data).encode())
    return " ".join(f"{reason.link}: {reason.why}" for reason in refused.value.reasons)


def clauses(given: list[tuple[str, str, dict[str, Any]]]) -> list[dict[str, Any]]:
    return [{"question": link, "operator": sign, **answer} for link, sign, answer in given]
