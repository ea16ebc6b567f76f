"""A draft says so on every page, a signed visit who signed; a copy for others what they may do."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from pypdf import PdfReader

from screening.core.clinic_texts import OutsideCopy
from screening.core.disclosure import Passing
from screening.core.library import Library
from screening.core.visit import Signature, VisitNote, VisitRecord
from screening.library_folder import shipped_clinic_texts
from screening.report.attachment import Attachment
from screening.report.html import to_html
from screening.report.pdf import to_pdf
from screening.report.renderer import Renderer
from screening.report.sections.sources import Line
from screening.report.summary import Summary, summarise
from tests.report.changes import WITHDRAWAL, an_agreed, only, with_recorded

DRAFT = "Draft, not signed"
SIGNED = Signature("Ada Moreno", datetime(2026, 11, 19, 17, 50, tzinfo=UTC))


def pages(renderer: Renderer, summary: Summary) -> list[str]:
    pdf = to_pdf(summary, renderer, "letter")
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def notice() -> OutsideCopy:
    found = shipped_clinic_texts()["en"].outside_copy
    assert found is not None
    return found


def passing() -> Passing:
    return Passing(notice(), an_agreed())


def test_every_page_says_draft_until_the_visit_is_signed(
    renderer: Renderer, record: VisitRecord, library: Library
) -> None:
    visit = only(record, *WITHDRAWAL)
    told = pages(renderer, summarise(visit, library.references))

    signed = replace(visit, signature=SIGNED)
    told_signed = pages(renderer, summarise(signed, library.references))

    assert len(told) > 2
    assert all(text.count(DRAFT) == 1 for text in told)
    assert not any(DRAFT in text for text in told_signed)
    assert "Signed by Ada Moreno, 19 Nov 2026, 10:50" in told_signed[0]
    assert "Reviewed by" not in told_signed[0]


def test_the_draft_mark_is_read_aloud_after_the_title(
    renderer: Renderer, record: VisitRecord, library: Library
) -> None:
    html = to_html(summarise(only(record, "cows"), library.references))

    body = html.partition("<header")[2]
    assert body.index("<h1>") < body.index(DRAFT) < body.index("Date of birth")


def test_a_copy_for_outside_says_on_each_page_and_at_length_on_the_first(
    renderer: Renderer, record: VisitRecord, library: Library
) -> None:
    visit = only(record, *WITHDRAWAL)

    told = pages(renderer, summarise(visit, library.references, outside=passing()))

    assert all(notice().short in text for text in told)
    first = told[0]
    assert all(" ".join(text.split()) in first for text in notice().text)
    places = [first.index(words) for words in ("Given to", "safety findings", "Reviewed by")]
    assert places == sorted(places)
    assert "Given to Dr Osei, Hill Clinic" in first
    assert "For what going on with care" in first
    assert (
        "Summary of this visit. Signed by Jordan A. Sample on 18 Nov 2026; holds until 18 May 2027"
        " unless it is taken back: in writing or by word of mouth to any of the staff." in first
    )
    assert "Notice 1.0.0 of 30 Nov 2026; read by counsel: nobody yet." in told[-1]


def test_a_copy_that_stays_says_nothing_of_it(record: VisitRecord, library: Library) -> None:
    html = to_html(summarise(only(record, "cows"), library.references))

    assert "Copy for outside" not in html
    assert notice().short not in html


def test_the_notice_pushes_no_finding_and_no_score_off_page_1(
    renderer: Renderer, record: VisitRecord, library: Library
) -> None:
    visit = with_recorded(only(record, *WITHDRAWAL), 5)

    first = pages(renderer, summarise(visit, library.references, outside=passing()))[0]

    assert first.count("Made-up finding") == 5
    assert "16 / 48" in first
    assert "23 / 64" in first


def test_the_clinics_own_note_does_not_go_outside(record: VisitRecord, library: Library) -> None:
    noted = replace(record, note=VisitNote("Walks.", "Ada Moreno", record.visit.started))

    kept = summarise(noted, library.references)
    given = summarise(noted, library.references, outside=passing())

    assert (kept.note is not None, given.note) == (True, None)


def test_counsel_who_read_the_notice_is_named(record: VisitRecord, library: Library) -> None:
    read = notice().model_copy(update={"read_by": "J. Roe, 1 Dec 2026", "dated": date(2026, 12, 1)})

    told = summarise(record, library.references, outside=Passing(read, an_agreed()))

    lines = [line.text for row in told.made.rows for line in row.lines]
    assert "Notice 1.0.0 of 1 Dec 2026; read by counsel: J. Roe, 1 Dec 2026." in lines


@pytest.mark.parametrize("content", [b"{}", b"{} "])
def test_attached_files_are_named_with_their_checksum(
    record: VisitRecord, library: Library, content: bytes
) -> None:
    file = Attachment(
        "response.json", content, "application/json", "Source", "The answers.", SIGNED.at
    )

    told = summarise(record, library.references, attachments=(file,))

    lines = [line for row in told.made.rows for line in row.lines]
    # sha256sum of the two bytes {}
    known = Line("response.json SHA-256 44136fa355b3678a1146ad16.", "The answers.")
    assert (known in lines) == (content == b"{}")
