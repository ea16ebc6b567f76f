"""Dates, numbers and counts in the words of the report's language, by Babel."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date

from screening.core.answers import Answer, Missing, show_number
from screening.core.item import ChoicesItem, Item
from screening.core.moments import Moment
from screening.core.words import Speech, answer_words, unit_words
from screening.quick_dataclass import dataclass
from screening.report.characters import capped
from screening.report.wording import Plural, Wording

VALUE_AT_MOST = 300  # characters of one answer in a table or a finding
WORDS_AT_MOST = 1200  # characters of free text on page 1


@dataclass(frozen=True, slots=True)
class Teller:
    """Says things in one language and one time zone."""

    words: Wording
    locale: Locale
    zone: ZoneInfo
    year: int  # the visit's; days of the same year may go without theirs

    @property
    def speech(self) -> Speech:
        """For what the core words itself."""
        return Speech(self.moment, self._unit, self.say)

    def say(self, text: str) -> str:
        """A text of the core in the report's language."""
        return self.words.spoken.get(text, text)

    def _unit(self, unit: str, number: Decimal | None = None) -> str:
        return self.say(unit_words(unit, number))

    def day(self, at: date | datetime) -> str:
        """19 Nov 2026"""
        return format_date(self._local(at), self.words.day, locale=self.locale)

    def near_day(self, at: date | datetime) -> str:
        """9 Nov, with the year where it is another than the visit's."""
        local = self._local(at)
        if local.year != self.year:
            return self.day(local)
        return format_date(local, self.words.day_without_year, locale=self.locale)

    def long_day(self, at: datetime) -> str:
        """Thursday 19 November 2026"""
        return format_date(self._local(at), self.words.long_day, locale=self.locale)

    def clock(self, at: datetime) -> str:
        """21:30"""
        return f"{at.astimezone(self.zone):%H:%M}"

    def stamp(self, at: datetime) -> str:
        """19 Nov 2026, 21:30"""
        return f"{self.day(at)}, {self.clock(at)}"

    def moment(self, moment: Moment) -> str:
        """A moment as finely as it is known."""
        start = moment.earliest
        if moment.precision == "year":
            return str(start.year)
        if moment.precision == "month":
            return format_date(start.date(), self.words.month, locale=self.locale)
        day = format_date(start.date(), self.words.day, locale=self.locale)
        return f"{day}, {start:%H:%M}" if moment.has_time else day

    def number(self, number: Decimal) -> str:
        """A number without needless zeros, with the true minus sign."""
        return show_number(number).replace("-", "\N{MINUS SIGN}")

    def span(self, low: Decimal, high: Decimal) -> str:
        """13–18, or one number where both are the same."""
        return self.number(low) if low == high else f"{self.number(low)}–{self.number(high)}"

    def count(self, texts: Plural, number: int, **more: str) -> str:
        """The text that fits the number, with {number} filled in."""
        text = texts.get(self.locale.plural_form(number)) or texts["other"]
        return text.format(number=number, **more)

    def answer(self, item: Item, answer: Answer | Missing, at_most: int = VALUE_AT_MOST) -> str:
        """An answer as a person would say it, cut with a mark where it is too long.

        A checklist is told whole: its length is its questionnaire's, not that of what was typed.
        """
        words = answer_words(item, answer, self.speech)
        return words if isinstance(item, ChoicesItem) else self.cut(words, at_most)

    def cut(self, text: str, at_most: int = VALUE_AT_MOST) -> str:
        return capped(text, at_most, self.words.cut)

    def _local(self, at: date | datetime) -> date:
        return at.astimezone(self.zone).date() if isinstance(at, datetime) else at
