"""The glyphs of a drawn line, read as one run of numbers.

The library asks cffi nine times for each glyph, and for the name of the font twice for each line.
"""

from __future__ import annotations

from struct import Struct
from typing import Any, NamedTuple

import pydyf
from weasyprint.text.ffi import FROM_UNITS, ffi, pango
from weasyprint.text.fonts import get_pango_font_key

GLYPH = Struct("=Iiii4x")  # its number; its width and how far it is moved, in Pango's units
assert ffi.sizeof("PangoGlyphInfo") == GLYPH.size
EMPTY, UNKNOWN = int(pango.PANGO_GLYPH_EMPTY), int(pango.PANGO_GLYPH_UNKNOWN_FLAG)
OWN_SIZE = pango.pango_version() >= 14802  # before, the library takes the size from the style


class Drawn(NamedTuple):
    """A line as it is written into any document."""

    font: Any  # Pango's
    font_key: Any  # by which a document knows it
    size: float
    shown: bytes  # the operator that shows the glyphs
    glyphs: tuple[tuple[int, str, int], ...]  # each once: its number, its text, its width


class Face(NamedTuple):
    """A font in one size."""

    font: Any  # Pango's
    key: Any
    size: float
    plain: bool  # letters alone: no pictures, no colors
    widths: dict[int, int]  # glyph -> thousandths of the size
    # A layout in use, so that Pango does not free the font. KeptLayout sets no other text in it.
    kept_by: Any


def draw(stream: Any, textbox: Any, faces: dict[int, Face]) -> Drawn | None:
    """The line of a text box; None where it is more than letters of one face, left to right.

    faces   by the address of Pango's font; what is found is added
    """
    layout = textbox.pango_layout
    if not OWN_SIZE or not textbox.text.strip() or textbox.style["font_size"] < 1e-6:
        return None
    pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
    run, text = layout.get_first_line()[0].runs[0], layout.text.encode()
    face: Face | None = None
    shown, told = "", dict[int, str]()
    while run != ffi.NULL:
        item = run.data.item
        here = _face(stream, item.analysis.font, layout, faces)
        if (face is not None and here is not face) or not here.plain or item.analysis.level % 2:
            return None
        glyphs = _glyphs(run.data.glyphs, here, text[item.offset : item.offset + item.length], told)
        if glyphs is None:
            return None
        face, shown, run = here, shown + glyphs, run.next
    if face is None:
        return None
    writer = pydyf.Stream()
    writer.show_text(shown)
    each = tuple((glyph, said, face.widths[glyph]) for glyph, said in told.items())
    return Drawn(face.font, face.key, face.size, writer.stream[0], each)


def _glyphs(string: Any, face: Face, text: bytes, told: dict[int, str]) -> str | None:
    """The glyphs of a run as a PDF names them; None where one is unknown or raised.

    text    of the run, UTF-8
    told    glyph -> its text; what is found is added
    """
    count, clusters, size = string.num_glyphs, string.log_clusters, face.size
    shown = "<"
    numbers = GLYPH.iter_unpack(ffi.buffer(string.glyphs, count * GLYPH.size))
    for place, (glyph, width, across, up) in enumerate(numbers):
        if glyph == EMPTY:
            shown += f">{-width / size}<"
            continue
        if glyph & UNKNOWN or up:
            return None
        if glyph not in told:
            end = len(text) if place == count - 1 else clusters[place + 1]
            told[glyph] = text[clusters[place] : end].decode()
        moved = across / size
        if moved:
            shown += f">{-moved}<"
        own = face.widths.get(glyph)
        if own is None:
            own = face.widths[glyph] = _width(face, glyph)
        kerning = own + moved - width * 1000 * FROM_UNITS / size
        shown += f"{glyph:04x}>{int(kerning)}<" if kerning else f"{glyph:04x}"
    return shown[:-1] if shown[-1] == "<" else f"{shown}>"


def _width(face: Face, glyph: int) -> int:
    ink, logical = ffi.new("PangoRectangle *"), ffi.new("PangoRectangle *")
    pango.pango_font_get_glyph_extents(face.font, glyph, ink, logical)
    return int(round(logical.width * 1000 * FROM_UNITS / face.size))


def _face(stream: Any, font: Any, layout: Any, faces: dict[int, Face]) -> Face:
    address = int(ffi.cast("uintptr_t", font))
    if address not in faces:
        known, size = stream.add_font(font)
        plain = not (known.bitmap or known.svg or known.png or known.colr)
        faces[address] = Face(font, get_pango_font_key(font)[0], size, plain, {}, layout)
    return faces[address]
