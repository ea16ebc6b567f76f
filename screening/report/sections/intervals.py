"""What was not asked again because it was answered a short while ago."""

from __future__ import annotations

from decimal import Decimal

from screening.core.visit import NotAgain
from screening.report.reading import Reading, main_score, observation


def tell_not_again(reading: Reading) -> tuple[str, ...]:
    """One line for each: which, on which day, and what it came to then."""
    return tuple(_line(reading, kept) for kept in reading.today.record.not_again)


def _line(reading: Reading, kept: NotAgain) -> str:
    words, tell = reading.words, reading.tell
    name = _name(kept)
    day = tell.near_day(kept.before.day)
    total = _total_then(reading, kept)
    if total is None:
        return words.not_again.format(name=name, day=day)
    value, maximum = (tell.number(number) for number in total)
    return words.not_again_score.format(name=name, day=day, value=value, maximum=maximum)


def _name(kept: NotAgain) -> str:
    """The questionnaire's name, with the pages where it is not all of them."""
    if kept.pages == kept.questionnaire.pages:
        return kept.questionnaire.name
    return f"{kept.questionnaire.name}, {', '.join(page.title for page in kept.pages)}"


def _total_then(reading: Reading, kept: NotAgain) -> tuple[Decimal, Decimal] | None:
    """The total of that visit with its maximum, where it stands on these pages alone."""
    items = {item.id for page in kept.pages for item in page.items}
    for visit in reading.earlier:
        then = visit.find(kept.questionnaire.id)
        score = main_score(then) if then else None
        if visit.record.visit.number != kept.before.visit or then is None or score is None:
            continue
        found = observation(then.now, score)
        if found.value is not None and set(score.items) <= items:
            return found.value, found.range[1]
    return None
