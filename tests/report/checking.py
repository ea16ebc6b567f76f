"""What is asked of every finished PDF, for the tests and the campaign over all visits."""

from __future__ import annotations

import io
import subprocess
import tempfile
from math import sqrt
from typing import Any

import page as validation
from pypdf import PdfReader

STANDARDS = ("3a", "ua1")
SMALLEST = 7.0  # pt
FONTS_AT_MOST = 4


def broken_rules(pdf: bytes) -> list[str]:
    """The rules of both standards that a file breaks."""
    reports = [validation.validate_pdf_bytes(pdf, profile=name) for name in STANDARDS]
    assert all(report.rules.total > 100 for report in reports)  # the checking works
    return [failure.rule_id for report in reports for failure in report.failures]


def text_sizes(pdf: bytes) -> dict[float, str]:
    """Sizes in pt that stand on the pages, each with one text of it."""
    sizes: dict[float, str] = {}

    def see(text: str, outer: Any, inner: Any, _font: Any, size: float) -> None:
        if text.strip():
            scale = sqrt(abs(outer[0] * outer[3] - outer[1] * outer[2]))
            scale *= sqrt(abs(inner[0] * inner[3] - inner[1] * inner[2]))
            sizes[round(size * scale, 2)] = text

    for one in PdfReader(io.BytesIO(pdf)).pages:
        one.extract_text(visitor_text=see)
    return sizes


def fonts(pdf: bytes) -> dict[str, Any]:
    """The fonts in use by name, each with its descriptor."""
    found = {}
    for one in PdfReader(io.BytesIO(pdf)).pages:
        resources: Any = one["/Resources"]
        for font in resources["/Font"].values():
            inner: Any = font.get_object()["/DescendantFonts"][0].get_object()
            found[font.get_object()["/BaseFont"]] = inner["/FontDescriptor"].get_object()
    return found


def first_page(pdf: bytes) -> str:
    """The text of page 1 with single blanks."""
    return " ".join(PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split())


def qpdf_complains(pdf: bytes) -> str:
    """What `qpdf --check` says of it; empty when it finds nothing wrong."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        done = subprocess.run(["qpdf", "--check", file.name], capture_output=True, check=False)
    return "" if done.returncode == 0 else done.stdout.decode("utf-8", "replace") or "fails"
