"""300 payloads in every text, through the browser and onto paper as well; the tests take a part.

Run with: ./run campaign stored_markup
"""

from __future__ import annotations

import os
import sys

import pytest

EVERY = "SCREENING_TEST_EVERY_PAYLOAD"


def main() -> int:
    """0 when all of them stayed text; the counts are printed."""
    os.environ[EVERY] = "yes"
    return int(pytest.main(["-q", "-p", "no:cacheprovider", "tests/stored"]))


if __name__ == "__main__":
    sys.exit(main())
