"""Shapes that try to stop the render worker: typed into answers, and as pages nobody escaped."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

KILOBYTES_100 = 100_000
PAGE = "<!DOCTYPE html><html lang='en'><head><title>T</title></head><body>{}</body></html>"
SVG = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 99 99'><title>T</title>{}</svg>"
HYPHENS = "<p lang='en' style='hyphens:auto'>{}</p>"
DATA = "<img alt='w' src='data:image/png;base64,{}'/>"
# Bidi marks and isolates, zero widths, joiners, fillers, tags, private use, a lone control.
INVISIBLE = (
    "\u202e\u202d\u202a\u2066\u2067\u2068\u200b\u200d\u2060\ufeff\u00ad\u115f\U000e0041\ue000\x07"
)
EMOJI = "😀👩\u200d👩\u200d👧\u200d👦🏳️\u200d🌈🇺🇸👍🏿"
SCRIPTS = "שלום مرحبا 你好 สวัสดี ɐ Ω Ж ﷽ ꧅ 𒐫"


@dataclass(frozen=True, slots=True)
class Shape:
    """One trial."""

    name: str
    place: Literal["answer", "page"]  # typed by a patient, or handed to the worker as it is
    text: str


Make = Callable[[random.Random], str]

ANSWERS: dict[str, Make] = {
    "open tags": lambda r: "<div><table><tr><td>" * r.randint(50, 5_000),
    "closing tags": lambda r: "</p></td></table></body></html>" * r.randint(50, 3_000),
    "script": lambda r: f"<script>{'while(1);' * r.randint(1, 2_000)}</script>",
    "style": lambda r: (
        "<style>@import url(//x);*{position:fixed;font-size:9999px}</style>" * r.randint(1, 1_000)
    ),
    "entities": lambda r: "&lt;&amp;&#0;&#x202e;&unknown;" * r.randint(10, 3_000),
    "declaration": lambda r: "<!DOCTYPE a [<!ENTITY b 'bb'>]>&b;]]><![CDATA[" * r.randint(1, 500),
    "template": lambda r: "{{ 7*7 }}{% for x in y %}{# #}${a}%s%(a)s{0}" * r.randint(1, 1_000),
    "one word": lambda r: r.choice("WilЖ_-") * r.randint(1_000, KILOBYTES_100),
    "bidi": lambda r: "".join(r.choices(INVISIBLE[:6] + "abc ", k=r.randint(500, 50_000))),
    "zero width": lambda r: "".join(r.choices(INVISIBLE, k=r.randint(500, 50_000))),
    "emoji": lambda r: EMOJI * r.randint(10, 2_000),
    "scripts": lambda r: SCRIPTS * r.randint(10, 2_000),
    "marks": lambda r: (
        ("a" + "".join(chr(0x300 + r.randrange(112)) for _ in range(60))) * r.randint(10, 800)
    ),
    "100 kB": lambda r: "".join(
        r.choices("abcdefgh ijkl mnop.,;\n", k=KILOBYTES_100)  # words and lines of all lengths
    ),
    "line ends": lambda r: "".join(
        r.choices("\n\r\t\u2028\u2029\x0b\x0c", k=r.randint(500, 50_000))
    ),
    "any": lambda r: "".join(
        chr(code)
        for code in (r.randrange(0x110000) for _ in range(r.randint(500, 20_000)))
        if not 0xD800 <= code < 0xE000
    ),
}


def _nested(open_: str, close: str, r: random.Random, low: int = 20, high: int = 20_000) -> str:
    depth = int(low * (high / low) ** r.random())
    return open_ * depth + "x" + close * depth


def _uses(number: int) -> str:
    return f"<use href='#a{number}'/>" * 4


PAGES: dict[str, Make] = {
    "deep div": lambda r: _nested("<div>", "</div>", r),
    "deep table": lambda r: _nested("<table><tr><td>", "</td></tr></table>", r, 3, 400),
    "deep list": lambda r: _nested("<ul><li>", "</li></ul>", r, 10, 4_000),
    "deep flex": lambda r: _nested("<div style='display:flex'>", "</div>", r, 3, 60),
    "deep grid": lambda r: _nested("<div style='display:grid'>", "</div>", r, 3, 60),
    "deep float": lambda r: _nested("<div style='float:left'>", "</div>", r, 3, 200),
    "deep inline": lambda r: _nested("<span style='display:inline-block'>", "</span>", r, 3, 60),
    "deep columns": lambda r: _nested("<div style='columns:2'>", "</div>", r, 2, 12),
    "rows": lambda r: f"<table>{'<tr><td>w w</td></tr>' * r.randint(500, 30_000)}</table>",
    "cells": lambda r: f"<table><tr>{'<td>w</td>' * r.randint(100, 3_000)}</tr></table>",
    "spans": lambda r: "<table>" + "".join(
        f"<tr><td colspan='{r.randint(1, 5_000)}' rowspan='{r.randint(1, 5_000)}'>w</td></tr>"
        for _ in range(r.randint(2, 60))
    ) + "</table>",
    "floats": lambda r: "".join(
        f"<div style='float:{r.choice(['left', 'right'])};width:{r.randint(1, 200)}mm'>w</div>"
        for _ in range(r.randint(50, 2_000))
    ),
    "huge letters": lambda r: f"<p style='font-size:{r.randint(1_000, 10**7)}pt'>w w w</p>",
    "tiny page": lambda r: f"<p style='margin-left:{r.randint(100, 10**6)}mm'>{'w ' * 2_000}</p>",
    "tall box": lambda r: f"<div style='height:{r.randint(10**3, 10**7)}mm'>w</div>",
    "breaks": lambda r: "<p style='break-after:page'>w</p>" * r.randint(50, 5_000),
    "line ends": lambda r: "<br/>" * r.randint(1_000, 100_000),
    "words": lambda r: f"<p>{'word ' * r.randint(5_000, 400_000)}</p>",
    "one word": lambda r: f"<p>{'w' * r.randint(10_000, 400_000)}</p>",
    "hyphens": lambda r: HYPHENS.format("incomprehensibilities" * r.randint(10, 2_000)),
    "letters apart": lambda r: f"<p style='letter-spacing:{r.randint(1, 999)}pt'>{'w' * 5_000}</p>",
    "shadows": lambda r: "<p style='text-shadow:1px 1px red;transform:rotate(7deg)'>w</p>" * 2_000,
    "gradients": lambda r: "<p style='background:repeating-linear-gradient(red,blue 1px)'>w</p>"
    * r.randint(10, 1_000),
    "counters": lambda r: "<p style='counter-increment:a 99999999'>w</p>" * r.randint(10, 4_000),
    "absolute": lambda r: "<p style='position:absolute;top:-9999mm'>w</p>" * r.randint(10, 4_000),
    "svg path": lambda r: SVG.format(f"<path d='M0 0{' L9 9 L0 9' * r.randint(100, 60_000)}'/>"),
    "svg text": lambda r: SVG.format("<text x='1' y='9'>w</text>" * r.randint(100, 6_000)),
    "svg use": lambda r: SVG.format(
        "<g id='a0'><rect width='1' height='1'/></g>"
        + "".join(
            f"<g id='a{n}'>{_uses(n - 1)}</g>" for n in range(1, r.randint(3, 14))
        )
    ),
    "svg loop": lambda r: SVG.format("<g id='a'><use href='#a'/></g>" * r.randint(1, 9)),
    "svg filter": lambda r: SVG.format(
        f"<filter id='f'><feOffset dx='{r.randint(1, 10**9)}'/></filter>"
        "<rect width='99' height='99' filter='url(#f)'/>"
    ),
    "data address": lambda r: DATA.format("A" * r.randint(10, 90_000)),
    "not closed": lambda r: "<p><b>" * r.randint(1, 2_000),
    "bare bytes": lambda r: "".join(r.choices("<>&;'\"/=!-[]?x ", k=r.randint(100, 9_000))),
}  # fmt: skip


def shapes(count: int, seed: int) -> Iterator[Shape]:
    """So many shapes, answers and pages in turn, each kind before any comes again."""
    rng = random.Random(seed)  # noqa: S311  not for secrets: the same seed gives the same trial
    answers, pages = list(ANSWERS.items()), list(PAGES.items())
    for number in range(count):
        kinds = pages if number % 2 else answers
        name, make = kinds[number // 2 % len(kinds)]
        text = make(rng)
        yield Shape(
            name, "page" if number % 2 else "answer", PAGE.format(text) if number % 2 else text
        )
