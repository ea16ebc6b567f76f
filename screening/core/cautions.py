"""Which cautions stand beside a score, given the answers."""

from __future__ import annotations

from screening.core.facts import Facts
from screening.core.logic import holds_in
from screening.core.score import Caution, Score


def cautions_of(facts: Facts, score: Score) -> tuple[Caution, ...]:
    """The cautions without condition, and those whose condition holds, in the order of the file."""
    return tuple(
        caution
        for caution in score.cautions
        if caution.when is None or holds_in(caution.when, facts) is True
    )
