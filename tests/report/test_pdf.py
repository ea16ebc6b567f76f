"""A few facts of the bytes: pages, order of the text, tags, fonts, sizes; and that page 1 holds."""

from __future__ import annotations

import io
import re
import shutil
from dataclasses import replace
from typing import Any

import pytest
from pypdf import PdfReader

from screening.core.answers import Answer
from screening.core.library import Library
from screening.core.visit import VisitRecord
from screening.report.html import to_html
from screening.report.pdf import to_pdf
from screening.report.renderer import Rendered, Renderer, own_renderer
from screening.report.summary import Summary, summarise
from tests.report.changes import (
    WITHDRAWAL,
    earlier_visits,
    only,
    quiet,
    with_answers,
    with_recorded,
)
from tests.report.checking import (
    FONTS_AT_MOST,
    SMALLEST,
    first_page,
    fonts,
    qpdf_complains,
    text_sizes,
)

POINT_SIZES = {"a4": (595, 842), "letter": (612, 792)}
WHOLE = (*WITHDRAWAL, "withdrawal_safety", "kratom_use", "hair_history", "hair_exam")
LONG_NAME = "Wolfeschlegelsteinhausenbergerdorff-Voss"  # 40 letters


@pytest.fixture(scope="module")
def made(renderer: Renderer, summary: Summary) -> Rendered:
    return renderer.render_page(to_html(summary))


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def test_the_lines_since_last_time_run_on_with_a_space_between_them(
    renderer: Renderer, record: VisitRecord, library: Library
) -> None:
    text = first_page(set_page(renderer, only(record, *WITHDRAWAL), library, "a4").pdf)

    assert re.search(r"new\. COWS, moved .* 3\. SOWS-16, moved .* 3\. New findings:", text)


def test_page_1_tells_identity_findings_score_band_and_change_in_this_order(
    renderer: Renderer, record: VisitRecord, library: Library
) -> None:
    text = first_page(set_page(renderer, only(record, *WITHDRAWAL), library, "a4").pdf)

    places = [
        text.index(words)
        for words in (
            "SAMPLE, Jordan A.", "2 safety findings", "Right now", "COWS", "16 / 48", "Moderate",
            "5 higher", "Trend", "Use", "Reviewed by",
        )
    ]  # fmt: skip
    assert places == sorted(places)


def test_the_library_has_nothing_to_complain_about(made: Rendered) -> None:
    assert made.log_lines == 0


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_the_paper_is_the_one_asked_for(renderer: Renderer, summary: Summary, paper: str) -> None:
    box = read(to_pdf(summary, renderer, paper)).pages[0].mediabox

    assert (round(box.width), round(box.height)) == POINT_SIZES[paper]


def test_the_document_is_tagged_and_says_what_it_is(made: Rendered) -> None:
    reader = read(made.pdf)
    root: Any = reader.trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "en"
    assert reader.metadata is not None
    assert reader.metadata.title == "Screening summary"
    assert reader.metadata.author == "Riverside Recovery Clinic"
    assert str(reader.metadata.creation_date) == "2026-11-19 10:57:00-07:00"


def test_at_most_four_fonts_are_used_and_all_are_embedded(made: Rendered) -> None:
    found = fonts(made.pdf)

    assert 1 <= len(found) <= FONTS_AT_MOST
    assert all("Screening-Sans" in name for name in found)
    assert all("/FontFile2" in descriptor for descriptor in found.values())


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_no_text_is_smaller_than_seven_points(
    renderer: Renderer, summary: Summary, paper: str
) -> None:
    sizes = text_sizes(to_pdf(summary, renderer, paper))

    assert max(sizes) > 18  # the title: the measuring works
    assert min(sizes) >= SMALLEST, sizes[min(sizes)]


def test_two_workers_make_the_same_bytes(made: Rendered, summary: Summary) -> None:
    with own_renderer() as other:
        assert to_pdf(summary, other) == made.pdf


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="needs qpdf")
def test_qpdf_finds_nothing_wrong(made: Rendered) -> None:
    assert qpdf_complains(made.pdf) == ""


def test_every_page_carries_patient_record_checksum_and_its_number(
    made: Rendered, summary: Summary
) -> None:
    pages = read(made.pdf).pages

    for number, page in enumerate(pages, start=1):
        text = page.extract_text()
        assert "SAMPLE, Jordan A. · record 004-118-27" in text
        assert f"summary {summary.checksum[:12]}" in text
        assert f"Page {number} of {len(pages)}" in text
        assert "Confidential patient information" in text


def set_page(renderer: Renderer, record: VisitRecord, library: Library, paper: str) -> Rendered:
    return renderer.render_page(to_html(summarise(record, library.references)), paper)


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("findings", [0, 3, 5, 8])
def test_page_1_holds_its_findings_scores_and_review_line(
    renderer: Renderer, record: VisitRecord, library: Library, findings: int, paper: str
) -> None:
    visit = with_recorded(quiet(record), findings)

    made = set_page(renderer, visit, library, paper)

    text = first_page(made.pdf)
    assert text.count("Made-up finding") == findings
    assert "16 / 48" in text
    assert "23 / 64" in text
    assert "Reviewed by" in text
    assert made.step < "e"
    assert made.log_lines == 0


def test_findings_that_fill_the_page_come_first_and_the_rest_follows(
    renderer: Renderer, record: VisitRecord, library: Library
) -> None:
    made = set_page(renderer, with_recorded(record, 30), library, "letter")

    pages = [page.extract_text() for page in read(made.pdf).pages]
    assert made.step == "e"
    assert "30 within 28 days" not in pages[0]  # 3 others are more urgent
    assert sum(page.count("Made-up finding") for page in pages) == 30
    assert "Reviewed by" not in pages[0]
    assert "Reviewed by" in "".join(pages)


@pytest.mark.parametrize(
    ("names", "findings", "step"),
    [
        (("substance_use", "own_words", "cows"), 0, "a"),
        (WITHDRAWAL, 0, "b"),
        (("substance_use", "own_words", "hair_history", "cows"), 0, "c"),
        (WHOLE, 2, "d"),
    ],
)
def test_each_step_moves_what_it_says_and_keeps_the_rest(
    renderer: Renderer,
    record: VisitRecord,
    library: Library,
    names: tuple[str, ...],
    findings: int,
    step: str,
) -> None:
    visit = with_recorded(only(record, *names), findings)

    made = set_page(renderer, visit, library, "letter")

    page_1 = first_page(made.pdf).split("Reviewed by")[0]
    assert made.step == step
    assert ("In the patient’s words" in page_1) == (step < "b")
    assert ("Features of" in page_1) == ("hair_history" in names and step < "c")
    assert (" Days of the last 7 " in page_1) == (step < "d")
    whole_text = " ".join(page.extract_text() for page in read(made.pdf).pages)
    assert "In the patient’s words" in whole_text
    page_2 = read(made.pdf).pages[1].extract_text()
    first = {"a": "COWS", "b": "In the patient’s words", "c": "Features of", "d": "Use"}[step]
    assert page_2.startswith(first)


def test_only_as_many_quotes_leave_page_1_as_have_to(
    renderer: Renderer, record: VisitRecord, library: Library
) -> None:
    long = with_answers(
        record, "hair_history", {"own_words": Answer("own_words", "many words " * 100)}
    )
    visit = only(long, "substance_use", "own_words", "cows", "hair_history")
    features = replace(summarise(visit, library.references), features=())

    made = renderer.render_page(to_html(features), "a4")

    page_1, rest = (
        first_page(made.pdf),
        " ".join(page.extract_text() for page in read(made.pdf).pages[1:]),
    )
    assert made.step == "b"
    assert "I cut down but the nights are bad" in page_1
    assert "many words" not in page_1
    assert "many words" in rest
    assert "the nights are bad" not in rest.split("many words")[0]


@pytest.mark.parametrize("visits", [1, 8])
def test_one_and_eight_visits_fit(
    renderer: Renderer, record: VisitRecord, library: Library, visits: int
) -> None:
    visit = earlier_visits(only(record, *WITHDRAWAL), visits - 1)

    text = first_page(set_page(renderer, visit, library, "letter").pdf)

    assert f"over {visits} visit" in text
    assert "Reviewed by" in text


def test_a_name_of_forty_letters_runs_into_nothing(
    renderer: Renderer, record: VisitRecord, library: Library
) -> None:
    patient = replace(record.patient, family=LONG_NAME, given="Maximiliane Theodora")
    made = set_page(renderer, replace(record, patient=patient), library, "letter")

    whole = first_page(made.pdf).split("Finding")[0]
    text = whole.replace(" ", "").replace("-", "")
    # Its first part is wider than its column: it has to break, or it would cover the birth date.
    assert LONG_NAME.upper().partition("-")[0] not in whole
    assert LONG_NAME.upper().replace("-", "") in text
    assert "14Mar1988(38y)" in text
    assert made.log_lines == 0


def test_a_record_number_of_forty_signs_runs_into_nothing(
    renderer: Renderer, record: VisitRecord, library: Library
) -> None:
    long = "MRN" + "9" * 37
    patient = replace(record.patient, record=long)
    made = set_page(renderer, replace(record, patient=patient), library, "letter")

    whole = first_page(made.pdf).split("Finding")[0]
    # It is wider than its column: it has to break, or it would cover who answered.
    assert long not in whole
    assert long in "".join(whole.split())
    assert "Patient; R. Ortega, RN" in whole
