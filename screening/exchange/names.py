"""The names under which our things stand in FHIR: systems, extensions, canonical names.

Ours begin with urn:screening: they are no address, so no host is named and no server is asked.
"""

from __future__ import annotations

from collections.abc import Mapping

from screening.core.condition import MissingReason

_OWN = "urn:screening:"
_HL7 = "http://hl7.org/fhir/StructureDefinition/"
_SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/"

UCUM = "http://unitsofmeasure.org"
FHIRPATH = "text/fhirpath"
ABSENT_SYSTEM = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
RECORD_NUMBER = f"{_OWN}record-number"
VISIT_CODE = f"{_OWN}visit-code"  # random; stands in file names

# HL7's extensions.
ABSENT = f"{_HL7}data-absent-reason"
ORDINAL = f"{_HL7}ordinalValue"
TIME_ZONE = f"{_HL7}timezone"
EXCLUSIVE = f"{_HL7}questionnaire-optionExclusive"
UNIT_OPTION = f"{_HL7}questionnaire-unitOption"
MIN_VALUE = f"{_HL7}minValue"
MAX_VALUE = f"{_HL7}maxValue"
PLACES = f"{_HL7}maxDecimalPlaces"
MAX_OCCURS = f"{_HL7}questionnaire-maxOccurs"
ITEM_CONTROL = f"{_HL7}questionnaire-itemControl"
ITEM_CONTROLS = "http://hl7.org/fhir/questionnaire-item-control"
USAGE = f"{_HL7}questionnaire-usageMode"
VARIABLE = f"{_HL7}variable"
MIN_QUANTITY = f"{_SDC}sdc-questionnaire-minQuantity"
MAX_QUANTITY = f"{_SDC}sdc-questionnaire-maxQuantity"
SHORT_TEXT = f"{_SDC}sdc-questionnaire-shortText"
ENABLE_WHEN = f"{_SDC}sdc-questionnaire-enableWhenExpression"
CALCULATED = f"{_SDC}sdc-questionnaire-calculatedExpression"

# Our own extensions; docs/exchange.md says what each holds.
AS_GIVEN = f"{_OWN}extension:as-given"
RATED_BY = f"{_OWN}extension:rated-by"
CHECKSUM = f"{_OWN}extension:questionnaire-sha256"
REVISION = f"{_OWN}extension:revision"
STORED_CHECKSUM = f"{_OWN}extension:response-sha256"
AMENDED_AT = f"{_OWN}extension:amended-at"
AMENDED_BY = f"{_OWN}extension:amended-by"
NOT_ASSESSED_WHY = f"{_OWN}extension:not-assessed-why"
NOT_ASSESSED_WORDS = f"{_OWN}extension:not-assessed-words"
READ_ALOUD = f"{_OWN}extension:read-aloud"
VISIT_NUMBER = f"{_OWN}extension:visit-number"
RANGE = f"{_OWN}extension:range"
POSSIBLE = f"{_OWN}extension:possible"
MISSING_ITEM = f"{_OWN}extension:missing-item"
COMPLETENESS = f"{_OWN}extension:completeness"
PRORATED = f"{_OWN}extension:prorated"
BAND = f"{_OWN}extension:band"
LOSS = f"{_OWN}extension:loss"

ABSENT_CODES: Mapping[MissingReason, str] = {
    "declined": "asked-declined",
    "not_assessed": "not-performed",
    "not_asked": "not-asked",
    "not_recorded": "unknown",
}


def canonical(questionnaire_id: str) -> str:
    """The canonical name of a questionnaire, without its version."""
    return f"{_OWN}questionnaire:{questionnaire_id}"


def options_of(questionnaire_id: str, item_id: str) -> str:
    """The code system of an item's options."""
    return f"{_OWN}options:{questionnaire_id}:{item_id}"


def scores_of(questionnaire_id: str) -> str:
    """The code system of a questionnaire's scores."""
    return f"{_OWN}scores:{questionnaire_id}"


def bands_of(questionnaire_id: str, score_id: str, set_id: str) -> str:
    """The code system of one set of bands."""
    return f"{_OWN}bands:{questionnaire_id}:{score_id}:{set_id}"


def page_link(page_id: str) -> str:
    """linkId of a page; an item's id has no full stop, so the two never meet."""
    return f"page.{page_id}"


def score_link(score_id: str) -> str:
    """linkId of the read-only item that shows a score."""
    return f"score.{score_id}"


def field_link(item_id: str, field_id: str) -> str:
    """linkId of a field in the rows of an item."""
    return f"{item_id}.{field_id}"
