"""Hours since last use under each visit of a trend: one row for each substance, in one order.

Treatment medicine is among them: its last dose is a duration as the others are.
"""

from __future__ import annotations

from screening.core.facts import Computed
from screening.core.findings import value_words
from screening.core.visit_evaluation import Evaluated, EvaluatedVisit
from screening.quick_dataclass import dataclass
from screening.report.reading import Reading, hours_lines, is_undecided, items_behind, was_put

UNKNOWN = "?"  # nobody asked, or nobody knows
NOT_USED = "–"  # skipped by right: it was not among what is taken


@dataclass(frozen=True, slots=True)
class HourRow:
    """What one row under the points tells."""

    questionnaire_id: str
    ref: str
    label: str  # Since last kratom


def hour_rows(reading: Reading) -> tuple[HourRow, ...]:
    """A row for each substance that was asked about at any of the visits, today's first."""
    found: dict[tuple[str, str], HourRow] = {}
    for visit in (reading.today, *reversed(reading.earlier)):
        for home, ref, label in hours_lines(visit):
            key = (home.questionnaire.id, ref)
            if key not in found and any(was_put(*p) for p in items_behind(visit, home, ref)):
                found[key] = HourRow(*key, label)
    return tuple(found.values())


def hours_at(reading: Reading, visit: EvaluatedVisit, rows: tuple[HourRow, ...]) -> tuple[str, ...]:
    """What stands in each row under a visit."""
    return tuple(_hours(reading, visit, row) for row in rows)


def said_with(reading: Reading, rows: tuple[HourRow, ...], hours: tuple[str, ...]) -> str:
    """The hours of a visit for those who do not see where they stand."""
    return "; ".join(
        reading.words.since_use.format(label=row.label, value=value)
        for row, value in zip(rows, hours, strict=True)
        if value != NOT_USED
    )


def rows_note(reading: Reading, rows: tuple[HourRow, ...]) -> str:
    """How a trend is read, with the rows from the top; without any nothing is said of hours."""
    words = reading.words
    if not rows:
        return words.trend_note
    return words.trend_note + words.trend_rows.format(rows=", ".join(row.label for row in rows))


def _hours(reading: Reading, visit: EvaluatedVisit, row: HourRow) -> str:
    home = visit.find(row.questionnaire_id)
    if home is None:
        return UNKNOWN
    items = list(items_behind(visit, home, row.ref))
    if not any(was_put(*place) for place in items):
        undecided = not items or any(is_undecided(*place) for place in items)
        return UNKNOWN if undecided or not _was_met(items) else NOT_USED
    found = home.at_rating.look(row.ref)
    if isinstance(found, Computed) and found.low is not None:
        return value_words(home.at_rating, row.ref, reading.tell.speech)
    return UNKNOWN


def _was_met(items: list[tuple[Evaluated, str]]) -> bool:
    """Whether the visit had the question at all: what it asked of nobody is not known."""
    return not all(name in home.left_out for home, name in items)
