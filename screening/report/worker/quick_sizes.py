"""The used sizes of a box whose sheet gives them in pixels: once for a style, not for each box.

The library asks a style for seventeen lengths at each layout of each box. Where none of them is a
share of something else, which is so of nearly every box, they are the same each time.
"""

from __future__ import annotations

from typing import Any

from weasyprint.css.properties import Dimension
from weasyprint.layout import percent

EDGES = ("top", "right", "bottom", "left")
BORDERS = tuple(f"border_{edge}_width" for edge in EDGES)
MARGINS = tuple(f"margin_{edge}" for edge in EDGES)
LENGTHS = (
    *(f"padding_{edge}" for edge in EDGES),
    *("width", "height", "min_width", "min_height", "max_width", "max_height"),
)
AT_LEAST = ("min_width", "min_height")  # where "auto" is no size at all: 0

_library_sizes = percent.resolve_percentages


def resolve_percentages(box: Any, containing_block: Any) -> None:
    """Give a box its used sizes."""
    style = box.style
    # A flex container writes sizes into the styles of what it lays out.
    sizes = None if box.is_flex_item or box.is_grid_item else _sizes(style)
    if sizes is None:
        _library_sizes(box, containing_block)
        return
    held = box.__dict__
    held.update(sizes)
    collapsed = style["border_collapse"] == "collapse"
    for name in BORDERS:
        # In a table, neighbours have settled the width of a border between them.
        if not (collapsed and name in held):
            held[name] = style[name]
    if style["box_sizing"] != "content-box":
        percent.adjust_box_sizing(box, "width")
        percent.adjust_box_sizing(box, "height")


def _sizes(style: Any) -> dict[str, Any] | None:
    """Every size but the borders'; None where one is a share of something."""
    known = style.__dict__
    if "sizes" not in known:
        known["sizes"] = _worked_out(style)
    sizes: dict[str, Any] | None = known["sizes"]
    return sizes


def _worked_out(style: Any) -> dict[str, Any] | None:
    found: dict[str, Any] = {}
    for name in (*MARGINS, *LENGTHS):
        value = style[name]
        if value.__class__ is Dimension and value.unit == "px":
            found[name] = value.value
        elif value.__class__ is str and value == "auto":
            found[name] = 0 if name in AT_LEAST else value
        else:
            return None
    return found
