"""Screening: questionnaires, scores and the page for the clinician."""

__version__ = "0.1.0"
