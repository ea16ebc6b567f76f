"""Summary -> HTML, in a Jinja environment of its own: no request, no app, no session."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from screening.report import characters
from screening.report.characters import printable
from screening.report.compiled import BesideSource
from screening.report.for_paper import for_paper
from screening.report.summary import Summary

# Line ends of the templates; typed text has no bare < or >, so its own line ends stay.
BETWEEN_TAGS = re.compile(r">\n\s*<")
TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


def to_html(summary: Summary) -> str:
    """The whole page, which is well-formed XML too.

    Every text passes through printable() and is escaped on its way.
    """
    return BETWEEN_TAGS.sub("><", _template().render(summary=for_paper(summary))).strip()


@cache
def _template() -> Template:
    return environment().get_template("report/summary.html")


def environment() -> Environment:
    """The environment that draws the summary."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_on_paper,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=BesideSource((Path(__file__), Path(characters.__file__))),
    )


def _on_paper(value: object) -> object:
    """What a template prints, with characters that cannot stand on paper spelt out.

    What a macro made has been through here piece by piece.
    """
    if isinstance(value, str) and not isinstance(value, Markup):
        return printable(value)
    return value
