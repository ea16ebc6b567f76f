"""Every page that a patient can meet, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from screening.settings import LANGUAGES
from tests.access.every_page import Walk
from tests.served import served
from tests.web.conftest import Clinic
from tests.web.conftest import clinic as clinic
from tests.web.conftest import make_clinic as make_clinic
from tests.web.conftest import password_hash as password_hash
from tests.web.conftest import prepared as prepared


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    """One that patients can choose."""
    return str(request.param)


@pytest.fixture
def walk(clinic: Clinic, chromium: Any, language: str) -> Iterator[Walk]:
    """A patient who goes through all pages, with everything in it that can be asked."""
    with served(clinic.app) as address:
        context = chromium.new_context(base_url=address)
        try:
            yield Walk(clinic, context.new_page(), language)
        finally:
            context.close()
