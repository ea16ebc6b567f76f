"""The leaflet's page: what it says of itself, and that it is one sheet that people can read."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import fields, replace
from math import sqrt
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from screening.core.leaflet import Leaflet
from screening.core.library import Library
from screening.report.leaflet import LeafletPage, leaflet_html, leaflet_pdf, tell_leaflet
from screening.report.renderer import Renderer, own_renderer
from screening.report.worker.markup import read_markup

POINT_SIZES = {"a4": (595, 842), "letter": (612, 792)}
SMALLEST, SMALLEST_TO_READ = 7.0, 10.0  # pt
PAYLOAD = "</li><script>alert(1)</script><img src=x onerror=y> \"'&amp; {{ 7*7 }}"


@pytest.fixture(scope="module")
def leaflet(library: Library) -> Leaflet:
    return library.leaflets["withdrawal_and_hair.en"]


@pytest.fixture(scope="module")
def page(leaflet: Leaflet, library: Library) -> LeafletPage:
    return tell_leaflet(leaflet, library.references)


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def words_of(pdf: bytes) -> str:
    """All text, with the hyphens that do not break as plain ones."""
    text = " ".join(page.extract_text() for page in read(pdf).pages)
    return " ".join(text.replace("\N{NON-BREAKING HYPHEN}", "-").split())


def test_it_says_which_version_it_is_and_that_nobody_has_reviewed_it(page: LeafletPage) -> None:
    assert page.imprint == (
        "English",
        "Version 1.0.0",
        "November 25, 2026",
        "Reviewed by: nobody yet",
    )


def test_who_reviewed_it_is_named(leaflet: Leaflet, library: Library) -> None:
    signed = leaflet.model_copy(update={"reviewed_by": "Dr Ada Byron, 1 Dec 2026"})

    told = tell_leaflet(signed, library.references)

    assert told.imprint[-1] == "Reviewed by: Dr Ada Byron, 1 Dec 2026"


def test_every_statement_stands_once_and_the_boxes_hold_what_cannot_wait(
    page: LeafletPage, leaflet: Leaflet
) -> None:
    shown = [page.intro]
    for section in (*page.sections, page.questions, *page.boxes):
        shown += [claim.text for claim in section.claims]
    shown += [line.text for line in page.help.lines]

    assert Counter(shown) == Counter(claim.text for claim in leaflet.said)
    assert [box.id for box in page.boxes] == ["call", "today"]


def test_staff_see_what_each_statement_rests_on(page: LeafletPage, leaflet: Leaflet) -> None:
    by_text = {backing.text: backing for backing in page.backing}

    assert set(by_text) == {claim.text for claim in leaflet.said}
    hair = next(b for text, b in by_text.items() if text.startswith("No good study"))
    assert hair.grade == "Evidence: none"
    assert any("Post 2019, poison centres" in source for source in hair.sources)
    flow = next(b for text, b in by_text.items() if text.startswith("If you drink"))
    assert flow.sources[0].startswith("General knowledge, not yet checked at a source.")
    ours = next(b for text, b in by_text.items() if text.startswith("When should I"))
    assert (ours.sources, ours.grade) == (("No outside source. A question.",), "")


def test_the_short_list_names_each_source_once_and_owns_up_to_the_unchecked(
    page: LeafletPage,
) -> None:
    listed = page.sources.split("; ")

    assert len(listed) == len(set(listed)) > 20
    assert "Smith 2022" in listed
    assert listed[-1] == "general knowledge, not yet checked at a source"


def test_a_leaflet_in_another_language_says_so_in_that_language(
    leaflet: Leaflet, library: Library
) -> None:
    spanish = tell_leaflet(leaflet.model_copy(update={"language": "es"}), library.references)

    assert spanish.language_name == "Español"
    assert '<html lang="es">' in leaflet_html(spanish)
    assert spanish.imprint[2] == "25 de noviembre de 2026"


def test_the_template_shows_the_whole_page_as_sound_markup(page: LeafletPage) -> None:
    html = leaflet_html(page)

    text = " ".join(" ".join(read_markup(html).itertext()).split())
    assert page.title in text
    assert page.sources in text.replace("\N{NON-BREAKING HYPHEN}", "-")
    for section in (*page.sections, page.questions, *page.boxes):
        assert section.title in text
    assert [line.number in text for line in page.help.lines] == [True] * 3
    assert " · ".join(page.imprint) in text


@pytest.mark.parametrize("field", ["title", "intro", "sources"])
def test_what_was_typed_stays_text(page: LeafletPage, field: str) -> None:
    assert field in {f.name for f in fields(page)}

    html = leaflet_html(replace(page, **{field: PAYLOAD}))

    assert "<script" not in html
    assert "<img" not in html
    assert "7*7" in html


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_the_leaflet_is_one_sheet_of_the_paper_asked_for(
    renderer: Renderer, page: LeafletPage, paper: str
) -> None:
    made = leaflet_pdf(page, renderer, paper)

    (sheet,) = read(made.pdf).pages
    assert (round(sheet.mediabox.width), round(sheet.mediabox.height)) == POINT_SIZES[paper]
    assert (made.pages, made.log_lines) == (1, 0)


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_every_statement_can_be_read_on_paper_in_the_order_of_the_file(
    renderer: Renderer, page: LeafletPage, paper: str
) -> None:
    text = words_of(leaflet_pdf(page, renderer, paper).pdf)

    sections = (*page.sections, page.questions, *page.boxes)
    claims = [claim.text for section in sections for claim in section.claims]
    places = [text.index(claim) for claim in claims]
    assert places == sorted(places)
    for line in page.help.lines:
        assert f"{line.number} {line.text}" in text
    assert " · ".join(page.imprint) in text


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_what_patients_read_is_ten_points_high_and_nothing_is_under_seven(
    renderer: Renderer, page: LeafletPage, paper: str
) -> None:
    sizes: dict[str, float] = {}

    def see(text: str, outer: Any, inner: Any, _font: Any, size: float) -> None:
        scale = sqrt(abs(outer[0] * outer[3] - outer[1] * outer[2]))
        scale *= sqrt(abs(inner[0] * inner[3] - inner[1] * inner[2]))
        if text.strip():
            sizes[text.strip()] = round(size * scale, 2)

    read(leaflet_pdf(page, renderer, paper).pdf).pages[0].extract_text(visitor_text=see)

    foot = {size for text, size in sizes.items() if text in f"{page.sources}" or "·" in text}
    assert max(sizes.values()) > 20  # the title: the measuring works
    assert min(sizes.values()) >= SMALLEST
    assert {size for size in sizes.values() if size < SMALLEST_TO_READ} == {min(foot)}


def test_the_document_is_tagged_and_says_what_it_is(renderer: Renderer, page: LeafletPage) -> None:
    reader = read(leaflet_pdf(page, renderer).pdf)
    root: Any = reader.trailer["/Root"]
    tags = Counter(tags_below(root["/StructTreeRoot"]))

    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert (tags["/H1"], tags["/H2"]) == (1, len((*page.sections, *page.boxes)) + 2)
    assert tags["/LI"] == len(page.backing) - 1  # all but the intro
    assert reader.metadata is not None
    assert reader.metadata.title == page.title
    assert str(reader.metadata.creation_date).startswith("2026-11-25")


def tags_below(node: Any) -> list[str]:
    node = node.get_object()
    if isinstance(node, ArrayObject):
        return [tag for part in node for tag in tags_below(part)]
    if not isinstance(node, DictionaryObject):
        return []
    own = [str(node["/S"])] if "/S" in node else []
    return own + (tags_below(node["/K"]) if "/K" in node else [])


def test_two_workers_make_the_same_bytes(renderer: Renderer, page: LeafletPage) -> None:
    with own_renderer() as other:
        assert leaflet_pdf(page, other).pdf == leaflet_pdf(page, renderer).pdf
