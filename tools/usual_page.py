"""Writes the made-up page on which a render worker warms up: `python -m tools.usual_page`.

It is the summary of the withdrawal part of demo/visit.json. To be run again when the page's markup
changes much; tests/report/test_warming.py tells when that is.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from screening.core.documents import parse_json
from screening.library_folder import load_folder
from screening.report.html import to_html
from screening.report.summary import summarise
from screening.report.visit_file import read_visit
from screening.report.worker.warming import USUAL_PAGE

ROOT = Path(__file__).resolve().parents[1]
SHOWN = ("substance_use", "kratom_use", "sows16", "cows", "vitals")


def page() -> str:
    """The summary as the worker is handed one."""
    library = load_folder(ROOT / "questionnaires")
    document = parse_json((ROOT / "demo" / "visit.json").read_text(encoding="utf-8"))
    visit = read_visit(document, library.questionnaires)
    cut = (
        replace(one, responses=tuple(r for r in one.responses if r.questionnaire.id in SHOWN))
        for one in (visit, *visit.earlier)
    )
    today, *earlier = cut
    return to_html(summarise(replace(today, earlier=tuple(earlier)), library.references))


if __name__ == "__main__":
    USUAL_PAGE.write_text(page(), encoding="utf-8")
