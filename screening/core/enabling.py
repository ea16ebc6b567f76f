"""Which items are asked, given the answers so far; and what an item's answer counts as."""

from __future__ import annotations

from screening.core.answers import Answer, Missing
from screening.core.condition import MissingReason, refs_in
from screening.core.facts import Facts
from screening.core.logic import Truth, holds_in


def enabled(facts: Facts, item_id: str) -> Truth:
    """Whether the item is asked; None while the answer that decides it is missing."""
    condition = facts.questionnaire.item(item_id).enable_when
    return True if condition is None else holds_in(condition, facts)


def counted(facts: Facts, item_id: str, given: Answer | Missing | None) -> Answer | Missing:
    """The item's answer as it counts.

    An answer to an item that is not enabled is kept by whoever holds it, and ignored here.
    While the answer that would enable it is missing, its reason is that one's reason.
    """
    asked = facts.enabled(item_id)
    if asked is False:
        return Missing(item_id, "not_asked")
    if asked is None:
        return Missing(item_id, _deciding_reason(facts, item_id))
    return given or Missing(item_id, "not_recorded")


def _deciding_reason(facts: Facts, item_id: str) -> MissingReason:
    for ref in refs_in(facts.questionnaire.item(item_id).enable_when):
        found = facts.look(ref)
        if isinstance(found, Missing):
            return found.reason
    return "not_recorded"
