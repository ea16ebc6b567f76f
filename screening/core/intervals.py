"""Kept minimum intervals (`not_within_days`): what was answered is not asked again so soon."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from screening.core.answers import Answer
from screening.core.item import Item
from screening.core.visit_evaluation import Evaluated


def is_too_soon(answered: date, today: date, days: int) -> bool:
    """Whether less than so many days have passed; the last of them is a day to ask again."""
    return (today - answered).days < days


def answered_in_full(then: Evaluated, items: Iterable[Item]) -> bool:
    """Whether nothing of these items was left open at an earlier visit, and one has an answer.

    What was declined or never asked is asked again, however short a while ago it was.
    """
    found = False
    for item in items:
        if not then.questionnaire.has_item(item.id):
            return False
        if then.now.enabled(item.id) is False:
            continue  # skipped by right
        if not isinstance(then.now.state(item.id), Answer):
            return False
        found = True
    return found
