"""The clinic's own wording and level of findings, put over what the questionnaires say."""

from __future__ import annotations

from collections.abc import Iterable

from screening.core.clinic_texts import ClinicFinding
from screening.core.levels import LEVELS, Level
from screening.core.questionnaire import Finding, Questionnaire
from screening.core.scalars import renewed


def in_clinics_words(
    questionnaire: Questionnaire, findings: Iterable[ClinicFinding]
) -> Questionnaire:
    """The same questionnaire with the clinic's findings; its checksum stays that of its file.

    A level is only ever raised: of two, the more urgent one counts.
    """
    wanted = {finding.id: finding for finding in findings}
    if not any(finding.id in wanted for finding in questionnaire.findings):
        return questionnaire
    worded = tuple(_worded(finding, wanted.get(finding.id)) for finding in questionnaire.findings)
    return renewed(questionnaire, {"findings": worded})


def lowers(finding: Finding, clinics: ClinicFinding) -> bool:
    """Whether the clinic's level would be less urgent than the questionnaire's."""
    return clinics.level is not None and _rank(clinics.level) > _rank(finding.level)


def more_urgent(one: Level | None, other: Level | None) -> Level | None:
    """The more urgent of two levels; None where neither says one."""
    return min((level for level in (one, other) if level), key=_rank, default=None)


def _worded(finding: Finding, clinics: ClinicFinding | None) -> Finding:
    if clinics is None:
        return finding
    level = more_urgent(clinics.level, finding.level)
    return renewed(finding, {"level": level, "text": clinics.text or finding.text})


def _rank(level: Level) -> int:
    return LEVELS.index(level)
