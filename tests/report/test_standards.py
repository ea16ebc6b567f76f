"""One file that is PDF/A-3a and PDF/UA-1, with files inside it that come out as they went in."""

from __future__ import annotations

import io
import shutil
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pikepdf
import pydyf
import pytest

from screening.core.library import Library
from screening.core.visit import VisitRecord
from screening.report.attachment import Attachment
from screening.report.html import to_html
from screening.report.pdf import input_sha256, to_pdf
from screening.report.renderer import Renderer, missing_packages, own_renderer
from screening.report.summary import Summary, summarise
from screening.report.worker.parcel import pack, unpack
from tests.report.changes import WITHDRAWAL, only
from tests.report.checking import broken_rules, qpdf_complains

if missing := missing_packages():
    pytest.skip(f"needs {' '.join(missing)}", allow_module_level=True)

from screening.report.worker import archival
from screening.report.worker.typesetting import Typesetter

# The worker's fonts are the package's own; here the system may have none besides.
pytestmark = pytest.mark.filterwarnings("ignore:No fonts configured")

PAGE = "<html lang='en'><head><title>T</title></head><body><p>One line.</p></body></html>"
OF_ITSELF = PAGE.replace("line", "line 49")  # the text of this page ends in 0D once packed
MADE = datetime(2026, 11, 19, 10, 57, tzinfo=timezone(timedelta(hours=-7)))
FILES = (
    Attachment(
        "response.json", b'{"made": "up"}', "application/fhir+json", "Source", "Answers.", MADE
    ),
    Attachment("scores.csv", b"code,value\r\ncows,16\r\n", "text/csv", "Data", "Scores.", MADE),
)
# Packed, it ends with the last byte of its Adler-32: 0D.
ENDS_IN_0D = b"\x0c" * 257


@pytest.fixture(scope="module")
def short(record: VisitRecord, library: Library) -> Summary:
    """A visit of two questionnaires."""
    return summarise(only(record, "substance_use", "cows"), library.references)


@pytest.fixture(scope="module")
def typesetter() -> Typesetter:
    """In this process, so that a guard can be taken out of it."""
    return Typesetter()


@pytest.fixture(scope="module")
def pdf(renderer: Renderer, short: Summary) -> bytes:
    return to_pdf(short, renderer, attachments=FILES)


@pytest.mark.parametrize("names", [WITHDRAWAL, ("hair_history", "hair_exam")])
@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_no_rule_of_either_standard_is_broken(
    renderer: Renderer, record: VisitRecord, library: Library, names: tuple[str, ...], paper: str
) -> None:
    visit = only(record, *names)

    made = renderer.render_page(to_html(summarise(visit, library.references)), paper, FILES)

    assert broken_rules(made.pdf) == []
    assert made.log_lines == 0


def test_the_standards_are_told_in_plain_bytes(pdf: bytes) -> None:
    assert b'pdfaid:part="3" pdfaid:conformance="A"' in pdf
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf


def test_what_the_library_makes_by_itself_is_found_wanting(
    typesetter: Typesetter, monkeypatch: Any
) -> None:
    monkeypatch.setattr(archival, "_finish", lambda _document, _pdf: None)

    assert "PDFUA1-ID-PART-001" in broken_rules(typesetter.typeset(pack(PAGE), "a4").pdf)


def test_files_come_out_as_they_went_in(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        found: Any = opened.attachments
        for one in FILES:
            spec = found[one.name]
            file = spec.get_file()
            assert file.read_bytes() == one.content
            assert file.mime_type == one.media_type
            assert spec.relationship == f"/{one.relationship}"
            assert spec.description == one.description
            assert file.creation_date == file.mod_date == MADE.astimezone(UTC)


def test_each_file_is_listed_once(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        listed = [one.objgen for one in opened.Root.AF]

    assert len(listed) == len(set(listed)) == len(FILES)


def test_files_change_the_hash_that_a_pdf_is_kept_by(short: Summary) -> None:
    html = to_html(short)
    one, other = FILES
    inputs = [(), FILES, (one,), (other,), (other, one)]

    assert len({input_sha256(html, files) for files in inputs}) == len(inputs)
    assert unpack(pack(html, FILES)) == (html, FILES)


def test_two_workers_make_the_same_bytes_with_files(pdf: bytes, short: Summary) -> None:
    with own_renderer() as other:
        assert to_pdf(short, other, attachments=FILES) == pdf


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="needs qpdf")
def test_packed_bytes_may_end_in_a_carriage_return(renderer: Renderer, short: Summary) -> None:
    trap = Attachment("scores.csv", ENDS_IN_0D, "text/csv", "Data", "Scores.", MADE)
    made = to_pdf(short, renderer, attachments=(trap,))

    assert made.count(b"\r\r\nendstream") >= 1
    assert b"\r\nendstream" not in made.replace(b"\r\r\nendstream", b"")
    assert broken_rules(made) == []
    assert qpdf_complains(made) == ""


def test_without_the_second_line_end_the_standard_is_broken(
    typesetter: Typesetter, monkeypatch: Any
) -> None:
    trap = Attachment("scores.csv", ENDS_IN_0D, "text/csv", "Data", "Scores.", MADE)
    parcels = (pack(PAGE, (trap,)), pack(OF_ITSELF))

    ours = [typesetter.typeset(one, "a4").pdf for one in parcels]
    monkeypatch.setattr(pydyf.Stream, "data", archival._library_data)
    theirs = [typesetter.typeset(one, "a4").pdf for one in parcels]

    assert [broken_rules(pdf) for pdf in ours] == [[], []]
    assert [broken_rules(pdf) for pdf in theirs] == [["PDFA3A-STREAM-LENGTH-001"]] * 2
