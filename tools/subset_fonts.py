"""Make the shipped fonts out of the four upright and slanted files of Source Sans 3.

Knows which characters and font features we ship, nothing about pages. How to call it, and where
the source comes from, stands in static/fonts/README.md.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

# The licence reserves the word "Source" for the untouched fonts; a subset is a changed font.
FAMILY = "Screening Sans"

FACES = {  # file of the source package -> (our file, style as people read it)
    "SourceSans3-Regular.ttf": ("screening-sans-regular", "Regular"),
    "SourceSans3-It.ttf": ("screening-sans-italic", "Italic"),
    "SourceSans3-Semibold.ttf": ("screening-sans-semibold", "Semibold"),
    "SourceSans3-Bold.ttf": ("screening-sans-bold", "Bold"),
}

WANTED = (  # first and last code point; what the source lacks is left out
    (0x0020, 0x007E),
    (0x00A0, 0x024F),  # Latin-1, Latin Extended-A and -B: English, Spanish and most names
    (0x02B0, 0x036F),  # modifier letters and combining marks: names typed with loose accents
    (0x0394, 0x0394),  # Greek delta, omega, mu and pi, as in units and lab values
    (0x03A9, 0x03A9),
    (0x03BC, 0x03BC),
    (0x03C0, 0x03C0),
    (0x1E00, 0x1EFF),  # Latin Extended Additional: Vietnamese names
    (0x2000, 0x206F),  # spaces, dashes, quotation marks
    (0x2070, 0x20CF),  # superscripts, subscripts, currency
    (0x2100, 0x21FF),  # letter-like signs, fractions, arrows
    (0x2200, 0x22FF),  # mathematics: minus, at most, at least, about
    (0x25A0, 0x27BF),  # boxes, triangles, circles, ticks
)

# Figures are tabular and lining by default in these fonts; "pnum" and "onum" switch that off.
FEATURES = (
    "ccmp", "locl", "liga", "kern", "mark", "mkmk", "case", "frac", "numr", "dnom",
    "ordn", "sups", "subs", "sinf", "zero", "tnum", "lnum", "pnum", "onum",
)  # fmt: skip

FAMILY_NAME, STYLE_NAME, UNIQUE_NAME, FULL_NAME, POSTSCRIPT_NAME = 1, 2, 3, 4, 6
NAMES_DROPPED = (7, 16, 17, 18, 21, 22, 25)  # trademark, and every further spelling of the family


def main(arguments: list[str]) -> int:
    """Write the paper (TTF) and web (WOFF2) files and characters.txt into the target folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path, help="folder TTF/ of the unpacked source package")
    parser.add_argument("target", type=Path, help="static/fonts")
    options = parser.parse_args(arguments)

    shipped: set[int] | None = None
    for source_name, (name, style) in FACES.items():
        font = subset(options.source / source_name)
        rename(font, style)
        font.save(options.target / f"{name}.ttf")
        font.flavor = "woff2"
        font.save(options.target / f"{name}.woff2")
        found = set(font.getBestCmap())
        shipped = found if shipped is None else shipped & found
    write_characters(options.target / "characters.txt", shipped or set())
    return 0


def subset(path: Path) -> TTFont:
    """The font at path with only the wanted characters and features, unhinted.

    Unhinted because paper needs no hints and current screens smooth without them; a third of
    the size goes with them. Time stamps stay those of the source: same input, same bytes.
    """
    font = TTFont(path, recalcTimestamp=False)
    options = Options(
        layout_features=list(FEATURES), hinting=False, notdef_outline=True, glyph_names=False,
        name_IDs=["*"], drop_tables=["DSIG", "BASE"],
    )  # fmt: skip
    worker = Subsetter(options)
    worker.populate(unicodes=[point for low, high in WANTED for point in range(low, high + 1)])
    worker.subset(font)
    return font


def rename(font: TTFont, style: str) -> None:
    """Give the font our family name; copyright and licence entries stay as they are."""
    postscript = f"{FAMILY.replace(' ', '')}-{style}"
    # The four-style families of old systems know no Semibold: it is a family of its own there.
    family = FAMILY if style != "Semibold" else f"{FAMILY} Semibold"
    table = font["name"]
    for name_id in NAMES_DROPPED:
        table.removeNames(nameID=name_id)
    for name_id, text in {
        FAMILY_NAME: family,
        STYLE_NAME: style if style != "Semibold" else "Regular",
        UNIQUE_NAME: f"{postscript};{font['head'].fontRevision:.3f}",
        FULL_NAME: f"{FAMILY} {style}",
        POSTSCRIPT_NAME: postscript,
    }.items():
        table.removeNames(nameID=name_id)
        table.setName(text, name_id, platformID=3, platEncID=1, langID=0x409)


def write_characters(path: Path, points: Iterable[int]) -> None:
    """One range of code points a line, such as U+0020-007E: what all four faces can draw."""
    lines = [
        f"U+{low:04X}-{high:04X}" if high > low else f"U+{low:04X}" for low, high in ranges(points)
    ]
    path.write_text("\n".join(lines) + "\n", encoding="ascii")


def ranges(points: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Neighbouring code points joined, in rising order, both ends included."""
    ordered = sorted(points)
    starts = [p for i, p in enumerate(ordered) if i == 0 or ordered[i - 1] != p - 1]
    ends = [p for i, p in enumerate(ordered) if i == len(ordered) - 1 or ordered[i + 1] != p + 1]
    return zip(starts, ends, strict=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
