"""The trial with many tablets, small: it works and no reply fails. No time is asserted."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bench.tablets import trial
from tests.conftest import COUNTED


@pytest.mark.slow
def test_ten_tablets_get_all_their_pages(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    # In a thread of its own: the browser tests of this process may hold the loop of this one.
    with ThreadPoolExecutor(1) as beside:
        outcome = beside.submit(trial, tmp_path, tablets=10, seconds=11).result()

    assert outcome.failures == []
    assert len(outcome.times) >= 10
    record_property(COUNTED, f"  {len(outcome.times)} pages for 10 tablets, none failed")
