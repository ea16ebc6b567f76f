"""Our shorter ways through the library: the same bytes, or the same picture with whole words."""

from __future__ import annotations

import re
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from screening.core.library import Library
from screening.core.visit import VisitRecord
from screening.report.html import to_html
from screening.report.renderer import missing_packages
from screening.report.summary import summarise
from tests.report.changes import WITHDRAWAL, only

if missing := missing_packages():
    pytest.skip(f"needs {' '.join(missing)}", allow_module_level=True)

from weasyprint import css, images
from weasyprint.css.properties import INITIAL_VALUES, Dimension

from screening.report.worker import shortcuts
from screening.report.worker.assets import STATIC
from screening.report.worker.fitting import fit
from screening.report.worker.markup import read_markup
from screening.report.worker.parcel import pack
from screening.report.worker.quick_sizes import resolve_percentages
from screening.report.worker.quick_styles import QuickStyle
from screening.report.worker.shortcuts import SAME_BYTES, Place
from screening.report.worker.typesetting import PAPERS, Typesetter, _Page

# The worker's fonts are the package's own; here the system may have none besides.
pytestmark = pytest.mark.filterwarnings("ignore:No fonts configured")

CHART = Place(images, "SVG", shortcuts.ChartSVG)
PAGE = "<!DOCTYPE html><html lang='en'><head><title>T</title></head><body>{}</body></html>"
# What makes lines end in other ways than at a space, and what is set without them.
ODD_TEXT = PAGE.format(
    "<p class='own-words__text'>One line.\nA second\u2028and\u2029third;  two spaces,\ttab\n\n</p>"
    "<p style='width: 20mm; overflow-wrap: break-word'>Un\u00adbreak\u00adable" + "x" * 60 + "</p>"
    "<p style='width: 30mm; text-align: justify'>a few words that fill some lines\u00a0here</p>"
    "<p style='width: 9mm; hyphens: auto'>Incomprehensibilities</p>"
    "<p style='white-space: nowrap; letter-spacing: 1pt; word-spacing: 2pt'>spaced out</p>"
    "<p style='border: 1pt solid; text-decoration: underline'>in a box</p>"
    "<div style='margin-inline-start: 3mm'>moved to the right</div>"
    "<div style='border-left-style: solid'>an edge of no given width</div>"
    "<p style='position: absolute; top: 0; border: 1pt solid'>out of the flow, in a box</p>"
    "<p style='float: left; width: 30mm; background: #eee'>a float with a ground</p>"
    "<p style='margin-left: 2mm'>lines beside a float, as many as it takes to pass below it "
    * 5
    + "</p><p style='float: inline-end; position: relative'>another, at the other side</p>"
    "<p style='direction: rtl'>from the right</p>"
    "<p style='visibility: hidden; background: #eee'>not to be seen</p>"
    "<p style='outline-style: solid; color: #800000; border-top: 1pt solid'>in its own color</p>"
    "<p style='width: 50%; min-width: 2cm; max-height: 4cm; padding: 1% 2mm'>half of the width</p>"
    + "".join(
        f"<p style='{style}'>{words}</p>"
        for words in ("said over again", "said over again ", "said\nover again")
        for style in (
            *("width: 60mm", "width: 16mm", "width: 4mm", "width: 25mm", "font-size: 9pt"),
            *("white-space: pre-wrap; width: 25mm", "letter-spacing: 1pt", "float: left"),
            *(
                "text-decoration: underline",
                "font-weight: 700",
                "display: table-cell",
                "color: #888",
            ),
        )
    )
    + "<p>signs that our faces do not have: \u6f22\u5b57, \U0001f600 <i>and a second face</i></p>"
    + "".join(
        f"<div style='display: flex; flex-direction: {way}; width: 90mm; height: 20mm'>"
        "<p style='flex: 1; min-width: 5mm; padding: 1mm'>grows and shrinks</p>"
        "<p style='flex: 0 2 60mm; width: 10mm; min-height: 2mm'>begins wide, and goes back</p>"
        "<p style='flex: none; height: 5mm; max-width: 30mm; box-sizing: border-box'>stays</p>"
        "</div>"
        for way in ("row", "column", "row-reverse")
    )
    + "<div style='display: grid; grid-template-columns: 1fr 20mm'><p>one</p><p>two</p></div>"
    + "<p>a no-break\u00a0space, a hyphen\u2010and what looks - like them</p>"
    + "<p style='line-height: 2; font-variant-numeric: tabular-nums'>1 2 3 <b>4</b> <i>5</i></p>"
)


@pytest.fixture(scope="module")
def typesetter() -> Typesetter:
    return Typesetter()


@pytest.fixture(scope="module")
def withdrawal(record: VisitRecord, library: Library) -> str:
    """The page of a withdrawal visit."""
    return to_html(summarise(only(record, *WITHDRAWAL), library.references))


@pytest.fixture(scope="module")
def ours(typesetter: Typesetter, withdrawal: str) -> dict[str, bytes]:
    """The PDF of each text, set with all shorter ways."""
    return {html: typesetter.typeset(pack(html), "letter").pdf for html in (withdrawal, ODD_TEXT)}


class Style(dict[str, Any]):
    """Initial values, and room for what is kept beside them."""


@pytest.mark.parametrize("item", ["is_flex_item", "is_grid_item"])
def test_a_size_that_a_container_writes_into_a_style_holds_at_once(item: str) -> None:
    box = SimpleNamespace(
        **{"is_flex_item": False, "is_grid_item": False, item: True}, style=Style(INITIAL_VALUES)
    )
    resolve_percentages(box, (100, 100))
    box.style["width"] = Dimension(5, "px")

    resolve_percentages(box, (100, 100))

    assert box.width == 5


def test_no_sheet_of_ours_changes_a_layout_that_boxes_may_share() -> None:
    sheets = (STATIC / "css" / name for pair in PAPERS.values() for name in pair)

    for text in (sheet.read_text(encoding="utf-8") for sheet in sheets):
        assert not re.search(r"text-align[a-z-]*:\s*justify|text-overflow|block-ellipsis", text)


@pytest.mark.parametrize("place", SAME_BYTES, ids=lambda place: place.name)
def test_the_shorter_way_leads_to_the_same_bytes(
    typesetter: Typesetter, ours: dict[str, bytes], place: Place
) -> None:
    with shortcuts.without(place):
        theirs = {html: typesetter.typeset(pack(html), "letter").pdf for html in ours}

    assert theirs == ours


def test_a_style_answers_for_every_property_as_the_library_does(
    typesetter: Typesetter, withdrawal: str
) -> None:
    page = _Page(
        read_markup(withdrawal), typesetter.fetcher, typesetter._defaults, typesetter._counters
    )
    document, _ = fit(page.etree_element, lambda: typesetter._lay(page, "a4"))
    with shortcuts.without(*SAME_BYTES):
        library_style = css.ComputedStyle
    styles = {id(box.style): box.style for one in document.pages for box in _boxes(one._page_box)}
    quick = [style for style in styles.values() if type(style) is QuickStyle and style.plain]

    for style in quick:
        given = (
            style.parent_style, style.cascaded, style.pseudo_type, style.root_style,
            style.base_url, style.font_config, style.initial_page_sizes,
        )  # fmt: skip
        ours, theirs = QuickStyle(*given), library_style(*given)
        for name in INITIAL_VALUES:
            assert ours[name] == theirs[name], name

    assert len(quick) > 200


def _boxes(box: Any) -> list[Any]:
    return [box, *(inner for child in box.all_children() for inner in _boxes(child))]


SVG = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 99 20'>{}</svg>"
PLAIN = "x='9' y='9' font-size='7' font-family='Screening Sans'"


@pytest.mark.parametrize(
    "text",
    [
        f"<text {PLAIN} letter-spacing='1'>AVA</text>",
        f"<text {PLAIN} textLength='40'>AVA</text>",
        f"<text {PLAIN} rotate='9'>AVA</text>",
        f"<text {PLAIN} transform='rotate(9)'>AVA</text>",
        f"<text {PLAIN} dx='1 2'>AVA</text>",
        f"<text {PLAIN} opacity='0.5'>AVA</text>",
        f"<text {PLAIN} style='fill: red'>AVA</text>",
        f"<text {PLAIN}>A<tspan>V</tspan>A</text>",
        "<text x='9 20 30' y='9'>AVA</text>",
        "<text x='9%' y='9' font-size='7'>AVA</text>",
        f"<text {PLAIN} text-anchor='nowhere'>AVA</text>",
        f"<text {PLAIN} fill='none'>AVA</text>",
        f"<g opacity='0.5'><text {PLAIN} dominant-baseline='middle'>AVA</text></g>",
        f"<text {PLAIN}></text>",
    ],
)
def test_text_with_anything_special_is_left_to_the_library(
    typesetter: Typesetter, text: str
) -> None:
    html = PAGE.format(SVG.format(text))
    ours = typesetter.typeset(pack(html), "a4").pdf

    with shortcuts.without(CHART):
        assert typesetter.typeset(pack(html), "a4").pdf == ours


@pytest.mark.parametrize("anchor", ["start", "middle", "end"])
def test_plain_text_of_a_chart_is_one_run(typesetter: Typesetter, anchor: str) -> None:
    html = PAGE.format(SVG.format(f"<text {PLAIN} text-anchor='{anchor}'>AVA</text>"))
    ours = typesetter.typeset(pack(html), "a4").pdf

    with shortcuts.without(CHART):
        assert len(typesetter.typeset(pack(html), "a4").pdf) > len(ours)


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs pdftotext")
def test_labels_stand_where_the_library_puts_them_and_are_whole_words(
    typesetter: Typesetter, withdrawal: str, tmp_path: Path
) -> None:
    ours = _words(typesetter.typeset(pack(withdrawal), "a4").pdf, tmp_path)
    with shortcuts.without(CHART):
        theirs = _words(typesetter.typeset(pack(withdrawal), "a4").pdf, tmp_path)

    left = [word for word in theirs if not any(_near(word, one) for one in ours)]
    # Letter by letter, the library's "5 h" reads as one word.
    assert {word[-1] for word in left} <= {"5h"}
    texts = [word[-1] for word in ours]
    assert "5h" not in texts
    # Under a point of the chart, hours since the last use are two words.
    assert any(a.isdecimal() and b == "h" for a, b in pairwise(texts))


def _words(pdf: bytes, folder: Path) -> list[tuple[float, float, float, float, str]]:
    """Left, top, right, bottom in points, and the word, for page 1."""
    (folder / "page.pdf").write_bytes(pdf)
    told = subprocess.run(
        ["pdftotext", "-bbox", "-l", "1", str(folder / "page.pdf"), "-"],
        capture_output=True,
        check=True,
    ).stdout.decode("utf-8")
    found = re.findall(r'Min="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.*)</word>', told)
    return [(float(a), float(b), float(c), float(d), word) for a, b, c, d, word in found]


def _near(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    """The same word within half a point: kerning draws letters together by less."""
    return one[-1] == other[-1] and all(
        abs(a - b) < 0.5 for a, b in zip(one[:4], other[:4], strict=True)
    )
