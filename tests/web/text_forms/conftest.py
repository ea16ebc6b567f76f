"""The administrator's browser."""

from __future__ import annotations

import pytest

from tests.web.browser import Browser
from tests.web.conftest import Clinic


@pytest.fixture
def moss(clinic: Clinic) -> Browser:
    """The administrator, signed in."""
    return clinic.signed_in(clinic.moss)
