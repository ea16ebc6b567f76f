"""A visit of the small packet."""

from __future__ import annotations

import pytest

from screening.store.encounters import Encounter
from tests.web.conftest import Clinic


@pytest.fixture
def visit(clinic: Clinic) -> Encounter:
    return clinic.start_visit()
