"""Lighthouse gives full marks for accessibility: start, a question, the review and the end."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.conftest import CHROMIUM, COUNTED
from tests.served import served
from tests.web.conftest import Clinic

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TOOLS = Path(__file__).resolve().parents[1] / "browser"
KIOSK = "__Host-kiosk"
# The end needs no sitting, and the start throws none away.
PATHS = ("/", "/sitting/1", "/sitting/review", "/thank-you")


def test_start_question_review_and_end_have_full_marks(
    clinic: Clinic, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    node, chromium = shutil.which("node"), shutil.which("chromium") or shutil.which(CHROMIUM)
    if node is None or chromium is None or not (TOOLS / "node_modules" / "lighthouse").is_dir():
        pytest.skip("Chromium, or Node.js with the packages of tests/browser, is not installed")
    token = clinic.tablet().cookie(KIOSK)

    with served(clinic.app) as address:
        words = [node, TOOLS / "lighthouse.mjs", chromium, tmp_path / "profile", KIOSK, token]
        done = subprocess.run(
            [*words, *(address + path for path in PATHS)],
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )

    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout)
    assert [urlsplit(one["address"]).path for one in found] == list(PATHS)
    assert {one["address"]: one["faults"] for one in found if one["score"] != 1} == {}
    record_property(COUNTED, f"  {len(found)} pages, each 100")
