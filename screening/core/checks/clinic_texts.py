"""What the clinic says to patients: nothing that a leaflet never says either."""

from __future__ import annotations

from screening.core.checks.fault import Fault, Faults
from screening.core.checks.never_said import never_said
from screening.core.clinic_texts import ClinicTexts


def check_clinic_texts(texts: ClinicTexts) -> Faults:
    """Every fault of meaning."""
    for place, text in texts.texts:
        for words, what in never_said(text, texts.language):
            problem = f"“{words}” must not stand in what patients are told: this is {what}."
            yield Fault("never_said", place, problem, "Say it without, or leave it out.")
