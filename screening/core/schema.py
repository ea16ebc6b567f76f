"""The JSON Schema of a questionnaire file, for editors that complete and check while typing."""

from __future__ import annotations

import json

from screening.core.questionnaire import Questionnaire


def schema_text() -> str:
    """The schema as it is shipped in static/questionnaire.schema.json."""
    schema = Questionnaire.model_json_schema(by_alias=True)
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Screening questionnaire",
    }
    return json.dumps({**schema, **head}, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
