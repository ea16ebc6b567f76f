"""Every page that a patient can meet, in a real browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from screening.settings import LANGUAGES
from tests.access.consent_pages import ConsentWalk, asking_consent, unreviewed_library
from tests.access.every_page import Walk
from tests.access.grid_pages import GridWalk, grid_library
from tests.served import served
from tests.web.conftest import SMALL, Clinic
from tests.web.conftest import cheap_hashes as cheap_hashes
from tests.web.conftest import clinic as clinic
from tests.web.conftest import make_clinic as make_clinic
from tests.web.conftest import password_hash as password_hash
from tests.web.conftest import prepared as prepared


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    """One that patients can choose."""
    return str(request.param)


@pytest.fixture(params=["every page", "grid", "consent"])
def walk(
    request: pytest.FixtureRequest,
    make_clinic: Callable[[Path], Clinic],
    tmp_path: Path,
    chromium: Any,
    language: str,
) -> Iterator[Walk]:
    """A patient who goes through all pages, with everything in it that can be asked."""
    folder = tmp_path / "definitions"
    if request.param == "grid":
        clinic, kind = make_clinic(grid_library(folder)), GridWalk
    elif request.param == "consent":
        clinic, kind = asking_consent(make_clinic(unreviewed_library(folder))), ConsentWalk
    else:
        clinic, kind = make_clinic(SMALL), Walk
    with served(clinic.app) as address:
        context = chromium.new_context(base_url=address)
        try:
            yield kind(clinic, context.new_page(), language)
        finally:
            context.close()
