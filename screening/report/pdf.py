"""Summary -> PDF bytes, by way of the render worker."""

from __future__ import annotations

from screening.report.html import to_html
from screening.report.renderer import Renderer
from screening.report.summary import Summary


def to_pdf(summary: Summary, renderer: Renderer, paper: str = "a4") -> bytes:
    """The summary on paper; the same summary gives the same bytes.

    paper   a4 or letter
    raises  RendererDown, RendererTimedOut, RendererRefused
    """
    return renderer.render(to_html(summary), paper)
