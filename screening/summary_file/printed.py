"""What must be printed for the data that a summary carries, piece by piece."""

from __future__ import annotations

from collections.abc import Iterator

from screening.quick_dataclass import dataclass
from screening.report.sections.items import ItemRow, ItemTable
from screening.report.sections.scores import Card
from screening.report.summary import Summary
from screening.report.wording import WORDINGS


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stand together on the page."""

    place: str  # where, for people: COWS, Pulse
    words: str
    surely: bool = True  # False: the clinic's own record may have other words there


def pieces_of(summary: Summary, *, from_file: bool) -> tuple[Piece, ...]:
    """All that follows from the data of the visit itself.

    What rests on earlier visits is not among it: change, trend, points last time.

    summary    told from the attached data
    from_file  the visit was read from a file: nobody keeps a record of its findings
    """
    return (
        Piece("Visit", summary.masthead.visit),
        Piece("Clinic", summary.masthead.site),
        *(Piece(one.label, f"{one.label} {one.value}") for one in summary.identity),
        *_findings(summary, from_file),
        Piece("Right now", summary.right_now.at),
        *(Piece(f.label, f"{f.label} {f.value}") for f in summary.right_now.facts),
        *(piece for card in summary.scores for piece in _card(card)),
        *(Piece(f"Use, {f.label}", f"{f.label} {f.value}") for f in summary.use),
        *(
            Piece(f"{table.title}, {row.text}", f"{row.says} {row.text} {row.value}")
            for table in summary.features
            for row in table.rows
        ),
        *(Piece(f"Own words, {w.question}", f"{w.text} {w.question}") for w in summary.own_words),
        *(piece for table in summary.items for piece in _table(table)),
        *_made(summary),
    )


def _findings(summary: Summary, from_file: bool) -> Iterator[Piece]:
    yield Piece("Findings", summary.findings.heading, from_file)
    yield Piece("Findings", summary.findings.ask, from_file)
    for row in summary.findings.rows:
        yield Piece(f"Finding, {row.text}", row.text)
        yield Piece(f"Finding, {row.text}", f"{row.answer} {row.level}", from_file)
    for rule in summary.rules:
        yield Piece(f"Rule, {rule.text}", f"{rule.text} {rule.code}", from_file)
        yield Piece(f"Rule, {rule.text}", f"{rule.rests_on} {rule.why} {rule.source}", from_file)
    yield Piece("Safety questions", summary.findings.safety, from_file)


def _card(card: Card) -> Iterator[Piece]:
    figure = f"{card.value} {card.maximum}" if card.value else card.state
    said = f"{card.rater} · {card.completeness} {figure} {card.band} {card.basis}"
    yield Piece(f"{card.name}, score", f"{card.name} {said}")
    yield from (Piece(f"{card.name}, score", line) for line in (*card.open, *card.beside))
    yield Piece(f"{card.name}, score", " ".join(card.cautions))


def _table(table: ItemTable) -> Iterator[Piece]:
    yield Piece(table.name, f"{table.name} {table.detail}")
    rows = [row for column in table.columns for row in column]
    yield from (_row(table, row) for row in (*rows, *table.totals))
    yield Piece(table.name, table.not_asked)


def _row(table: ItemTable, row: ItemRow) -> Piece:
    said = f"{row.label} {row.answer} {row.points} {row.maximum}"
    return Piece(f"{table.name}, {row.label}", said)


def _made(summary: Summary) -> Iterator[Piece]:
    """Versions, bands, times and checksums; what the program said of itself may have changed."""
    words = WORDINGS[summary.language]
    own = {words.made_software, words.made_sources, words.made_outside}
    for row in summary.made.rows:
        for line in row.lines:
            yield Piece(row.label, f"{line.text} {line.note}".strip(), row.label not in own)
