"""Worked cases: each passes, and each band edge has one."""

from __future__ import annotations

from decimal import Decimal

from screening.core.answers import show_number
from screening.core.cases import run_case
from screening.core.checks.fault import Fault, Faults
from screening.core.evaluation import Evaluation
from screening.core.facts import Facts
from screening.core.questionnaire import Questionnaire
from screening.core.score import Score
from screening.core.scoring import attainable_beside


def check_cases(questionnaire: Questionnaire) -> Faults:
    """Failing cases, and band edges without a case."""
    values: dict[str, set[Decimal]] = {score.id: set() for score in questionnaire.scores}
    for n, case in enumerate(questionnaire.cases):
        outcome = run_case(questionnaire, case)
        for mismatch in outcome.mismatches:
            place = ("cases", n, *mismatch.place)
            yield Fault("case_fails", place, f"Case “{case.id}”: {mismatch.problem}", mismatch.fix)
        for code, value in outcome.values.items():
            values[code].add(value)
    facts = Evaluation(questionnaire, {})
    for n, score in enumerate(questionnaire.scores):
        bare = [value for value in _wanted(facts, score) if value not in values[score.id]]
        if bare:
            edges = ", ".join(show_number(value) for value in bare)
            yield Fault(
                "edge_without_case",
                ("scores", n),
                f"No case of “{score.id}” comes to {edges}.",
                "Add a case for each band edge and for the value below it.",
            )


def _wanted(facts: Facts, score: Score) -> list[Decimal]:
    """Where one band gives way to the next: the values nearest to the edge on either side."""
    lows = {band.from_ for s in score.sets for bands in s.branches() for band in bands[1:]}
    return sorted({value for low in lows for value in attainable_beside(facts, score, low)})
