"""A line of text shaped once for all boxes that hold the same words in the same type.

The library shapes each text of each box anew: once to find how wide a column has to be, once to set
it, and again in every trial of a fuller first page. A third of the texts of a summary stand on it
more than once, and most of them on the page for warming up already.
"""

from __future__ import annotations

from typing import Any

from weasyprint.draw import text as drawing
from weasyprint.text import line_break

from screening.report.worker.quick_glyphs import Drawn, draw

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
    known = _kept(style, "lines")
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


def draw_first_line(
    stream: Any, textbox: Any, text_overflow: str, block_ellipsis: str, matrix: Any
) -> Any:
    """Draw a line; one in a single face is worked out once and then written wherever it stands."""
    layout = textbox.pango_layout
    known = layout.__dict__
    if "drawn" not in known:
        cut = text_overflow == "ellipsis" or block_ellipsis != "none"
        known["drawn"] = None if cut else draw(stream, textbox, _kept(textbox.style, "faces"))
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


def _kept(style: Any, name: str) -> dict[Any, Any]:
    """What is kept beside these fonts: the lines that were shaped, the faces that were drawn."""
    found: dict[Any, Any] | None = style.font_config.__dict__.get(name)
    if found is None:
        found = style.font_config.__dict__[name] = {}
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
