"""Shorter ways to what a style says: initial values at once, and what is often asked, once.

The library works each property out when it is asked for, which a page does 20,000 times.
"""

from __future__ import annotations

from typing import Any

from weasyprint import css
from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES
from weasyprint.text import line_break

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
    f"{edge}_style": f"{edge}_width"
    for edge in ("border_top", "border_right", "border_bottom", "border_left", "outline")
}
# These three are computed from one another: where no sheet gives one, each stays as it begins.
PLACED = {name: INITIAL_VALUES[name] for name in ("position", "float", "display")}
# An element's style before any sheet is read, and what each property of a sheet takes out of it.
UNSTYLED = INITIAL | PLACED | dict.fromkeys(EDGES.values(), 0)
RESTS_ON = {style: (style, width) for style, width in EDGES.items()} | {
    "float": ("float", "display"),
    "position": ("position", "float", "display"),
}
HANDED_ON = PASSED_ON | {
    "page",
    *(f"text_decoration_{name}" for name in ("line", "color", "style", "thickness")),
}


class QuickStyle(css.ComputedStyle):
    """The style of an element: what no sheet speaks of is initial or the parent's."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.plain = self.parent_style is not None and LOGICAL.isdisjoint(self.cascaded)
        if self.plain:
            self.specified.update(PLACED)
            self.update(UNSTYLED)
            for key in self.cascaded:
                for name in RESTS_ON.get(key, (key,)):
                    self.pop(name, None)

    def __missing__(self, key: str) -> Any:
        if self.plain and key in HANDED_ON and key not in self.cascaded:
            value = self[key] = self.parent_style[key]
            return value
        return super().__missing__(key)


class QuickAnonymousStyle(css.AnonymousStyle):
    """The style of a box without an element, for which no sheet can speak."""

    def __init__(self, parent_style: Any) -> None:
        super().__init__(parent_style)
        self.update(INITIAL)

    def __missing__(self, key: str) -> Any:
        if key in PASSED_ON:
            value = self[key] = self.parent_style[key]
            return value
        return super().__missing__(key)


_library_strut = line_break.strut


def strut(style: Any) -> tuple[float, float]:
    """Height and baseline of a line; the library spells out the font at each line to find it."""
    found: tuple[float, float] | None = style.__dict__.get("strut")
    if found is None:
        found = style.strut = _library_strut(style)
    return found


_library_description = line_break.get_font_description


def font_description(style: Any) -> Any:
    """Pango's description of a style's font, which a layout copies."""
    found = style.__dict__.get("description")
    if found is None:
        found = style.description = _library_description(style)
    return found


def get_color(style: Any, key: str) -> Any:
    """A color; the library compares each with a word, letter by letter."""
    value = style[key]
    return style["color"] if value.__class__ is str else value
