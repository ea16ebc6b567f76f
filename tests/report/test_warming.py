"""What the worker prepares while nobody waits."""

from __future__ import annotations

import io

from fontTools.ttLib import TTFont

from screening.report.worker.assets import packaged_assets
from screening.report.worker.warming import GLYPHS_AT_MOST, warm_types


def test_a_type_is_named_for_every_usual_number_of_glyphs_and_every_last_glyph() -> None:
    fonts = list(packaged_assets().values())

    lengths = list(warm_types(fonts))

    assert set(range(1, GLYPHS_AT_MOST + 1)) <= set(lengths)
    assert len(lengths) == len(set(lengths))
    for font in fonts:
        face = TTFont(io.BytesIO(font))
        for sign in "9–−▲▼→”":
            assert face.getGlyphID(face.getBestCmap()[ord(sign)]) + 1 in lengths
