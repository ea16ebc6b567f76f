"""Imports WeasyPrint without what our pages never use: in half the time.

What is left out comes when it is called for: subsetting fonts without HarfBuzz, variable fonts and
packed ones. The library's own style sheets are not read at all, for `report-defaults.css` stands
in their place; its counters too.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from types import ModuleType
from typing import Any

import tinycss2  # type: ignore[import-untyped]

from screening.report.worker import declarations

# Modules of which the library only calls functions and classes, for pages that are not ours.
LATER = ("fontTools.subset", "fontTools.varLib.instancer", "fontTools.ttLib.woff2")


class Later(ModuleType):
    """Stands for a module until something of it is called."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("__"):  # what the import system asks for
            raise AttributeError(name)
        return partial(_call, self.__name__, name)


def load() -> None:
    """Import the library; nothing when it has been imported."""
    if "weasyprint" in sys.modules:
        return
    for name in LATER:
        sys.modules.setdefault(name, Later(name))
    with declarations.ready(), _no_sheets():
        importlib.import_module("weasyprint")


def _call(module: str, name: str, *given: Any, **named: Any) -> Any:
    if isinstance(sys.modules.get(module), Later):
        del sys.modules[module]
    return getattr(importlib.import_module(module), name)(*given, **named)


@contextmanager
def _no_sheets() -> Iterator[None]:
    parse = tinycss2.parse_stylesheet
    tinycss2.parse_stylesheet = lambda *_, **__: []
    try:
        yield
    finally:
        tinycss2.parse_stylesheet = parse
