"""What may stand on paper."""

from __future__ import annotations

import pytest
from fontTools.ttLib import TTFont

from screening.report.characters import CHARACTERS, capped, printable, read_ranges, within_print


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


def test_spelt_out_signs_count_as_what_they_take_on_paper() -> None:
    assert within_print("x" * 30, 30, "…") == "x" * 30
    assert within_print("漢" * 3, 24, "…") == "漢" * 3  # eight each
    assert within_print("漢" * 4, 24, "…") == "漢漢漢 …"
    assert within_print("ab漢漢", 12, "…") == "ab漢 …"  # none is cut through
    assert within_print("a\r\nb", 3, "…") == "a\r\nb"  # one line end on paper
