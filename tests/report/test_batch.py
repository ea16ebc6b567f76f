"""Several summaries in one file: in order, tagged, a bookmark each, and nothing mixed up."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest
from pypdf import PdfReader

from screening.core.library import Library
from screening.core.visit import VisitRecord
from screening.report.batch import Part, merge
from screening.report.pdf import to_pdf
from screening.report.renderer import Renderer
from screening.report.summary import summarise
from tests.report.changes import only


@pytest.fixture(scope="module")
def parts(renderer: Renderer, record: VisitRecord, library: Library) -> tuple[Part, Part]:
    """Two visits, one of them shorter."""
    whole = to_pdf(summarise(record, library.references), renderer)
    short = only(record, "substance_use", "cows")
    return Part("Sample, Jordan · 09:30", whole), Part(
        "Ünal, Zoë · 10:15", to_pdf(summarise(short, library.references), renderer)
    )


@pytest.fixture(scope="module")
def merged(parts: tuple[Part, Part]) -> bytes:
    return merge(parts, title="Summaries of 2026-11-19", language="en", author="Harbour Clinic")


def pages_of(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def test_each_visit_keeps_its_pages_and_their_numbers(
    parts: tuple[Part, Part], merged: bytes
) -> None:
    assert pages_of(merged) == [text for part in parts for text in pages_of(part.pdf)]
    assert "Page 1 of" in pages_of(merged)[len(pages_of(parts[0].pdf))]


def test_each_visit_has_one_bookmark_that_leads_to_its_first_page(
    parts: tuple[Part, Part], merged: bytes
) -> None:
    reader = PdfReader(io.BytesIO(merged))

    found = [(m["/Title"], reader.get_destination_page_number(m)) for m in reader.outline]  # type: ignore[call-overload,index,arg-type]
    assert found == [(parts[0].title, 0), (parts[1].title, len(pages_of(parts[0].pdf)))]


def test_the_file_keeps_pdf_ua_and_says_what_it_is(merged: bytes) -> None:
    validation = pytest.importorskip("page", reason="page-validation is not installed")

    report = validation.validate_pdf_bytes(merged, profile="ua1")

    assert [failure.rule_id for failure in report.failures] == []
    with pikepdf.open(io.BytesIO(merged)) as pdf:
        assert str(pdf.Root.Lang) == "en"
        with pdf.open_metadata() as about:
            assert about["dc:title"] == "Summaries of 2026-11-19"


def test_the_tags_of_each_visit_stand_in_their_order_and_lead_to_its_own_pages(
    parts: tuple[Part, Part], merged: bytes
) -> None:
    with pikepdf.open(io.BytesIO(merged)) as pdf:
        pages = [page.obj.objgen for page in pdf.pages]
        (whole,) = [pdf.Root.StructTreeRoot.K]
        sections = list(whole.K)
        spans = [sorted({pages.index(one) for one in pages_below(part)}) for part in sections]
        titles = [str(part.T) for part in sections]

    first = len(pages_of(parts[0].pdf))
    assert titles == [part.title for part in parts]
    assert spans == [list(range(first)), list(range(first, len(pages)))]


def test_what_stands_on_a_page_is_found_from_it_again(merged: bytes) -> None:
    with pikepdf.open(io.BytesIO(merged)) as pdf:
        numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
        owners = {int(numbers[at]): numbers[at + 1] for at in range(0, len(numbers), 2)}
        for page in pdf.pages:
            marked = owners[int(page.StructParents)]
            on = {one.Pg.objgen for one in marked if one is not None and "/Pg" in one}
            assert on == {page.obj.objgen}


def test_a_cell_finds_its_own_visits_heads(merged: bytes) -> None:
    with pikepdf.open(io.BytesIO(merged)) as pdf:
        elements = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/S" in o]
        names = [str(one.ID) for one in elements if "/ID" in one]
        asked = {
            str(name)
            for one in elements
            if isinstance(one.get("/A"), pikepdf.Dictionary)
            for name in one.A.get("/Headers", ())
        }

    assert len(names) == len(set(names)) > 20
    assert asked <= set(names)
    assert {name.partition(".")[0] for name in asked} == {"1", "2"}


def test_many_visits_share_no_room_twice(parts: tuple[Part, Part], merged: bytes) -> None:
    assert len(merged) < 1.2 * sum(len(part.pdf) for part in parts)


def pages_below(element: Any) -> set[tuple[int, int]]:
    found, waiting = set(), [element]
    while waiting:
        one = waiting.pop()
        if "/Pg" in one:
            found.add(one.Pg.objgen)
        kids = one.get("/K")
        if isinstance(kids, pikepdf.Array):
            waiting += [k for k in kids if isinstance(k, pikepdf.Dictionary) and "/S" in k]
        elif isinstance(kids, pikepdf.Dictionary):
            waiting.append(kids)
    return found
