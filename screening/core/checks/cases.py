"""Worked cases: each passes, and each band edge has one."""

from __future__ import annotations

from decimal import Decimal

from screening.core.answers import show_number
from screening.core.bounds import computed_beside
from screening.core.cases import run_case
from screening.core.checks.fault import Fault, Faults
from screening.core.checks.names import placed_figures
from screening.core.facts import Facts
from screening.core.questionnaire import Computed
from screening.core.score import Score
from screening.core.scoring import attainable_beside


def check_cases(facts: Facts) -> Faults:
    """Failing cases, and band edges without a case."""
    questionnaire = facts.questionnaire
    values: dict[str, set[Decimal]] = {f.id: set() for _, f in placed_figures(questionnaire)}
    for n, case in enumerate(questionnaire.cases):
        outcome = run_case(questionnaire, case)
        for mismatch in outcome.mismatches:
            place = ("cases", n, *mismatch.place)
            yield Fault("case_fails", place, f"Case “{case.id}”: {mismatch.problem}", mismatch.fix)
        for code, value in outcome.values.items():
            values[code].add(value)
    for place, figure in placed_figures(questionnaire):
        bare = [value for value in _wanted(facts, figure) if value not in values[figure.id]]
        if bare:
            edges = ", ".join(show_number(value) for value in bare)
            yield Fault(
                "edge_without_case",
                place,
                f"No case of “{figure.id}” comes to {edges}.",
                "Add a case for each band edge and for the value below it.",
            )


def _wanted(facts: Facts, figure: Computed | Score) -> list[Decimal]:
    """Where one band gives way to the next: the values nearest to the edge on either side."""
    lows = {band.from_ for s in figure.sets for bands in s.branches() for band in bands[1:]}
    if isinstance(figure, Score):
        return sorted(attainable_beside(facts, figure, lows))
    beside = (computed_beside(facts.questionnaire, figure, low) for low in lows)
    return sorted({value for values in beside for value in values})
