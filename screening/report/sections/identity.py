"""Title, visit, patient: the masthead, the strip below it, and what runs along every page."""

from __future__ import annotations

from datetime import date, datetime

from babel import Locale, UnknownLocaleError

from screening.core.visit import PatientIdentity
from screening.quick_dataclass import dataclass
from screening.report.characters import capped, within_print
from screening.report.reading import Reading

NAME_AT_MOST = 90  # characters, in the lines that run along the pages also of those on paper
CUT = "…"
CHECKSUM_DIGITS = 12  # of 64; enough to tell two printed summaries apart


@dataclass(frozen=True, slots=True)
class Masthead:
    """The first lines of page 1."""

    title: str
    visit: str  # number, weekday, date and times
    site: str


@dataclass(frozen=True, slots=True)
class Detail:
    """One label of the identity strip with its value."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Running:
    """What stands in the head from page 2 on and in the foot of every page."""

    name: str
    header: str  # follows the name
    confidential: str
    patient: str
    proof: str  # checksum of the summary and head of the audit chain
    page: str  # stands before the page's number
    page_of: str  # stands before the number of pages


def tell_masthead(reading: Reading) -> Masthead:
    visit, tell, words = reading.today.record.visit, reading.tell, reading.words
    return Masthead(
        title=words.title,
        visit=(words.visit if visit.ended else words.visit_went_on).format(
            number=visit.number,
            day=tell.long_day(visit.started),
            start=tell.clock(visit.started),
            end=tell.clock(visit.ended) if visit.ended else "",
        ),
        site=visit.site,
    )


def tell_identity(reading: Reading) -> tuple[Detail, ...]:
    record, words, tell = reading.today.record, reading.words, reading.tell
    patient = record.patient
    years = _age(patient.born, record.visit.started.astimezone(tell.zone))
    raters = (reading.rater(filled) for filled in record.responses)
    spoken = (_language(reading, filled.language) for filled in record.responses)
    return (
        Detail(words.patient, name_words(patient)),
        Detail(words.born, words.age.format(day=tell.day(patient.born), years=years)),
        Detail(words.record, patient.record),
        Detail(words.answered_by, tell.cut("; ".join(dict.fromkeys(raters)))),
        Detail(words.language, ", ".join(dict.fromkeys(spoken))),
    )


def tell_running(reading: Reading, checksum: str) -> Running:
    record, words, tell = reading.today.record, reading.words, reading.tell
    patient = record.patient
    name = within_print(name_words(patient), NAME_AT_MOST, CUT)
    head = record.audit_head[:CHECKSUM_DIGITS] or words.no_audit_head
    return Running(
        name=name,
        header=words.header.format(
            born=tell.day(patient.born),
            record=patient.record,
            day=tell.day(record.visit.started),
            title=words.title,
        ),
        confidential=words.confidential,
        patient=words.footer_patient.format(name=name, record=patient.record),
        proof=words.footer_proof.format(checksum=checksum[:CHECKSUM_DIGITS], head=head),
        page=words.page,
        page_of=words.page_of,
    )


def name_words(patient: PatientIdentity) -> str:
    """SAMPLE, Jordan A."""
    return capped(f"{patient.family.upper()}, {patient.given}", NAME_AT_MOST, CUT)


def _age(born: date, at: datetime) -> int:
    return at.year - born.year - ((at.month, at.day) < (born.month, born.day))


def _language(reading: Reading, code: str) -> str:
    try:
        name = Locale.parse(code, sep="-").get_display_name(reading.tell.locale)
    except (ValueError, UnknownLocaleError):
        return code
    return name or code
