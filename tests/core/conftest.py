"""Definitions by name, as they lie in the folders."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path

import pytest

from screening.core.library import kind_of
from screening.core.loading import load_questionnaire, load_stored
from screening.core.questionnaire import Questionnaire

ROOT = Path(__file__).resolve().parents[2]
DEFINITIONS = [
    path
    for folder in (ROOT / "questionnaires", ROOT / "tests" / "definitions")
    for path in sorted(folder.glob("*.yaml"))
    if kind_of(path.name) == "questionnaire"
]


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


@pytest.fixture(params=DEFINITIONS, ids=lambda path: path.stem)
def definition(request: pytest.FixtureRequest) -> Questionnaire:
    """Each questionnaire that is shipped or stands in tests/definitions."""
    return load_stored(str(request.param), request.param.read_bytes())
