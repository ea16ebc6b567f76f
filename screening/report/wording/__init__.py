"""The report's own words, one file per language. Everything else on the page is data."""

from __future__ import annotations

from collections.abc import Mapping

from screening.report.wording.en import EN
from screening.report.wording.es import ES
from screening.report.wording.table import Labels, Plural, Wording

__all__ = ["EN", "ES", "WORDINGS", "Labels", "Plural", "Wording"]

WORDINGS: Mapping[str, Wording] = {"en": EN, "es": ES}
