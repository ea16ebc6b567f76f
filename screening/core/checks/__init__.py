"""Faults of meaning: what is well formed and still wrong."""

from __future__ import annotations

from collections.abc import Mapping

from screening.core.checks.bands import check_band_sets, check_bands
from screening.core.checks.bounds import check_bounds
from screening.core.checks.cases import check_cases
from screening.core.checks.conditions import check_conditions
from screening.core.checks.fault import Fault, Faults
from screening.core.checks.figures import check_figures
from screening.core.checks.items import check_items
from screening.core.checks.names import check_names
from screening.core.checks.published import check_wording
from screening.core.checks.reachable import check_reachable
from screening.core.checks.scores import check_score_items, check_scores
from screening.core.checks.sources import check_sources
from screening.core.evaluation import Evaluation
from screening.core.questionnaire import Questionnaire
from screening.core.references import Reference


def check_questionnaire(
    questionnaire: Questionnaire, references: Mapping[str, Reference] | None, *, cases: bool = True
) -> Faults:
    """Every fault of meaning, as far as none is a mere consequence of another.

    Scores are worked out only where items, names and scores hold together, and cases are run
    only where nothing that they rest on is wrong, and only if asked for.
    """
    found: list[Fault] = [
        *check_names(questionnaire),
        *check_bounds(questionnaire),
        *check_items(questionnaire),
        *check_conditions(questionnaire),
        *check_score_items(questionnaire),
        *check_band_sets(questionnaire),
        *check_figures(questionnaire),
    ]
    facts = Evaluation(questionnaire, {})
    sources = list(check_sources(questionnaire, references)) if references is not None else []
    if not any(fault.place[0] in _SCORED and fault.code != "unused" for fault in found):
        found += [
            *check_reachable(facts),
            *check_scores(facts),
            *check_bands(facts),
        ]
    if cases and all(fault.code == "wrong_range" for fault in found):
        found += check_cases(facts)
    yield from (*found, *sources, *check_wording(questionnaire))


_SCORED = frozenset({"pages", "option_sets", "computed", "scores", "uses"})
