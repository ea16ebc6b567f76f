"""Which items are asked, given the answers so far; and what an item's answer counts as."""

from __future__ import annotations

from screening.core.answers import Answer, Missing
from screening.core.condition import Condition, MissingReason
from screening.core.facts import Facts
from screening.core.logic import Truth, holds_in, open_refs


def enabled(facts: Facts, item_id: str) -> Truth:
    """Whether the item is asked; None while the answer that decides it is missing.

    What waits only for questions that are not asked is not asked either.
    """
    condition = facts.questionnaire.item(item_id).enable_when
    if condition is None:
        return True
    truth = holds_in(condition, facts)
    return False if truth is None and stays_unknown(facts, condition) else truth


def stays_unknown(facts: Facts, condition: Condition) -> bool:
    """Whether a condition cannot be told and waits only for items that are not asked."""
    waiting = _waiting_for(facts, condition)
    return bool(waiting) and all(
        facts.questionnaire.has_item(ref) and facts.enabled(ref) is False for ref in waiting
    )


def _waiting_for(facts: Facts, condition: Condition) -> tuple[str, ...]:
    """The items whose missing answers decide a condition; none when it can be told."""
    refs = open_refs(condition, facts.look)
    return tuple(item for ref in refs for item in facts.questionnaire.rests_on(ref))


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
    condition = facts.questionnaire.item(item_id).enable_when
    for ref in () if condition is None else _waiting_for(facts, condition):
        found = facts.look(ref)
        if isinstance(found, Missing):
            return found.reason
    return "not_recorded"
