"""Every handover from one patient to the next, in both browsers; the tests take a third in Firefox.

Run with: ./run campaign handovers
"""

from __future__ import annotations

import os
import sys

import pytest

EVERY = "SCREENING_TEST_EVERY_HANDOVER"


def main() -> int:
    """0 when nothing of the patient before was seen; the counts are printed."""
    os.environ[EVERY] = "yes"
    return int(pytest.main(["-q", "-p", "no:cacheprovider", "tests/handover"]))


if __name__ == "__main__":
    sys.exit(main())
