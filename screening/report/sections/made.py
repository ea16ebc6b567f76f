"""How the summary was made: versions, where bands come from, who answered when, checksums."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import screening
from screening.core.bounds import computed_bounds
from screening.core.clinic_texts import OutsideCopy
from screening.core.findings import label_of
from screening.core.questionnaire import Computed
from screening.core.scalars import Source
from screening.core.score import Band, BandSet, Score
from screening.core.visit import Evaluated, FilledIn
from screening.report.attachment import Attachment
from screening.report.reading import Reading
from screening.report.sections.bands import active_bands, upper_ends
from screening.report.sections.identity import CHECKSUM_DIGITS
from screening.report.sections.sources import reference_list, source_words


@dataclass(frozen=True, slots=True)
class MadeRow:
    """One label with its lines."""

    label: str
    lines: tuple[str, ...]
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
        MadeRow(words.made_questionnaires, tuple(_version(reading, e) for e in told)),
        MadeRow(words.made_evidence, tuple(_evidence(reading, e) for e in told)),
        MadeRow(words.made_bands, tuple(_bands(reading, told, published=True))),
        MadeRow(words.made_convention, tuple(_bands(reading, told, published=False)), True),
        MadeRow(words.made_received, _received(reading)),
        MadeRow(words.made_integrity, _integrity(reading)),
        MadeRow(words.made_attached, tuple(_attached(reading, one) for one in attachments)),
        MadeRow(words.made_outside, (_notice(reading, outside),) if outside else ()),
        MadeRow(words.made_software, (_software(reading),)),
        MadeRow(words.made_sources, ("; ".join(reference_list(reading, _sources(told))),)),
    )
    return Made(rows=tuple(row for row in rows if any(row.lines)), judgement=words.judgement)


def made_at(reading: Reading) -> datetime:
    """The time of the newest answer in it: downloading later changes no byte."""
    record = reading.today.record
    ends = [filled.completed for filled in record.responses]
    return max(ends, default=record.visit.started)


def _version(reading: Reading, evaluated: Evaluated) -> str:
    questionnaire, words = evaluated.questionnaire, reading.words
    return words.version.format(
        name=questionnaire.name,
        version=questionnaire.version,
        wording=words.wordings[questionnaire.instrument.wording],
        reviewer=questionnaire.instrument.reviewed_by or words.reviewed_by_nobody,
    )


def _evidence(reading: Reading, evaluated: Evaluated) -> str:
    instrument, words = evaluated.questionnaire.instrument, reading.words
    said = words.evidence.format(name=evaluated.questionnaire.name, grade=instrument.evidence.grade)
    parts = [said, instrument.evidence.note, source_words(reading, instrument.evidence.source)]
    text = ". ".join(part.rstrip(".") for part in parts if part) + "."
    if instrument.used_for and instrument.validated_for != instrument.used_for:
        text += words.tested_for.format(
            used=", ".join(instrument.used_for),
            tested=", ".join(instrument.validated_for) or words.not_validated,
        )
    return text


def _bands(reading: Reading, told: tuple[Evaluated, ...], *, published: bool) -> Iterator[str]:
    for evaluated in told:
        for figure in evaluated.questionnaire.figures:
            for band_set in figure.sets:
                if (band_set.basis == "published") == published:
                    yield _band_line(reading, evaluated, figure, band_set)


def _band_line(
    reading: Reading, evaluated: Evaluated, figure: Score | Computed, band_set: BandSet
) -> str:
    words = reading.words
    bands = active_bands(evaluated.now, band_set)
    spans = _spans(reading, evaluated, figure, bands) if bands else words.bands_untold
    basis = words.bases[band_set.basis]
    source = " ".join(p for p in (band_set.note, source_words(reading, band_set.source)) if p)
    return words.bands_of.format(
        name=label_of(evaluated.now, figure.id),
        bands=spans,
        source=f"{basis}. {source}".strip(),
    )


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


def _received(reading: Reading) -> tuple[str, ...]:
    record, words, tell = reading.today.record, reading.words, reading.tell
    lines = [
        words.received.format(
            name=filled.questionnaire.name,
            rater=reading.rater(filled),
            stamp=tell.stamp(filled.completed),
            revision=filled.revision,
        )
        for filled in record.responses
    ]
    zone = words.time_zone.format(zone=record.visit.time_zone)
    return ("; ".join(lines) + f". {zone}",)


def _integrity(reading: Reading) -> tuple[str, ...]:
    return ("; ".join(_checksum(reading, filled) for filled in reading.today.record.responses),)


def _checksum(reading: Reading, filled: FilledIn) -> str:
    if not filled.sha256:
        return f"{filled.questionnaire.name}: {reading.words.from_file}"
    short = filled.sha256[: 2 * CHECKSUM_DIGITS]
    return reading.words.checksum.format(name=filled.questionnaire.name, checksum=short)


def _attached(reading: Reading, one: Attachment) -> str:
    short = hashlib.sha256(one.content).hexdigest()[: 2 * CHECKSUM_DIGITS]
    return reading.words.attached.format(name=one.name, description=one.description, checksum=short)


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
