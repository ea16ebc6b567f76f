"""The JSON Schemas of definition files, for editors that complete and check while typing."""

from __future__ import annotations

import json
from collections.abc import Mapping

from screening.core.clinic_texts import ClinicTexts
from screening.core.leaflet import Leaflet
from screening.core.packet import Packet
from screening.core.questionnaire import Questionnaire
from screening.core.scalars import Definition
from screening.core.translation import Translation

SCHEMAS: Mapping[str, type[Definition]] = {
    "questionnaire": Questionnaire,
    "translation": Translation,
    "packet": Packet,
    "leaflet": Leaflet,
    "clinic": ClinicTexts,
}


def schema_text(kind: str = "questionnaire") -> str:
    """The schema as it is shipped in static/KIND.schema.json.

    kind   of SCHEMAS
    """
    schema = SCHEMAS[kind].model_json_schema(by_alias=True)
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Screening {kind}",
    }
    return json.dumps({**schema, **head}, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
