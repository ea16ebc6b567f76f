"""Definitions by name, as they lie in the folders."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path

import pytest

from screening.core.loading import load_questionnaire
from screening.core.questionnaire import Questionnaire

ROOT = Path(__file__).resolve().parents[2]


@functools.cache
def _load(path: Path) -> Questionnaire:
    return load_questionnaire(str(path), path.read_bytes())


@pytest.fixture(scope="session")
def tiny() -> Callable[[str], Questionnaire]:
    """A definition of tests/definitions."""
    return lambda name: _load(ROOT / "tests" / "definitions" / f"{name}.yaml")


@pytest.fixture(scope="session")
def shipped() -> Callable[[str], Questionnaire]:
    """A definition that is shipped."""
    return lambda name: _load(ROOT / "questionnaires" / f"{name}.yaml")
