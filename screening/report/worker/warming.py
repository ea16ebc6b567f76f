"""What every fork would otherwise work out anew; done before, while nobody waits for a page.

The library names a C type by the length of the list of glyphs it subsets a font to, and naming one
for the first time takes milliseconds: eight times on each page, in a fork that then forgets them.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator

from fontTools.ttLib import TTFont
from weasyprint.text.ffi import ffi

GLYPHS_AT_MOST = 140  # different ones of a face on one summary, in a Latin script
# What may be the last glyph of a face on a page: everything that stands behind the letters.
LAST = "0123456789!%&()*+,-./:;=?[]“”‘’–—−…·×→▲▼●○≥≤½°"  # noqa: RUF001  typographic signs


def warm_types(fonts: Iterable[bytes]) -> Iterator[int]:
    """Name one type at each step; gives the length it is for."""
    lengths = set(range(1, GLYPHS_AT_MOST + 1))
    for font in fonts:
        with TTFont(io.BytesIO(font), lazy=True) as face:
            named = face.getBestCmap()
            lengths |= {
                face.getGlyphID(named[ord(sign)]) + 1 for sign in LAST if ord(sign) in named
            }
    # The last glyphs first: without any of them there is no page.
    for length in sorted(lengths, reverse=True):
        ffi.typeof(f"hb_codepoint_t[{length}]")
        yield length
