"""What may stand on paper."""

from __future__ import annotations

import pytest
from fontTools.ttLib import TTFont

from screening.report.characters import CHARACTERS, capped, printable, read_ranges


def test_the_list_of_characters_is_what_every_shipped_face_can_draw() -> None:
    ranges = read_ranges(CHARACTERS.read_text(encoding="utf-8"))
    listed = {code for low, high in ranges for code in range(low, high + 1)}

    for path in sorted(CHARACTERS.parent.glob("*.ttf")):
        with TTFont(path) as font:
            assert listed <= set(font.getBestCmap())


@pytest.mark.parametrize("text", ["Zoë Núñez", "13–18 ▲ −2 “x” ≥ ½ °C", "a\nb", "e\u0301"])
def test_what_the_fonts_can_draw_stays_as_it_is(text: str) -> None:
    assert printable(text) == text


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("漢", "[U+6F22]"),
        ("😀", "[U+1F600]"),
        ("a\u200bb", "a[U+200B]b"),  # zero width
        ("\u202eabc", "[U+202E]abc"),  # turns text round
        ("\u2066abc", "[U+2066]abc"),
        ("a\u00adb", "a[U+00AD]b"),  # soft hyphen
        ("a\u2028b", "a[U+2028]b"),
        ("\x07", "[U+0007]"),
        ("\ud800", "[U+D800]"),  # half a pair
        ("a\tb\r\nc\rd", "a b\nc\nd"),
    ],
)
def test_what_they_cannot_draw_or_what_hides_is_spelt_out(typed: str, printed: str) -> None:
    assert printable(typed) == printed


def test_a_text_at_its_cap_is_whole_and_one_above_is_marked() -> None:
    assert capped("x" * 10, 10, "[{number}]") == "x" * 10
    assert capped("x" * 11, 10, "[{number}]") == "x" * 10 + " [11]"
