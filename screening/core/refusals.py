"""What is said about an answer that cannot be taken: what to do, never what was wrong with whom.

All of it stands together, so that the tone can be read in one go; answers.py says when.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from screening.core.item import (
    ChoiceItem,
    ChoicesItem,
    DateItem,
    DateTimeItem,
    Item,
)
from screening.core.message import Message, counted
from screening.errors import AnswerError

if TYPE_CHECKING:
    from screening.core.answers import Role

# What stands on the last tile of each question, for whoever does not answer it.
WAYS_OUT: Mapping[Role, str] = {
    "patient": Message("I would rather not answer this"),
    "clinician": "Not assessed",
}


def refuse_blank(item: Item, rater: Role) -> AnswerError:
    """What to do about an item that was left blank: both ways out."""
    out = WAYS_OUT[rater]
    if isinstance(item, ChoiceItem | ChoicesItem):
        return refuse(item, Message("Choose an answer, or choose “%(way_out)s”.", way_out=out))
    return refuse(item, Message("Give an answer, or choose “%(way_out)s”.", way_out=out))


def refuse_both(item: Item, rater: Role) -> AnswerError:
    """What to do about an answer given beside the way out."""
    out = WAYS_OUT[rater]
    return refuse(item, Message("Give an answer or choose “%(way_out)s”, not both.", way_out=out))


def refuse(item: Item, message: Message) -> AnswerError:
    """The refusal of an item's answer, with what to do about it."""
    return AnswerError(item.id, message)


def range_help(low: str, high: str, *, whole: bool, in_digits: bool) -> Message:
    """For a number outside its range, or for something that is no number in digits."""
    ends = {"low": low, "high": high}
    if whole and in_digits:
        return Message("Enter a whole number from %(low)s to %(high)s, in digits.", **ends)
    if whole:
        return Message("Enter a whole number from %(low)s to %(high)s.", **ends)
    if in_digits:
        return Message("Enter a number from %(low)s to %(high)s, in digits.", **ends)
    return Message("Enter a number from %(low)s to %(high)s.", **ends)


def places_help(places: int) -> Message:
    """For a number with too many digits after the point."""
    return counted(
        "Enter at most %(number)s digit after the point.",
        "Enter at most %(number)s digits after the point.",
        places,
    )


_KNOWN = {
    "minute": Message("the day and time"),
    "hour": Message("the day and hour"),
    "day": Message("the day"),
    "month": Message("the month and year"),
    "year": Message("the year"),
}


def moment_help(item: DateItem | DateTimeItem) -> Message:
    """For a date that is none, or is finer or coarser than asked."""
    best, least = _KNOWN[item.finest], _KNOWN[item.coarsest]
    if best == least:
        return Message("Enter %(best)s.", best=best)
    return Message(
        "Enter %(best)s, or only %(least)s if that is all you know.", best=best, least=least
    )


def length_help(most: int, now: int) -> Message:
    """For a text that is too long."""
    return counted(
        "Write at most %(number)s character; this has %(now)s.",
        "Write at most %(number)s characters; this has %(now)s.",
        most,
        now=now,
    )


def rows_help(most: int) -> Message:
    """For a list that is too long."""
    return counted("Fill in at most %(number)s row.", "Fill in at most %(number)s rows.", most)
