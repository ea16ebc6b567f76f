"""Worked cases: each passes, and each band edge has one."""

from __future__ import annotations

from decimal import Decimal

from screening.core.cases import run_case
from screening.core.checks.fault import Fault, Faults
from screening.core.questionnaire import Questionnaire
from screening.core.score import Score


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
    for n, score in enumerate(questionnaire.scores):
        bare = [edge for edge in _edges(score) if edge not in values[score.id]]
        if bare:
            edges = ", ".join(str(edge) for edge in bare)
            yield Fault(
                "edge_without_case",
                ("scores", n),
                f"No case of “{score.id}” comes to {edges}.",
                "Add a case for each band edge and for the value below it.",
            )


def _edges(score: Score) -> list[Decimal]:
    """Where one band gives way to the next: its lower edge, and the value just under it."""
    step = Decimal(1).scaleb(-score.decimals)
    lows = {band.from_ for s in score.sets for bands in s.branches() for band in bands[1:]}
    return sorted(lows | {edge - step for edge in lows})
