"""Shorter ways through the library, each put in the place of the library's own by one table.

All but the last two lead to the same bytes. A fork lives for one page, so what the library gives
back early to save memory is kept; and what is so of nearly every box is asked first.
"""

from __future__ import annotations

import contextlib
import zlib
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, NamedTuple

import pydyf
from weasyprint import css, images
from weasyprint.css.properties import INITIAL_VALUES, Dimension
from weasyprint.draw import border, color, text
from weasyprint.formatting_structure import boxes
from weasyprint.layout import (
    absolute,
    background,
    block,
    column,
    inline,
    page,
    percent,
    preferred,
    table,
)
from weasyprint.layout import float as floating
from weasyprint.text import line_break
from weasyprint.text.ffi import ffi, pango

from screening.report.worker.chart_text import ChartSVG
from screening.report.worker.quick_lines import draw_first_line, split_first_line
from screening.report.worker.quick_sizes import resolve_percentages
from screening.report.worker.quick_styles import (
    QuickAnonymousStyle,
    QuickStyle,
    font_description,
    get_color,
    strut,
)

CORNERS = tuple(
    f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left")
)
NO_RADIUS = INITIAL_VALUES[CORNERS[0]]
NO_IMAGE = INITIAL_VALUES["background_image"]
# 9, which the library takes, costs a page 15 ms more and saves 5 % of its bytes.
PACKING = 4


class KeptLayout(line_break.Layout):
    """A text shaped once: the library shapes it to measure, throws that away, shapes it to draw."""

    def set_text(self, text: str, justify: bool = False) -> None:
        super().set_text(text, justify)
        # As drawing will want it: a change between measuring and drawing would shape it again.
        # Only without line breaks, which measuring must still see.
        single = self.text.isprintable()
        pango.pango_layout_set_single_paragraph_mode(self.layout, single)

    def deactivate(self) -> None:
        """Keep everything."""

    def reactivate(self, style: Any) -> None:
        # Drawing takes the first line alone. None is known to leave a second one here; if one did,
        # words would be lost without a sign.
        several = pango.pango_layout_get_line_readonly(self.layout, 1) != ffi.NULL
        if several or self.justification_spacing:
            super().reactivate(style)


def is_in_normal_flow(box: Any) -> bool:
    """Whether it is; the library asks five questions of the same two properties."""
    style = box.style
    return style["float"] == "none" and style["position"] in ("static", "relative")


_library_size = percent.resolve_one_percentage


def resolve_size(box: Any, name: str, refer_to: Any) -> None:
    """One margin, padding, width or height; most are lengths in pixels."""
    value = box.style[name]
    if value.__class__ is Dimension and value.unit == "px":
        setattr(box, name, value.value)
    else:
        _library_size(box, name, refer_to)


_library_collisions = inline.avoid_collisions


def avoid_collisions(context: Any, box: Any, around: Any, outer: bool = True) -> Any:
    """Left, top and width that floats leave for a line; most lines have none beside them."""
    plain = not (outer or context.excluded_shapes) and around.style["direction"] == "ltr"
    if not (plain and isinstance(box, boxes.LineBox)):
        return _library_collisions(context, box, around, outer)
    top = box.border_box_y() - box.margin_top
    return around.content_box_x(), top, around.width - box.margin_left - box.margin_right


_library_backgrounds = background.layout_box_backgrounds


def layout_backgrounds(
    page: Any, box: Any, image: Any, layout_children: bool = True, style: Any = None
) -> None:
    """Give no background to a box whose style has none; else what the library does."""
    if style is not None or box is page or not _is_bare(box.style):
        _library_backgrounds(page, box, image, layout_children, style)
        return
    resolve_radii(box)
    if layout_children:
        for child in box.all_children():
            layout_backgrounds(page, child, image)
    box.background = None


def _is_bare(style: Any) -> bool:
    found: bool | None = style.__dict__.get("bare")
    if found is None:
        hidden = style["visibility"] == "hidden" or get_color(style, "background_color").alpha == 0
        sources = (style["border_image_source"][0], style["mask_border_source"][0])
        found = style.bare = (
            hidden
            and sources == ("none", "none")
            and style["background_image"] == NO_IMAGE
            and not style["box_shadow"]
        )
    return found


_library_radii = background.resolve_radii_percentages


def resolve_radii(box: Any) -> None:
    """Round no corner of a box that has no radius; else what the library does."""
    style = box.style
    if all(style[corner] == NO_RADIUS for corner in CORNERS):
        for corner in CORNERS:
            setattr(box, corner, (0, 0))  # passed on by the placeholder of an absolute box
    else:
        _library_radii(box)


_library_to_bytes = pydyf._to_bytes


def to_bytes(item: Any) -> bytes:
    """What the library makes of it, for the four usual types without trying each in turn."""
    kind = type(item)
    made: bytes
    if kind is bytes:
        made = item
    elif kind is str:
        made = item.encode("ascii")
    elif kind is int or (kind is float and item.is_integer()):
        made = b"%d" % item
    elif kind is float:
        made = (b"%f" % item).rstrip(b"0")
    else:
        made = _library_to_bytes(item)
    return made


class Place(NamedTuple):
    """Where the library looks for something, and what it shall find."""

    module: Any  # or a class
    name: str
    ours: Any


packer = SimpleNamespace(
    compress=zlib.compress, compressobj=lambda level: zlib.compressobj(min(level, PACKING))
)
SAME_BYTES = (
    Place(line_break, "Layout", KeptLayout),
    Place(css, "ComputedStyle", QuickStyle),
    Place(css, "AnonymousStyle", QuickAnonymousStyle),
    Place(boxes.Box, "is_in_normal_flow", is_in_normal_flow),
    Place(background, "resolve_radii_percentages", resolve_radii),
    Place(pydyf, "_to_bytes", to_bytes),
    Place(percent, "resolve_one_percentage", resolve_size),
    *(
        Place(module, "resolve_percentages", resolve_percentages)
        for module in (absolute, block, column, floating, inline, page, table)
    ),
    Place(inline, "avoid_collisions", avoid_collisions),
    Place(background, "layout_box_backgrounds", layout_backgrounds),
    Place(text, "draw_first_line", draw_first_line),
    Place(inline, "strut", strut),
    *(Place(module, "split_first_line", split_first_line) for module in (inline, preferred)),
    Place(line_break, "get_font_description", font_description),
    *(Place(module, "get_color", get_color) for module in (border, color, text)),
)
PLACES = (*SAME_BYTES, Place(pydyf, "zlib", packer), Place(images, "SVG", ChartSVG))
_LIBRARY = {(place.module, place.name): getattr(*place[:2]) for place in PLACES}


def take() -> None:
    """Put ours in every place."""
    for place in PLACES:
        setattr(place.module, place.name, place.ours)


@contextlib.contextmanager
def without(*left_out: Place) -> Iterator[None]:
    """The library's own in these places, for comparison."""
    for place in left_out:
        setattr(place.module, place.name, _LIBRARY[place[:2]])
    try:
        yield
    finally:
        take()
