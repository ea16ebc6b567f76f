"""A line of text shaped once for all boxes that hold the same words in the same type.

The library shapes each text of each box anew: once to find how wide a column has to be, once to set
it, and again in every trial of a fuller first page. A third of the texts of a summary stand on it
more than once, and most of them on the page for warming up already.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, NamedTuple

import pydyf
from weasyprint.draw import text as drawing
from weasyprint.text import line_break
from weasyprint.text.fonts import get_pango_font_key

# All that the library looks at when it shapes and breaks a text.
TYPE = (
    *("font_family", "font_size", "font_style", "font_weight", "font_stretch", "font_kerning"),
    *("font_variant_ligatures", "font_variant_position", "font_variant_caps"),
    *("font_variant_numeric", "font_variant_alternates", "font_variant_east_asian"),
    *("font_feature_settings", "font_variation_settings", "font_language_override"),
    *("lang", "direction", "letter_spacing", "word_spacing", "white_space", "word_break"),
    *("overflow_wrap", "tab_size", "text_decoration_line", "line_height", "hyphens"),
    *("hyphenate_character", "hyphenate_limit_chars", "hyphenate_limit_zone"),
)

_library_first_line = line_break.split_first_line


def split_first_line(
    text: str,
    style: Any,
    context: Any,
    max_width: Any,
    justification_spacing: Any,
    is_line_start: bool = True,
    minimum: bool = False,
) -> Any:
    """The first line of a text; one that has been shaped before is given again.

    Layouts are shared then. Nothing changes one after it was made: our sheets justify no text and
    cut none off.
    """
    known = _known(style)
    key = (text, _type(style, known))
    whole = known.get(key)
    if whole is not None and (max_width is None or whole[3] <= max_width):
        return whole
    exact = (*key, max_width, is_line_start, minimum)
    line = known.get(exact)
    if line is None:
        line = _library_first_line(
            text, style, context, max_width, justification_spacing, is_line_start, minimum
        )
        if not justification_spacing:
            # A space at the end takes room while the text is broken and none afterwards.
            stands_whole = line[2] is None and text[-1:] != " "
            known[key if stands_whole else exact] = line
    return line


_library_draw = drawing.draw_first_line


class Drawn(NamedTuple):
    """A line as it is written into any document."""

    font: Any  # Pango's
    font_key: Any  # by which a document knows it
    size: float
    shown: bytes  # the operator that shows the glyphs
    glyphs: tuple[tuple[int, str, float], ...]  # each once: its number, its text, its width


def draw_first_line(
    stream: Any, textbox: Any, text_overflow: str, block_ellipsis: str, matrix: Any
) -> Any:
    """Draw a line; one in a single face is worked out once and then written wherever it stands."""
    layout = textbox.pango_layout
    known = layout.__dict__
    if "drawn" not in known:
        cut = text_overflow == "ellipsis" or block_ellipsis != "none"
        known["drawn"] = None if cut else _watch(stream, textbox, matrix)
    drawn: Drawn | None = known["drawn"]
    if drawn is None:
        return _library_draw(stream, textbox, text_overflow, block_ellipsis, matrix)
    font = stream._fonts.get(drawn.font_key) or stream.add_font(drawn.font)[0]
    if known.get("told") is not font:
        known["told"] = font
        for glyph, text, width in drawn.glyphs:
            font.to_unicode.setdefault(glyph, text)
            font.widths.setdefault(glyph, width)
    stream.set_text_matrix(*matrix.values)
    stream.set_font_size(font.hash, drawn.size)
    stream.stream.append(drawn.shown)
    return []


class _Watched:
    """Stands for the stream while the library draws one line, and keeps what it would write."""

    def __init__(self, stream: Any) -> None:
        self.stream = stream
        self.ink_rect, self.logical_rect = stream.ink_rect, stream.logical_rect
        self.fonts: list[tuple[Any, SimpleNamespace]] = []
        self.sizes: list[float] = []
        self.shown: list[str] = []
        self.special = False

    def set_text_matrix(self, *_: float) -> None:
        """Not kept: each place has its own."""

    def add_font(self, pango_font: Any) -> tuple[SimpleNamespace, float]:
        font, size = self.stream.add_font(pango_font)
        self.special |= bool(font.bitmap or font.svg or font.png or font.colr)
        seen = SimpleNamespace(
            hash=font.hash, bitmap=False, svg=False, png=False, colr=False,
            to_unicode={}, widths={}, get_unused_glyph_id=self._unknown,
        )  # fmt: skip
        self.fonts.append((pango_font, seen))
        return seen, size

    def set_font_size(self, _name: str, size: float) -> None:
        self.sizes.append(size)

    def set_text_rise(self, _rise: float) -> None:
        self.special = True

    def show_text(self, glyphs: str) -> None:
        self.shown.append(glyphs)

    def _unknown(self, _codepoint: int) -> int:
        self.special = True
        return 0


def _watch(stream: Any, textbox: Any, matrix: Any) -> Drawn | None:
    """The line as the library draws it; None where it is more than glyphs of one face."""
    watched = _Watched(stream)
    emojis = _library_draw(watched, textbox, "clip", "none", matrix)
    if emojis or watched.special or not len(watched.fonts) == len(watched.shown) == 1:
        return None
    (pango_font, seen), writer = watched.fonts[0], pydyf.Stream()
    writer.show_text(watched.shown[0])
    glyphs = ((glyph, text, seen.widths[glyph]) for glyph, text in seen.to_unicode.items())
    key = get_pango_font_key(pango_font)[0]
    return Drawn(pango_font, key, watched.sizes[0], writer.stream[0], tuple(glyphs))


def _known(style: Any) -> dict[Any, Any]:
    """The lines shaped with these fonts."""
    found: dict[Any, Any] | None = style.font_config.__dict__.get("lines")
    if found is None:
        found = style.font_config.lines = {}
    return found


def _type(style: Any, known: dict[Any, Any]) -> int:
    """A number for all styles whose texts look alike."""
    found: int | None = style.__dict__.get("type")
    if found is None:
        looks = tuple([style[name] for name in TYPE])
        try:
            found = known.setdefault(looks, len(known))
        except TypeError:  # a set of decorations
            found = known.setdefault(repr(looks), len(known))
        style.type = found
    return found
