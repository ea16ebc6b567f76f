"""Imports WeasyPrint without what our pages never use: in half the time.

What is left out comes when it is called for: subsetting fonts without HarfBuzz, variable fonts and
packed ones, pictures made of points, and HTML that is not well formed. The library's own style
sheets are not read at all, for `report-defaults.css` stands in their place; its counters too.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import tinycss2  # type: ignore[import-untyped]

from screening.later import import_later
from screening.report.worker import declarations

# Modules of which the library only calls functions and classes, for pages that are not ours.
LATER = (
    *("fontTools.subset", "fontTools.varLib.instancer", "fontTools.ttLib.woff2", "tinyhtml5"),
    *("PIL.EpsImagePlugin", "PIL.Image", "PIL.ImageCms", "PIL.ImageFile", "PIL.ImageOps"),
)


def load() -> None:
    """Import the library; nothing when it has been imported."""
    if "weasyprint" in sys.modules:
        return
    import_later(LATER)
    with declarations.ready(), _no_sheets():
        importlib.import_module("weasyprint")


@contextmanager
def _no_sheets() -> Iterator[None]:
    parse = tinycss2.parse_stylesheet
    tinycss2.parse_stylesheet = lambda *_, **__: []
    try:
        yield
    finally:
        tinycss2.parse_stylesheet = parse
