"""Faults of meaning: what is well formed and still wrong."""

from __future__ import annotations

from collections.abc import Mapping

from screening.core.checks.cases import check_cases
from screening.core.checks.conditions import check_conditions
from screening.core.checks.fault import Fault, Faults
from screening.core.checks.items import check_items
from screening.core.checks.names import check_names
from screening.core.checks.scores import check_bands, check_score_items, check_scores
from screening.core.checks.sources import check_sources
from screening.core.questionnaire import Questionnaire
from screening.core.references import Reference


def check_questionnaire(
    questionnaire: Questionnaire, references: Mapping[str, Reference] | None
) -> Faults:
    """Every fault of meaning.

    What rests on names is looked at only once the names resolve, and cases are run only when
    nothing else is wrong: a fault is not reported through its consequences.
    """
    found: list[Fault] = list(check_names(questionnaire))
    if references is not None:
        found += check_sources(questionnaire, references)
    if not found:
        found += check_items(questionnaire)
        found += check_conditions(questionnaire)
        found += check_score_items(questionnaire)
    if not found:
        found += check_scores(questionnaire)
        found += check_bands(questionnaire)
    if not found:
        found += check_cases(questionnaire)
    yield from found
