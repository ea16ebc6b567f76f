"""What `summary` does without, so that the page is there soon after the command is typed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from screening.settings import ROOT

# The command as it is, but for its worker; what it came to is told once the page is handed over.
PROGRAM = """
import gc, json, sys
from screening import cli
from screening.report.renderer import Renderer

def kinds(model):
    for kind in model.__subclasses__():
        yield kind
        yield from kinds(kind)

def told(*_):
    from screening.core.scalars import Definition
    validated = sorted({k.__name__ for k in kinds(Definition) if k.__pydantic_complete__})
    print(json.dumps({
        "modules": sorted(sys.modules),
        "validated": validated,
        "collects": gc.isenabled(),
        "cases": sum(type(one).__name__ == "Case" for one in gc.get_objects()),
    }))
    return b"%PDF-"

Renderer.begin, Renderer.render = lambda _: None, told
cli.main()
"""


@pytest.fixture(scope="module")
def page_made(tmp_path_factory) -> dict[str, Any]:
    """The process of the command when it has made the page."""
    out = tmp_path_factory.mktemp("summary") / "summary.pdf"
    words = ["summary", "--visit", "demo/visit.json", "--out", str(out)]
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *words],
        cwd=ROOT, capture_output=True, text=True, check=True,
        env={**os.environ, "PYDANTIC_DISABLE_PLUGINS": "__all__"},  # as ./run says
    )  # fmt: skip
    return json.loads(done.stdout)


def test_nothing_is_collected_while_the_page_is_made(page_made):
    assert page_made["collects"] is False


@pytest.mark.parametrize(
    "needless",
    [
        "asyncio", "cryptography", "email.message", "flask", "pytz.tzinfo", "sqlalchemy",
        "weasyprint", "wtforms", "screening.commands.running", "screening.commands.summary_folder",
        "screening.core.anatomy", "screening.core.clinic_texts", "screening.core.leaflet",
        "screening.core.library", "screening.core.packet", "screening.core.simulation",
        "screening.core.translation", "screening.environment", "screening.report.batch",
        "screening.report.blank", "screening.report.leaflet", "screening.settings",
        "screening.store", "screening.summary_file.checking", "screening.web",
    ],
)  # fmt: skip
def test_what_no_page_needs_is_not_imported(needless, page_made):
    assert needless not in page_made["modules"]


def test_validators_are_built_when_they_are_asked_for(page_made):
    assert page_made["validated"] == ["Questionnaire", "References"]


def test_worked_cases_are_not_read(page_made):
    assert page_made["cases"] == 0
