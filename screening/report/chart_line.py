"""One line of plain text to paste into a chart: dates, scores, findings. It advises nothing.

Nothing that a patient typed stands in it, and no name of the patient: it goes into their chart.
"""

from __future__ import annotations

from collections.abc import Mapping

from screening.core.references import Reference
from screening.core.visit import VisitRecord
from screening.report.reading import Reading, main_score, observation
from screening.report.sections.findings import Findings, tell_findings
from screening.report.sections.scores import Card, tell_scores
from screening.report.summary import reading_of


def chart_line(
    record: VisitRecord, references: Mapping[str, Reference], language: str = "en"
) -> str:
    """The line of a visit, without a line break.

    references  the sources that the questionnaires name, by id
    language    one of wording.WORDINGS
    """
    reading = reading_of(record, references, language)
    findings = tell_findings(reading)
    sentences = (
        _visit(reading),
        "; ".join(_scores(reading)),
        _found(reading, findings),
        findings.safety,
        _signed(reading),
    )
    ended = (f"{' '.join(sentence.split()).rstrip('.')}." for sentence in sentences if sentence)
    return " ".join(ended)


def _visit(reading: Reading) -> str:
    visit = reading.today.record.visit
    return reading.words.chart_visit.format(
        day=reading.tell.day(visit.started), number=visit.number, site=visit.site
    )


def _scores(reading: Reading) -> list[str]:
    """Those with a card, in the order of the cards."""
    counts = [
        reading.words.chart_count.format(answered=found.answered, number=found.needed)
        for evaluated in reading.in_order()
        if (score := main_score(evaluated)) is not None
        and (found := observation(evaluated.now, score)) is not None
    ]
    return [_score(card, count) for card, count in zip(tell_scores(reading), counts, strict=True)]


def _score(card: Card, count: str) -> str:
    """COWS 17/48, moderate, rated by …; or COWS not scored (10 of 11), rated by …

    What stands beside every card stands here too: hours since last use, single telling items.
    """
    value = f"{card.value}{card.maximum.replace(' ', '')}" if card.value else ""
    parts = [
        f"{card.name} {value or f'{card.state} ({count})'}",
        (card.band or card.basis) if card.value else "",
        card.rater[:1].lower() + card.rater[1:],
    ]
    beside = f" ({'; '.join(card.beside)})" if card.beside else ""
    return ", ".join(part for part in parts if part) + beside


def _found(reading: Reading, findings: Findings) -> str:
    if not findings.rows:
        return findings.heading
    items = (f"{row.text} ({row.seen})" for row in findings.rows)
    return reading.words.chart_findings.format(items="; ".join(items))


def _signed(reading: Reading) -> str:
    signature = reading.today.record.signature
    if signature is None:
        return reading.words.chart_not_signed
    return reading.words.chart_signed.format(
        name=signature.name, stamp=reading.tell.stamp(signature.at)
    )
