"""How the summary was made: versions, where bands come from, who answered when, checksums."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import screening
from screening.core.bounds import computed_bounds
from screening.core.findings import label_of
from screening.core.questionnaire import Computed, Questionnaire
from screening.core.scalars import Source
from screening.core.score import Band, BandSet, Score
from screening.core.visit import FilledIn
from screening.core.visit_evaluation import Evaluated
from screening.quick_dataclass import dataclass
from screening.report.attachment import Attachment
from screening.report.reading import Reading
from screening.report.sections.bands import active_bands, upper_ends
from screening.report.sections.identity import CHECKSUM_DIGITS
from screening.report.sections.sources import Line, reference_list, source_words
from screening.report.wording import EN, Wording

if TYPE_CHECKING:
    from screening.core.clinic_texts import OutsideCopy


@dataclass(frozen=True, slots=True)
class MadeRow:
    """One label with its lines."""

    label: str
    lines: tuple[Line, ...]
    paper_only: bool = False  # bands without a published basis never stand on a screen


@dataclass(frozen=True, slots=True)
class Made:
    """The last section of the page."""

    rows: tuple[MadeRow, ...]
    judgement: str  # the fixed sentence


def tell_made(
    reading: Reading, outside: OutsideCopy | None, attachments: tuple[Attachment, ...]
) -> Made:
    words = reading.words
    told = reading.in_order()
    rows = (
        MadeRow(words.made_questionnaires, tuple(Line(version_line(reading, e)) for e in told)),
        MadeRow(words.made_evidence, tuple(Line("", _evidence(e)) for e in told)),
        MadeRow(words.made_bands, tuple(_bands(reading, told, published=True))),
        MadeRow(words.made_convention, tuple(_bands(reading, told, published=False)), True),
        MadeRow(words.made_received, (Line(_received(reading)),)),
        MadeRow(words.made_integrity, (Line(_integrity(reading)),)),
        MadeRow(words.made_attached, tuple(_attached(reading, one) for one in attachments)),
        MadeRow(words.made_outside, (Line(_notice(reading, outside)),) if outside else ()),
        MadeRow(words.made_software, (Line(_software(reading)),)),
        MadeRow(
            words.made_sources, (Line("", "; ".join(reference_list(reading, _sources(told)))),)
        ),
    )
    return Made(
        rows=tuple(row for row in rows if any(line.text or line.note for line in row.lines)),
        judgement=words.judgement,
    )


def made_at(reading: Reading) -> datetime:
    """The time of the newest thing in it: downloading later changes no byte."""
    record = reading.today.record
    ends = [filled.given for filled in record.responses]
    ends += [record.note.written] if record.note else []
    ends += [record.signature.at] if record.signature else []
    ends += [one.at for one in record.approved.values()]
    return max(ends, default=record.visit.started)


def version_line(reading: Reading, evaluated: Evaluated) -> str:
    """Name, version, whose wording it is, and who has reviewed it."""
    questionnaire, words = evaluated.questionnaire, reading.words
    return words.version.format(
        name=questionnaire.name,
        version=questionnaire.version,
        wording=words.wordings[questionnaire.instrument.wording],
        reviewer=_reviewer(reading, questionnaire),
    )


def _reviewer(reading: Reading, questionnaire: Questionnaire) -> str:
    """Who approved this version here, with the day; else whom its file names; else nobody yet."""
    approved, words = reading.today.record.approved.get(questionnaire.sha256), reading.words
    if approved is None:
        return questionnaire.instrument.reviewed_by or words.reviewed_by_nobody
    return words.reviewed_on.format(name=approved.name, day=reading.tell.day(approved.at))


def _evidence(evaluated: Evaluated) -> str:
    """Grade, note and what it was tested for: nothing of it is translated with the questions."""
    instrument, words = evaluated.questionnaire.instrument, EN
    said = words.evidence.format(name=evaluated.questionnaire.name, grade=instrument.evidence.grade)
    parts = [said, instrument.evidence.note, source_words(instrument.evidence.source)]
    text = ". ".join(part.rstrip(".") for part in parts if part) + "."
    return text + tested_words(words, evaluated)


def tested_words(words: Wording, evaluated: Evaluated) -> str:
    """What an instrument is used for here and what it was tested for; empty where that is one."""
    instrument = evaluated.questionnaire.instrument
    if not instrument.used_for or instrument.validated_for == instrument.used_for:
        return ""
    return words.tested_for.format(
        used=", ".join(instrument.used_for),
        tested=", ".join(instrument.validated_for) or words.not_validated,
    )


def _bands(reading: Reading, told: tuple[Evaluated, ...], *, published: bool) -> Iterator[Line]:
    for evaluated in told:
        for figure in evaluated.questionnaire.figures:
            for band_set in figure.sets:
                if (band_set.basis == "published") == published:
                    yield band_line(reading, evaluated, figure, band_set)


def band_line(
    reading: Reading, evaluated: Evaluated, figure: Score | Computed, band_set: BandSet
) -> Line:
    """A set's bands with their ranges, its basis and its source."""
    words = reading.words
    bands = active_bands(evaluated.now, band_set)
    spans = _spans(reading, evaluated, figure, bands) if bands else words.bands_untold
    basis = words.bases[band_set.basis]
    text = words.bands_of.format(
        name=label_of(evaluated.now, figure.id),
        bands=spans,
        source=f"{basis}. {band_set.note or ''}".strip(),
    )
    return Line(text, source_words(band_set.source))


def _spans(
    reading: Reading, evaluated: Evaluated, figure: Score | Computed, bands: tuple[Band, ...]
) -> str:
    if isinstance(figure, Score):
        highest: Decimal | None = figure.range[1]
    else:
        highest = computed_bounds(evaluated.questionnaire, figure)[1]
    tops = upper_ends(bands, bands[-1].from_ if highest is None else highest, figure.decimals)
    spans = [reading.tell.span(band.from_, top) for band, top in zip(bands, tops, strict=True)]
    if highest is None:  # a ratio or a duration without end
        spans[-1] = reading.words.or_more.format(number=reading.tell.number(bands[-1].from_))
    return ", ".join(f"{span} {band.words}" for span, band in zip(spans, bands, strict=True))


def _received(reading: Reading) -> str:
    record, words = reading.today.record, reading.words
    lines = [_received_one(reading, filled) for filled in record.responses]
    zone = words.time_zone.format(zone=record.visit.time_zone)
    return "; ".join(lines) + f". {zone}"


def _received_one(reading: Reading, filled: FilledIn) -> str:
    words, tell = reading.words, reading.tell
    received = words.received.format(
        name=filled.questionnaire.name,
        rater=reading.rater(filled),
        stamp=tell.stamp(filled.completed),
        revision=filled.revision,
    )
    received = _typed_in(reading, filled, received)
    if filled.amended is None:
        return received
    stamp = tell.stamp(filled.amended)
    return words.amended.format(received=received, name=filled.amended_by, stamp=stamp)


def _typed_in(reading: Reading, filled: FilledIn, received: str) -> str:
    """The line with how the answers got from paper into the record, where they did."""
    paper, words, tell = filled.typed_in, reading.words, reading.tell
    if paper is None:
        return received
    line = words.typed_in.format(
        received=received,
        day=tell.day(paper.filled_in_on),
        names=", ".join(paper.typists),
        stamp=tell.stamp(paper.typed_at),
    )
    if paper.checked_at is not None:
        stamp = tell.stamp(paper.checked_at)
        line += words.typed_in_checked.format(name=paper.checked_by, stamp=stamp)
    if paper.blank:
        labels = (filled.questionnaire.item(item_id).label for item_id in paper.blank)
        line += words.typed_in_blank.format(items=", ".join(labels))
    return line


def _integrity(reading: Reading) -> str:
    return "; ".join(_checksum(reading, filled) for filled in reading.today.record.responses)


def _checksum(reading: Reading, filled: FilledIn) -> str:
    if not filled.sha256:
        return f"{filled.questionnaire.name}: {reading.words.from_file}"
    short = filled.sha256[: 2 * CHECKSUM_DIGITS]
    return reading.words.checksum.format(name=filled.questionnaire.name, checksum=short)


def _attached(reading: Reading, one: Attachment) -> Line:
    short = hashlib.sha256(one.content).hexdigest()[: 2 * CHECKSUM_DIGITS]
    text = reading.words.attached.format(name=one.name, checksum=short)
    return Line(text, one.description)


def _notice(reading: Reading, notice: OutsideCopy) -> str:
    return reading.words.outside_notice.format(
        version=notice.version,
        day=reading.tell.day(notice.dated),
        reader=notice.read_by or reading.words.reviewed_by_nobody,
    )


def _software(reading: Reading) -> str:
    head = reading.today.record.audit_head[:CHECKSUM_DIGITS] or reading.words.no_audit_head
    return reading.words.software.format(
        version=screening.__version__, stamp=reading.tell.stamp(made_at(reading)), head=head
    )


def _sources(told: tuple[Evaluated, ...]) -> Iterator[Source | None]:
    """Every source that is named on these pages."""
    for evaluated in told:
        questionnaire = evaluated.questionnaire
        yield questionnaire.instrument.evidence.source
        for score in questionnaire.scores:
            yield from (band_set.source for band_set in score.sets)
        yield from (finding.source for finding in questionnaire.findings)
