"""One finished PDF with its data, made once for all of these tests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from screening.core.questionnaire import Questionnaire
from screening.report.pdf import to_pdf
from screening.report.renderer import Renderer, missing_packages, own_renderer
from screening.report.summary import Summary
from screening.summary_file.attaching import tell_with_data
from screening.summary_file.extracting import Extracted, extract
from tests.exchange.visits import sample_visits, shipped


def own(questionnaire: Questionnaire) -> Questionnaire:
    """A questionnaire in its own words."""
    return questionnaire


@dataclass(frozen=True)
class Paper:
    """A summary with the PDF that was made of it, and what stands in that."""

    summary: Summary
    pdf: bytes
    held: Extracted


@pytest.fixture(scope="session")
def renderer() -> Iterator[Renderer]:
    """A worker that lives as long as these tests."""
    if missing := missing_packages():
        pytest.skip(f"needs {' '.join(missing)}")
    with own_renderer() as found:
        yield found


@pytest.fixture(scope="session")
def paper(renderer: Renderer) -> Paper:
    """The sample visit, which has three visits before it."""
    record = sample_visits()[0].record
    summary, attached = tell_with_data(record, shipped().references, "en", own)
    pdf = to_pdf(summary, renderer, "a4", attached)
    return Paper(summary, pdf, extract(pdf))
