"""What the clinic says: nothing that a leaflet never says, and no level of a finding lowered."""

from __future__ import annotations

from collections.abc import Mapping

from screening.core.checks.fault import Fault, Faults
from screening.core.checks.never_said import never_said
from screening.core.clinic_findings import lowers
from screening.core.clinic_texts import ClinicTexts
from screening.core.questionnaire import Questionnaire


def check_clinic_texts(texts: ClinicTexts) -> Faults:
    """Every fault of meaning."""
    for place, text in texts.texts:
        for words, what in never_said(text, texts.language):
            problem = f"“{words}” must not stand in what patients are told: this is {what}."
            yield Fault("never_said", place, problem, "Say it without, or leave it out.")
    for n, finding in enumerate(texts.findings):
        for words, what in never_said(finding.text or "", texts.language):
            problem = f"“{words}” must not stand in a finding: this is {what}."
            yield Fault("never_said", ("findings", n, "text"), problem, "Say it without.")


def check_clinic_findings(texts: ClinicTexts, others: Mapping[str, Questionnaire]) -> Faults:
    """Findings that no questionnaire has, and levels below those of the questionnaires."""
    for n, clinics in enumerate(texts.findings):
        known = [f for one in others.values() for f in one.findings if f.id == clinics.id]
        if not known:
            problem = f"No questionnaire has a finding “{clinics.id}”."
            yield Fault("finding_not_there", ("findings", n, "id"), problem, "Correct its id.")
        for finding in known:
            if lowers(finding, clinics):
                problem = f"“{clinics.id}” is {finding.level}; a clinic may only raise a level."
                fix = f"Write {finding.level}, a more urgent level, or none."
                yield Fault("lowered_level", ("findings", n, "level"), problem, fix)
                break
