"""What an installation can choose among, and where it lies: known without reading its settings."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent  # the folder that holds screening/
PAPERS = ("a4", "letter")
LANGUAGES = ("en", "es")
