"""The line on safety questions: how many were answered, and which were not. Unknown is never No."""

from __future__ import annotations

from collections.abc import Iterator

from screening.core.answers import Missing
from screening.core.condition import refs_in
from screening.core.questionnaire import Questionnaire
from screening.core.visit import Evaluated
from screening.core.words import MISSING_WORDS
from screening.report.reading import Reading, is_asked, known, state

OPEN_AT_MOST = 12  # unanswered safety questions named one by one; page 2 holds the rest


def tell_safety(reading: Reading) -> str:
    """How many of the questions that findings look at were answered, and which were not."""
    asked = [pair for pair in _safety_items(reading) if is_asked(*pair)]
    if not asked:
        return reading.words.safety_none
    still_open = [(e, i) for e, i in asked if isinstance(state(e, i), Missing)]
    counted = reading.tell.count(
        reading.words.safety_answered, len(asked), answered=str(len(asked) - len(still_open))
    )
    if not still_open:
        return f"{counted}."
    named = [_open_words(*pair) for pair in still_open[:OPEN_AT_MOST]]
    more = len(still_open) - len(named)
    return reading.words.safety_open.format(
        answered=counted, open=", ".join(named) + (f" + {more}" if more else "")
    )


def _open_words(evaluated: Evaluated, item_id: str) -> str:
    missing = state(evaluated, item_id)
    assert isinstance(missing, Missing)
    label = evaluated.questionnaire.item(item_id).label
    return f"{label} ({MISSING_WORDS[missing.reason]})"


def _safety_items(reading: Reading) -> list[tuple[Evaluated, str]]:
    """Each item that a finding looks at, directly or through a duration, once."""
    found: dict[tuple[str, str], tuple[Evaluated, str]] = {}
    for home in reading.today.questionnaires:
        for finding in home.questionnaire.findings:
            for ref in refs_in(finding.when):
                for owner, name in _items_behind(reading, home, ref):
                    found.setdefault((owner.questionnaire.id, name), (owner, name))
    return list(found.values())


def _items_behind(reading: Reading, home: Evaluated, ref: str) -> Iterator[tuple[Evaluated, str]]:
    place = known(reading.today, ref, home)
    if place is None:
        return
    owner, name = place
    if owner.questionnaire.has_item(name):
        yield place
    for through in _ends_of(owner.questionnaire, name):
        yield from _items_behind(reading, owner, through)


def _ends_of(questionnaire: Questionnaire, name: str) -> tuple[str, ...]:
    """The items a computed value is worked out from. A score's items have their own card."""
    for computed in questionnaire.computed:
        if computed.id == name and computed.between is not None:
            return tuple(r for r in (computed.between.from_, computed.between.to) if r != "visit")
        if computed.id == name and computed.ratio is not None:
            return (computed.ratio.of, computed.ratio.to)
    return ()
