"""The administrator, on the preview of a draft."""

from __future__ import annotations

import pytest

from tests.web.browser import Browser
from tests.web.conftest import Clinic
from tests.web.previewing import begin


@pytest.fixture
def moss(clinic: Clinic) -> Browser:
    """The administrator."""
    return clinic.signed_in(clinic.moss)


@pytest.fixture
def preview(clinic: Clinic, moss: Browser) -> str:
    """The address of a preview, on whose first question the administrator is."""
    address = begin(clinic)
    moss.open(address)
    return address
