"""Feature tables: each row says towards, away, neither or unknown. There is no total."""

from __future__ import annotations

from screening.core.facts import Facts, FeatureSays, Says
from screening.core.logic import Truth, holds_in
from screening.core.questionnaire import FeatureRow, FeatureTable


def read_features(facts: Facts, table: FeatureTable) -> tuple[FeatureSays, ...]:
    """What each row of a table says."""
    return tuple(FeatureSays(table.id, row.id, says(facts, row)) for row in table.rows)


def says(facts: Facts, row: FeatureRow) -> Says:
    """What one row says."""
    towards: Truth = False if row.towards is None else holds_in(row.towards, facts)
    away: Truth = False if row.away is None else holds_in(row.away, facts)
    if towards is True and away is not True:
        return "towards"
    if away is True and towards is not True:
        return "away"
    return "unknown" if None in (towards, away) else "neither"
