"""The clinician's summary: everything the page shows, already in words.

Templates read nothing else. The same visit gives the same summary, whenever it is asked for.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from babel import Locale

from screening.core.disclosure import Passing
from screening.core.references import Reference
from screening.core.visit import VisitRecord
from screening.core.visit_evaluation import evaluate_visit
from screening.quick_dataclass import dataclass
from screening.report.attachment import Attachment
from screening.report.reading import Reading
from screening.report.sections.facts import Fact, RightNow, tell_right_now, tell_use
from screening.report.sections.features import FeatureTable, tell_features
from screening.report.sections.findings import Findings, RuleRow, tell_findings, tell_rules
from screening.report.sections.identity import (
    Detail,
    Masthead,
    Running,
    tell_identity,
    tell_masthead,
    tell_running,
)
from screening.report.sections.intervals import tell_not_again
from screening.report.sections.items import ItemTable, tell_items
from screening.report.sections.made import Made, made_at, tell_made
from screening.report.sections.note import Note, tell_note
from screening.report.sections.outside import Outside, tell_outside
from screening.report.sections.own_words import OwnWords, tell_own_words
from screening.report.sections.scores import Card, tell_scores
from screening.report.sections.signed import Signed, tell_signed
from screening.report.sections.since import Since, tell_since
from screening.report.sections.trend import Trend, tell_trend
from screening.report.telling import Teller
from screening.report.wording import WORDINGS, Labels

VISITS_AT_MOST = 8  # in a trend, this one included


@dataclass(frozen=True, slots=True)
class Summary:
    """One visit for the clinician, in the order of the page."""

    language: str  # BCP 47
    description: str  # of the document, for its properties
    author: str  # the clinic
    made_at: str  # ISO 8601 with offset: time of the newest answer in it
    checksum: str  # SHA-256 of all that is shown, 64 hex digits
    labels: Labels
    running: Running
    masthead: Masthead
    identity: tuple[Detail, ...]
    outside: Outside | None  # None: a copy that stays in the clinic
    findings: Findings
    right_now: RightNow
    scores: tuple[Card, ...]
    not_again: tuple[str, ...]  # what was answered a short while ago and not asked again
    since: Since
    trend: Trend
    use: tuple[Fact, ...]
    features: tuple[FeatureTable, ...]
    own_words: tuple[OwnWords, ...]
    note: Note | None
    signed: Signed | None  # None: a draft
    items: tuple[ItemTable, ...]
    rules: tuple[RuleRow, ...]
    made: Made


def summarise(
    record: VisitRecord,
    references: Mapping[str, Reference],
    language: str = "en",
    *,
    outside: Passing | None = None,
    attachments: tuple[Attachment, ...] = (),
) -> Summary:
    """The summary of a visit.

    references   the sources that the questionnaires name, by id
    language     one of wording.WORDINGS
    outside      notice and consent, for a copy that leaves the clinic
    attachments  the files that will travel in the PDF; they are named on its last page
    """
    reading = reading_of(record, references, language)
    words, zone = reading.words, record.visit.zone
    summary = Summary(
        language=language,
        description=words.description,
        author=record.visit.site,
        made_at=made_at(reading).astimezone(zone).isoformat(timespec="seconds"),
        checksum="",
        labels=words.labels,
        running=tell_running(reading, ""),
        masthead=tell_masthead(reading),
        identity=tell_identity(reading),
        outside=tell_outside(outside, reading.tell),
        findings=tell_findings(reading),
        right_now=tell_right_now(reading),
        scores=tell_scores(reading),
        not_again=tell_not_again(reading),
        since=tell_since(reading),
        trend=tell_trend(reading),
        use=tell_use(reading),
        features=tell_features(reading),
        own_words=tell_own_words(reading),
        note=None if outside else tell_note(reading),  # may hold what only the clinic may read
        signed=tell_signed(reading),
        items=tell_items(reading),
        rules=tell_rules(reading),
        made=tell_made(reading, outside.notice if outside else None, attachments),
    )
    checksum = _checksum(summary)
    return replace(summary, checksum=checksum, running=tell_running(reading, checksum))


def reading_of(
    record: VisitRecord, references: Mapping[str, Reference], language: str = "en"
) -> Reading:
    """A visit and the earlier ones, worked out, with the words to tell them in."""
    zone = record.visit.zone
    earlier = record.earlier
    if len(earlier) >= VISITS_AT_MOST:  # the first one stays: changes are told against it too
        earlier = (earlier[0], *earlier[2 - VISITS_AT_MOST :])
    return Reading(
        today=evaluate_visit(record),
        earlier=tuple(evaluate_visit(one) for one in earlier),
        references=references,
        tell=Teller(
            WORDINGS[language],
            Locale.parse(language, sep="-"),
            zone,
            record.visit.started.astimezone(zone).year,
        ),
    )


def _checksum(summary: Summary) -> str:
    told = json.dumps(
        summary, default=_by_field, ensure_ascii=True, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(told.encode("ascii")).hexdigest()


def _by_field(value: Any) -> dict[str, object]:
    """What asdict gives, without a copy of every text below."""
    return {one.name: getattr(value, one.name) for one in fields(value)}
