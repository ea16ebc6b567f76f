"""Codes of public terminologies for scores: only those that were found in a named source.

No code was found for SOWS, OOWS, SDS, SALT or any item; those go out under our own names alone.
"""

from __future__ import annotations

from collections.abc import Mapping

LOINC = "http://loinc.org"
SNOMED_CT = "http://snomed.info/sct"

# (questionnaire, score) -> system, code. Sources by their number in the dossier of instruments.
SCORE_CODES: Mapping[tuple[str, str], tuple[str, str]] = {
    ("cows", "cows"): (SNOMED_CT, "763699005"),  # S13
    ("phq2", "phq2"): (LOINC, "55758-7"),  # S124
    ("phq9", "phq9"): (LOINC, "44261-6"),  # S124
    ("gad7", "gad7"): (LOINC, "70274-6"),  # S112
    ("audit_c", "audit_c"): (LOINC, "75626-2"),  # S111
    ("entered_totals", "dast10"): (LOINC, "82667-7"),  # S124
}
