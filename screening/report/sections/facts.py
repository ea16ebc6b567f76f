"""Lines of a label and its values: the strip "Right now" and the lines on use."""

from __future__ import annotations

from decimal import Decimal

from screening.core.answers import Answer, Missing
from screening.core.questionnaire import SummaryLine
from screening.core.visit_evaluation import Evaluated
from screening.core.words import MISSING_WORDS, number_words
from screening.quick_dataclass import dataclass
from screening.report.reading import (
    Reading,
    has_value,
    is_asked,
    is_undecided,
    items_behind,
    known,
    ref_words,
    was_put,
)

# What every summary says, asked or not: "not asked" stands there until a questionnaire of the
# visit has a line about one of these items.
SLOTS: dict[str, frozenset[str]] = {
    "treatment": frozenset({"treatment_medicine", "treatment_last_dose"}),
    "antagonist": frozenset({"antagonist", "antagonists", "last_antagonist"}),
    "pregnancy": frozenset({"pregnant", "pregnancy"}),
    "naloxone": frozenset({"naloxone_at_home", "naloxone_home"}),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One line."""

    label: str
    value: str
    known: bool  # False: it says why nothing is known


@dataclass(frozen=True, slots=True)
class RightNow:
    """What must stand beside a rating of withdrawal."""

    at: str  # the moment that hours run to
    facts: tuple[Fact, ...]


def tell_right_now(reading: Reading) -> RightNow:
    """What was asked or answered; what nobody had to ask is left out, except for the slots."""
    told: list[Fact] = []
    untold: list[str] = []
    filled: set[str] = set()
    for home in reading.today.questionnaires:
        for line in home.questionnaire.summary.right_now:
            undecided = _is_undecided(reading, home, line)
            if _was_put(reading, home, line) or (undecided and _slots_of(line)):
                told.append(_fact(reading, home, line, at_rating=True))
                filled |= _slots_of(line)
            elif undecided:
                untold.append(line.text)
    if untold:
        told.append(Fact(reading.words.untold, reading.tell.cut(", ".join(untold)), False))
    empty = [
        Fact(label, reading.words.not_asked, False)
        for slot, label in reading.words.slots.items()
        if slot not in filled
    ]
    return RightNow(at=_when(reading), facts=(*told, *empty))


def _was_put(reading: Reading, home: Evaluated, line: SummaryLine) -> bool:
    return any(
        any(was_put(*place) for place in items_behind(reading.today, home, ref))
        or _is_score(reading, home, ref)
        for ref in line.of
    )


def _is_score(reading: Reading, home: Evaluated, ref: str) -> bool:
    place = known(reading.today, ref, home)
    return place is not None and any(s.id == place[1] for s in place[0].questionnaire.scores)


def _is_undecided(reading: Reading, home: Evaluated, line: SummaryLine) -> bool:
    return any(
        is_undecided(*place) for ref in line.of for place in items_behind(reading.today, home, ref)
    )


def tell_use(reading: Reading) -> tuple[Fact, ...]:
    """The lines on use; a line of which nothing was to be asked is left out."""
    return tuple(
        _fact(reading, home, line, at_rating=False)
        for home in reading.today.questionnaires
        for line in home.questionnaire.summary.use
        if any(_counts(reading, home, ref) for ref in line.of)
    )


def _when(reading: Reading) -> str:
    rated = any(part.role == "clinician" for part in reading.today.record.responses)
    text = reading.words.right_now_at if rated else reading.words.right_now_visit
    return text.format(clock=reading.tell.clock(reading.today.rated_at.earliest))


def _slots_of(line: SummaryLine) -> set[str]:
    names = {ref.rpartition(".")[2] for ref in line.of}
    return {slot for slot, items in SLOTS.items() if names & items}


def _counts(reading: Reading, home: Evaluated, ref: str) -> bool:
    place = known(reading.today, ref, home)
    if place is None or not place[0].questionnaire.has_item(place[1]):
        return False
    return is_asked(*place)


def _fact(reading: Reading, home: Evaluated, line: SummaryLine, *, at_rating: bool) -> Fact:
    numbers = [_number(reading, home, ref) for ref in line.of]
    told = [number for number in numbers if number is not None]
    if len(told) > 1 and len(told) == len(numbers) and len({unit for _, unit in told}) == 1:
        return Fact(line.text, _joined(reading, told), True)
    values = [
        ref_words(reading, reading.today, home, ref, at_rating=at_rating)[1]
        for ref in line.of
        if len(line.of) == 1 or has_value(reading, home, ref)
    ] or [_first_reason(reading, home, line)]
    return Fact(line.text, " · ".join(dict.fromkeys(values)), _any_value(reading, home, line))


def _joined(reading: Reading, numbers: list[tuple[Decimal, str | None]]) -> str:
    """128/82 mmHg: the unit once."""
    unit = numbers[-1][1]
    text = "/".join(number_words(number, None) for number, _ in numbers)
    return f"{text} {reading.tell.speech.unit(unit, numbers[-1][0])}" if unit else text


def _number(reading: Reading, home: Evaluated, ref: str) -> tuple[Decimal, str | None] | None:
    place = known(reading.today, ref, home)
    found = place[0].now.look(place[1]) if place else None
    if isinstance(found, Answer) and isinstance(found.value, Decimal):
        return found.value, found.unit
    return None


def _any_value(reading: Reading, home: Evaluated, line: SummaryLine) -> bool:
    return any(has_value(reading, home, ref) for ref in line.of)


def _first_reason(reading: Reading, home: Evaluated, line: SummaryLine) -> str:
    for ref in line.of:
        place = known(reading.today, ref, home)
        found = place[0].now.look(place[1]) if place else None
        if isinstance(found, Missing):
            return reading.tell.say(MISSING_WORDS[found.reason])
    return reading.words.not_asked
