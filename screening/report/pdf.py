"""Summary -> PDF bytes, by way of the render worker."""

from __future__ import annotations

import hashlib

from screening.report.attachment import Attachment
from screening.report.html import to_html
from screening.report.renderer import Renderer
from screening.report.summary import Summary
from screening.report.worker.parcel import pack


def to_pdf(
    summary: Summary,
    renderer: Renderer,
    paper: str = "a4",
    attachments: tuple[Attachment, ...] = (),
) -> bytes:
    """The summary on paper; the same summary with the same files gives the same bytes.

    paper   a4 or letter
    raises  RendererDown, RendererTimedOut, RendererRefused
    """
    return renderer.render(to_html(summary), paper, attachments)


def input_sha256(html: str, attachments: tuple[Attachment, ...] = ()) -> str:
    """SHA-256 of all that goes into a PDF but its paper size, 64 hex digits."""
    return hashlib.sha256(pack(html, attachments)).hexdigest()
