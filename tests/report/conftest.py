"""One made-up visit, read once, and one warm renderer for all of these tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from screening.core.documents import parse_json
from screening.core.library import Library
from screening.core.visit import VisitRecord
from screening.library_folder import load_folder
from screening.report.renderer import Renderer, missing_packages, own_renderer
from screening.report.summary import Summary, summarise
from screening.report.visit_file import read_visit

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def library() -> Library:
    """The shipped questionnaires."""
    return load_folder(ROOT / "questionnaires")


@pytest.fixture(scope="session")
def record(library: Library) -> VisitRecord:
    """The sample visit: nine questionnaires, three earlier visits."""
    document = parse_json((ROOT / "demo" / "visit.json").read_text(encoding="utf-8"))
    return read_visit(document, library.questionnaires)


@pytest.fixture(scope="session")
def summary(record: VisitRecord, library: Library) -> Summary:
    """The sample visit, told."""
    return summarise(record, library.references)


@pytest.fixture(scope="session")
def renderer() -> Iterator[Renderer]:
    """A worker that lives as long as these tests."""
    if missing := missing_packages():
        pytest.skip(f"needs {' '.join(missing)}")
    with own_renderer() as found:
        yield found
