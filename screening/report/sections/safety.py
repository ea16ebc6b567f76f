"""The line on safety questions: how many were answered, and which were not. Unknown is never No."""

from __future__ import annotations

from collections.abc import Sequence

from screening.core.answers import Missing
from screening.core.condition import refs_in
from screening.core.visit_evaluation import Evaluated
from screening.core.words import MISSING_WORDS
from screening.report.reading import Reading, is_asked, items_behind, rested, state, was_put

NAMED_AT_MOST = 12  # safety questions named one by one; page 2 holds the rest


def tell_safety(reading: Reading) -> str:
    """How many of the questions that findings look at were answered, and which were not.

    Only questions that somebody met are counted. Those that nobody put, for another reason than
    that the answers made them needless, are named once, at the end.
    """
    items = _safety_items(reading)
    put = [place for place in items if was_put(*place)]
    words = reading.words
    if put:
        still_open = [place for place in put if isinstance(state(*place), Missing)]
        answered = str(len(put) - len(still_open))
        parts = [reading.tell.count(words.safety_answered, len(put), answered=answered)]
        if still_open:
            parts.append(
                words.safety_open.format(items=_named([_why(reading, *p) for p in still_open]))
            )
    else:
        parts = [words.safety_none]
    never_put = [place for place in items if is_asked(*place) and place not in put]
    if never_put:
        named = [
            _label(*place) + rested(reading, place[0].questionnaire.id, place[1])
            for place in never_put
        ]
        parts.append(words.safety_not_asked.format(items=_named(named)))
    return "; ".join(parts) + "."


def _named(told: Sequence[str]) -> str:
    told = list(dict.fromkeys(told))
    more = len(told) - NAMED_AT_MOST
    return ", ".join(told[:NAMED_AT_MOST]) + (f" + {more}" if more > 0 else "")


def _label(evaluated: Evaluated, item_id: str) -> str:
    return evaluated.questionnaire.item(item_id).label


def _why(reading: Reading, evaluated: Evaluated, item_id: str) -> str:
    missing = state(evaluated, item_id)
    assert isinstance(missing, Missing)
    return f"{_label(evaluated, item_id)} ({reading.tell.say(MISSING_WORDS[missing.reason])})"


def _safety_items(reading: Reading) -> list[tuple[Evaluated, str]]:
    """Each item that a finding looks at, directly or through a duration, once.

    The items of a score have their own card.
    """
    found: dict[tuple[str, str], tuple[Evaluated, str]] = {}
    for home in reading.today.questionnaires:
        for finding in home.questionnaire.findings:
            for ref in refs_in(finding.when):
                for owner, name in items_behind(reading.today, home, ref):
                    found.setdefault((owner.questionnaire.id, name), (owner, name))
    return list(found.values())
