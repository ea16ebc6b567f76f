"""Page 1 keeps every finding and score whole, whatever stands on it; what moves begins page 2."""

from __future__ import annotations

import io
from dataclasses import replace
from math import ceil
from xml.etree.ElementTree import Element, tostring

import pytest
from pypdf import PdfReader

from screening.core.library import Library
from screening.core.visit import VisitRecord
from screening.report.html import to_html
from screening.report.renderer import Rendered, Renderer
from screening.report.summary import summarise
from screening.report.worker.markup import read_markup
from tests.report.changes import WITHDRAWAL, earlier_visits, only, quiet, with_recorded

LONGER = 0.35  # of a text, as a translation may be
SHORT = 4  # letters; figures and signs stay what they are
LONG_NAME = ("Wolfeschlegelsteinhausenbergerdorff-Voss", "Maximiliane Theodora")
SVG = "{http://www.w3.org/2000/svg}"


def stretched(html: str) -> str:
    """The page with each text outside the charts 35 % longer."""
    root = read_markup(html)
    _stretch(root)
    return tostring(root, encoding="unicode")


def _stretch(element: Element) -> None:
    if element.tag.startswith(SVG):
        return
    element.text = _longer(element.text)
    for child in element:
        _stretch(child)
        child.tail = _longer(child.tail)


def _longer(text: str | None) -> str | None:
    if not text or sum(sign.isalpha() for sign in text) < SHORT:
        return text
    wanted, words, more = ceil(len(text) * LONGER), text.split(), ""
    while len(more) < wanted:
        more += " " + words[len(more) % len(words)]
    return text.rstrip() + more[:wanted] + text[len(text.rstrip()) :]


def page_texts(made: Rendered) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(made.pdf)).pages]


def whole_findings(text: str) -> int:
    """Findings of which both lines and all columns stand in the text."""
    parts = ("long enough for a second line", "of some length that wraps”", "Within 28 days, by")
    return min(text.count(part) for part in parts)


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize(("findings", "visits"), [(0, 8), (8, 1)])
def test_texts_a_third_longer_split_no_finding_and_drop_no_score(
    renderer: Renderer,
    record: VisitRecord,
    library: Library,
    findings: int,
    visits: int,
    paper: str,
) -> None:
    patient = replace(record.patient, family=LONG_NAME[0], given=LONG_NAME[1])
    visit = earlier_visits(with_recorded(quiet(record), findings), visits - 1)
    html = to_html(summarise(replace(visit, patient=patient), library.references))

    made = renderer.render_page(stretched(html), paper)

    pages = page_texts(made)
    assert whole_findings(pages[0]) == findings
    assert "16 / 48" in pages[0]
    assert "23 / 64" in pages[0]
    assert made.log_lines == 0
    assert "Draft, not signed Dra" in pages[0]  # the stretching works


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_the_details_go_on_below_what_moved(
    renderer: Renderer, record: VisitRecord, library: Library, paper: str
) -> None:
    """Only page 1 is left alone: a page with a few lines of use and nothing else helps nobody."""
    made = renderer.render_page(
        to_html(summarise(with_recorded(only(record, *WITHDRAWAL), 5), library.references)), paper
    )

    pages = page_texts(made)
    assert made.step == "d"
    assert "Reviewed by" in pages[0]
    assert pages[1].startswith("Use ")
    places = [pages[1].index(words) for words in ("Use ", "In the patient’s words", "COWS Cl")]
    assert places == sorted(places)
    assert not any(
        words in pages[0] for words in ("In the patient’s words", "Overdose in the past")
    )
