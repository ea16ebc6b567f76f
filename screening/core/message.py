"""Sentences for whoever uses a page: English, with what is put into them once they are told.

The core words them; the web tells them in the reader's language. A Message is its own English text,
so whoever does not translate needs to know nothing of it. Its pattern is found in the sources by
the tool that gathers the catalogue, so it stands there as one literal.
"""

from __future__ import annotations

from collections.abc import Callable

Gettext = Callable[[str], str]
Ngettext = Callable[[str, str, int], str]


class Message(str):
    """One sentence, English when it is taken as text."""

    __slots__ = ("many", "number", "pattern", "values")

    pattern: str  # English, with %(name)s for each value
    values: dict[str, object]  # what is put in; a Message among them is told as well
    many: str  # the pattern for every number but one; empty where nothing is counted
    number: int

    def __new__(cls, pattern: str, **values: object) -> Message:
        return _made(pattern, "", 1, values)

    def told(self, gettext: Gettext, ngettext: Ngettext) -> str:
        """The sentence in the language of these two functions."""
        said = (
            ngettext(self.pattern, self.many, self.number) if self.many else gettext(self.pattern)
        )
        values = {
            name: value.told(gettext, ngettext) if isinstance(value, Message) else value
            for name, value in self.values.items()
        }
        return said % values if values else said


def counted(pattern: str, many: str, number: int, **values: object) -> Message:
    """A sentence with a number in it, %(number)s: its form for one, and for every other number."""
    return _made(pattern, many, number, {"number": number, **values})


def _made(pattern: str, many: str, number: int, values: dict[str, object]) -> Message:
    english = many if many and number != 1 else pattern
    made = str.__new__(Message, english % values if values else english)
    made.pattern, made.many, made.number, made.values = pattern, many, number, values
    return made
