"""Items that no answers lead to."""

from __future__ import annotations

from screening.core.checks.fault import Fault, Faults
from screening.core.checks.names import placed_items
from screening.core.facts import Facts
from screening.core.gates import gate_tests, ways_through


def check_reachable(facts: Facts) -> Faults:
    """Items whose `enable_when` holds for no answers at all."""
    for place, item in placed_items(facts.questionnaire):
        if item.enable_when is None:
            continue
        tests = gate_tests(facts, [item.enable_when]).values()
        if any(one.missing is not None or one.answered is False for some in tests for one in some):
            continue  # a missing answer leads there, and only answers are tried here
        worlds = ways_through(facts, [item.enable_when])
        if all(world.facts.enabled(item.id) is False for world in worlds):
            yield Fault(
                "item_not_reached",
                (*place, "enable_when"),
                f"No answers lead to “{item.id}”.",
                "Correct the condition, or take the item out.",
            )
