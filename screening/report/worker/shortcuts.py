"""Shorter ways through the library, each put in the place of the library's own by one table.

All but the last two lead to the same bytes. A fork lives for one page, so what the library gives
back early to save memory is kept; and what nearly every box asks of its style is answered first.
"""

from __future__ import annotations

import contextlib
import zlib
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, NamedTuple

import pydyf
from weasyprint import css, images
from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES
from weasyprint.formatting_structure import boxes
from weasyprint.layout import background
from weasyprint.text import line_break
from weasyprint.text.ffi import ffi, pango

from screening.report.worker.chart_text import ChartSVG

# What the library works out with regard to other properties, or passes on in ways of its own.
SPECIAL = ("float", "display", "position", "page", "text_decoration_")
_ORDINARY = {name: value for name, value in INITIAL_VALUES.items() if not name.startswith(SPECIAL)}
INITIAL = {
    name: value
    for name, value in _ORDINARY.items()
    if name not in INHERITED and name not in INITIAL_NOT_COMPUTED
}
PASSED_ON = frozenset(name for name in _ORDINARY if name in INHERITED)
# margin-inline-start and the like: where one is given, it may stand for the property asked for.
LOGICAL = frozenset(
    name(block="ttb", inline=inline)
    for name in PHYSICAL_FUNCTIONS.values()
    for inline in ("ltr", "rtl")
)
# Where no sheet gives an edge a style, it has none and its width is 0.
EDGES = {
    f"border_{side}_width": f"border_{side}_style" for side in ("top", "right", "bottom", "left")
}
CORNERS = tuple(
    f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left")
)
NO_RADIUS = INITIAL_VALUES[CORNERS[0]]
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


class QuickStyle(css.ComputedStyle):
    """The style of an element: what no sheet speaks of is initial or the parent's."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.plain = self.parent_style is not None and LOGICAL.isdisjoint(self.cascaded)

    def __missing__(self, key: str) -> Any:
        if self.plain and key not in self.cascaded:
            if key in INITIAL:
                value = self[key] = INITIAL[key]
                return value
            if key in PASSED_ON:
                value = self[key] = self.parent_style[key]
                return value
            if key in EDGES and EDGES[key] not in self.cascaded:
                value = self[key] = 0
                return value
        return super().__missing__(key)


class QuickAnonymousStyle(css.AnonymousStyle):
    """The style of a box without an element, for which no sheet can speak."""

    def __missing__(self, key: str) -> Any:
        if key in INITIAL:
            value = self[key] = INITIAL[key]
            return value
        if key in PASSED_ON:
            value = self[key] = self.parent_style[key]
            return value
        return super().__missing__(key)


def is_in_normal_flow(box: Any) -> bool:
    """Whether it is; the library asks five questions of the same two properties."""
    style = box.style
    return style["float"] == "none" and style["position"] in ("static", "relative")


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
