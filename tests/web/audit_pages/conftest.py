"""An auditor's browser."""

from __future__ import annotations

import pytest

from tests.web.audit_pages.looking import add_auditor
from tests.web.browser import Browser
from tests.web.conftest import Clinic


@pytest.fixture
def olga(clinic: Clinic, password_hash: str) -> Browser:
    """A browser signed in as somebody who may read the trail and take it away."""
    return clinic.signed_in(add_auditor(clinic, password_hash))
