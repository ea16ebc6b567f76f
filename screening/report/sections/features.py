"""The tables of features: towards, away, neither, unknown. No total and no count, on purpose."""

from __future__ import annotations

from collections.abc import Iterator

from screening.core.condition import refs_in
from screening.core.facts import FeatureSays
from screening.core.features import read_features
from screening.core.questionnaire import FeatureRow as FeatureDefinition
from screening.core.questionnaire import FeatureTable as TableDefinition
from screening.core.visit_evaluation import Evaluated
from screening.quick_dataclass import dataclass
from screening.report.reading import Reading, has_value, is_asked, known, ref_words

VALUE_AT_MOST = 110  # characters: two lines of half a page


@dataclass(frozen=True, slots=True)
class FeatureRow:
    """One feature."""

    text: str
    says: str  # sign and word
    value: str  # the answers behind it
    clear: bool  # towards or away


@dataclass(frozen=True, slots=True)
class FeatureTable:
    """One table with its fixed sentence."""

    title: str
    rows: tuple[FeatureRow, ...]
    note: str


def tell_features(reading: Reading) -> tuple[FeatureTable, ...]:
    """The tables of every questionnaire in which anything can be told."""
    return tuple(
        _table(reading, home, table)
        for home in reading.today.questionnaires
        for table in home.questionnaire.features
        if any(_looked_at(reading, home, row) for row in table.rows)
    )


def _looked_at(reading: Reading, home: Evaluated, row: FeatureDefinition) -> bool:
    for place in _items(reading, home, row):
        if is_asked(*place):
            return True
    return False


def _items(
    reading: Reading, home: Evaluated, row: FeatureDefinition
) -> Iterator[tuple[Evaluated, str]]:
    for ref in (*refs_in(row.towards), *refs_in(row.away)):
        place = known(reading.today, ref, home)
        if place is not None and place[0].questionnaire.has_item(place[1]):
            yield place


def _table(reading: Reading, home: Evaluated, table: TableDefinition) -> FeatureTable:
    says = read_features(home.now, table)
    return FeatureTable(
        title=table.title or reading.words.features_title,
        rows=tuple(
            _row(reading, home, row, said) for row, said in zip(table.rows, says, strict=True)
        ),
        note=table.note or "",
    )


def _row(
    reading: Reading, home: Evaluated, row: FeatureDefinition, said: FeatureSays
) -> FeatureRow:
    refs = dict.fromkeys((*refs_in(row.towards), *refs_in(row.away)))
    values = [
        ref_words(reading, reading.today, home, ref)[1]
        for ref in refs
        if has_value(reading, home, ref)
    ] or [ref_words(reading, reading.today, home, ref)[1] for ref in list(refs)[:1]]
    return FeatureRow(
        text=row.text or row.id.replace("_", " "),
        says=reading.words.features_says[said.says],
        value=reading.tell.cut(", ".join(dict.fromkeys(values)), VALUE_AT_MOST),
        clear=said.says in ("towards", "away"),
    )
