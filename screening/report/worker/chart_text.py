"""A chart's labels, each set as one run of text.

The library sets every letter of SVG text on its own. That loses the kerning, takes words apart for
those who search or listen, and took a tenth of a page's time.
"""

from __future__ import annotations

from functools import lru_cache
from math import inf
from typing import Any

from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.draw.text import draw_emojis, draw_first_line
from weasyprint.matrix import Matrix
from weasyprint.svg import SVG
from weasyprint.svg.text import Style, TextBox
from weasyprint.svg.utils import color, size
from weasyprint.text.line_break import split_first_line

# What a run of text can follow. Anything else, such as letter-spacing, is left to the library.
FOLLOWED = frozenset(
    {"x", "y", "text-anchor", "font-size", "font-family", "font-weight", "fill", "class", "role"}
)
SHIFT = {"start": 0.0, "middle": 0.5, "end": 1.0}  # share of the width that stands before x


class ChartSVG(SVG):
    """The library's SVG but for plain text."""

    def draw_node(
        self, node: Any, font_size: float, fill_stroke: bool = True, context: Any = None
    ) -> None:
        if fill_stroke and is_plain_text(node):
            draw_run(self, node, size(node.get("font-size", "1em"), font_size, font_size))
        else:
            super().draw_node(node, font_size, fill_stroke, context)


def is_plain_text(node: Any) -> bool:
    """Whether it is one run of text in one colour at one place."""
    return (
        node.tag == "text"
        and bool(node.text)
        and not len(node._etree_node)
        and FOLLOWED.issuperset(node.attrib)
        and {"x", "y"} <= node.attrib.keys()
        and all(_is_number(node.get(name)) for name in ("x", "y"))
        and node.get("text-anchor", "start") in SHIFT
        and str(node.get("font-weight", "400")).isdecimal()
        and node.get("fill", "black").startswith(("#", "black"))
    )


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).replace("-", "", 1).isdecimal()


def draw_run(svg: Any, node: Any, font_size: float) -> None:
    """Draw plain text at its place.

    font_size  in the chart's own units
    """
    style = _style(node.get("font-family", "sans-serif"), int(node.get("font-weight", 400)))
    style = Style(style, font_size=font_size)
    style.font_config = svg.font_config
    layout, _, _, width, _, baseline = split_first_line(node.text, style, svg.context, inf, 0)
    x = float(node.get("x")) - SHIFT[node.get("text-anchor", "start")] * width
    y = float(node.get("y"))
    layout.reactivate(style)
    box = TextBox(layout, style)
    box.baseline = baseline
    svg.stream.push_state()
    svg.stream.set_color(color(node.get("fill", "black")))
    svg.stream.begin_text()
    emojis = draw_first_line(svg.stream, box, "none", "none", Matrix(d=-1, e=x, f=y))
    svg.stream.end_text()
    svg.stream.pop_state()
    draw_emojis(svg.stream, style, x, y, emojis)


@lru_cache(maxsize=8)
def _style(families: str, weight: int) -> dict[str, Any]:
    """What the library's text layout asks for, without a size."""
    return {
        **INITIAL_VALUES,
        "font_family": [family.strip("\"'") for family in families.split(",")],
        "font_weight": weight,
    }
