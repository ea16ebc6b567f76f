"""Every sample visit on A4 and Letter, in English and Spanish: both standards, nothing lost.

The visits are those of demo/visit.json and of the demo’s clinic, the variations of tests/report and
each small definition of tests/definitions. Run with: ./run campaign papers [EVERY],
where 4 takes every fourth visit.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from bench.campaigns.hostile_papers import sample
from screening.app import create_app
from screening.core.disclosure import Passing
from screening.core.visit import Signature, VisitRecord
from screening.demo.cast import STAFF
from screening.demo.opening import open_up
from screening.library_folder import shipped_clinic_texts
from screening.report.attachment import Attachment
from screening.report.html import to_html
from screening.report.renderer import Limits, Rendered, Renderer, own_renderer
from screening.report.retold import retold
from screening.report.summary import Summary, summarise
from screening.report.translated import by_files
from screening.settings import Settings
from screening.store import encounters, patients
from screening.web.parts import EXTENSION, Parts
from screening.web.visits import load_record
from tests.definition_rows import NAMES, filled
from tests.report.changes import (
    WITHDRAWAL,
    an_agreed,
    earlier_visits,
    only,
    quiet,
    with_recorded,
)
from tests.report.checking import (
    FONTS_AT_MOST,
    SMALLEST,
    broken_rules,
    first_page,
    fonts,
    qpdf_complains,
    text_sizes,
)
from tests.report.test_language import visit_of

UNHURRIED = Limits(cpu_seconds=60, wall_seconds=70.0)  # how long a page takes is for the bench
PAPERS, LANGUAGES = ("a4", "letter"), ("en", "es")
NOW = datetime(2026, 11, 19, 17, 40, tzinfo=UTC)
AGREED = an_agreed()
FILES = (
    Attachment("response.json", b'{"made": "up"}', "application/fhir+json", "Source", "All.", NOW),
    Attachment("scores.csv", b'"code","value"\r\n', "text/csv", "Data", "Scores.", NOW),
)


@dataclass
class Tally:
    """What came of all papers."""

    visits: int = 0
    papers: int = 0
    pages: int = 0
    steps: Counter[str] = field(default_factory=Counter)
    smallest: float = 99.0  # pt
    fonts: int = 0
    faults: list[str] = field(default_factory=list)


def samples() -> Iterator[tuple[str, VisitRecord]]:
    """Every sample visit by its name."""
    record, _ = sample()
    yield "demo/visit.json", record
    for one in record.responses:
        yield f"only {one.questionnaire.id}", only(record, one.questionnaire.id)
    short = quiet(record)
    for number in (0, 3, 5, 8, 30):
        yield f"{number} findings", with_recorded(short, number)
    for number in (1, 8):
        yield f"{number} visits", earlier_visits(short, number - 1)
    patient = replace(record.patient, family="Wolfeschlegelsteinhausenbergerdorff-Voss")
    yield "a name of forty letters", replace(record, patient=patient)
    yield "signed", replace(only(record, *WITHDRAWAL), signature=Signature("Ada Moreno", NOW))
    for name in NAMES:
        yield f"definition {name}", visit_of(filled(name))
    yield from demo_visits()


def demo_visits() -> Iterator[tuple[str, VisitRecord]]:
    """Every visit of the demo's clinic in which something was sent."""
    with tempfile.TemporaryDirectory() as folder:
        environ = {
            "SCREENING_DATA": str(Path(folder) / "data"),
            "SCREENING_KEY_FILE": str(Path(folder) / "config" / "key"),
        }
        settings = Settings.from_env(environ)
        open_up(settings, Path(folder), lambda: dict.fromkeys(STAFF, "none"), now=NOW)
        parts: Parts = create_app(settings).extensions[EXTENSION]
        with parts.database.read() as session:
            for patient in patients.recent(session, parts.site.id, limit=100):
                for visit in encounters.of_patient(session, patient.id):
                    record = load_record(session, visit, parts.shelf, site_name=parts.site.name)
                    if record.responses:
                        yield f"demo {patient.identity.record} {visit.number}", record
        parts.database.close()


def complaints(summary: Summary, made: Rendered, tally: Tally) -> Iterator[str]:
    """What is wrong with a paper."""
    yield from broken_rules(made.pdf)
    if made.log_lines:
        yield f"{made.log_lines} lines in the library's log"
    if said := qpdf_complains(made.pdf):
        yield said
    smallest, number = min(text_sizes(made.pdf)), len(fonts(made.pdf))
    tally.smallest, tally.fonts = min(tally.smallest, smallest), max(tally.fonts, number)
    if smallest < SMALLEST:
        yield f"text of {smallest} pt"
    if number > FONTS_AT_MOST:
        yield f"{number} fonts"
    text = first_page(made.pdf)
    told = [summary.masthead.title, summary.findings.heading]
    if made.step < "e":  # else findings may fill the page, and the rest follows
        told += [summary.labels.right_now, *(card.name for card in summary.scores)]
    if lost := _out_of_order(_squeezed(text), map(_squeezed, told)):
        yield f"not in its place on page 1: {lost}"


def _out_of_order(text: str, told: Iterable[str]) -> str:
    """The first of these words that does not follow on those before it; empty where all do.

    A finding may name a score as well, so each is looked for behind the one before.
    """
    place = 0
    for words in told:
        found = text.find(words, place)
        if found < 0:
            return words
        place = found + len(words)
    return ""


def _squeezed(text: str) -> str:
    """Without blanks, which the setting of a page moves about."""
    return "".join(text.split())


def papers(renderer: Renderer, tally: Tally, every: int) -> None:
    """Set and check the visits, or each one in so many."""
    _, library = sample()
    notices = shipped_clinic_texts()
    for name, record in islice(samples(), 0, None, every):
        tally.visits += 1
        for language in LANGUAGES:
            visit = retold(record, by_files(library.translations, language))
            # Every third goes outside, so that the notice stands on all kinds of page.
            notice = notices[language].outside_copy if tally.papers % 3 == 0 else None
            outside = Passing(notice, AGREED) if notice else None
            summary = summarise(
                visit, library.references, language, outside=outside, attachments=FILES
            )
            for paper in PAPERS:
                made = renderer.render_page(to_html(summary), paper, FILES)
                tally.papers += 1
                tally.pages += made.pages
                tally.steps[made.step] += 1
                print(f"{tally.papers} papers", end="\r", file=sys.stderr, flush=True)
                tally.faults += [
                    f"{name}, {paper}, {language}: {one}"
                    for one in complaints(summary, made, tally)
                ]


def main() -> int:
    """Print the counts; 1 when any paper is at fault."""
    tally = Tally()
    every = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    with own_renderer(UNHURRIED) as renderer:
        papers(renderer, tally, every)
    steps = ", ".join(f"{step}: {number}" for step, number in sorted(tally.steps.items()))
    print(f"{tally.visits} visits, {tally.papers} papers of {tally.pages} pages; steps {steps}")
    print(f"smallest text {tally.smallest} pt, at most {tally.fonts} fonts")
    print(f"{len(tally.faults)} faults")
    print("\n".join(tally.faults))
    return int(bool(tally.faults))


if __name__ == "__main__":
    sys.exit(main())
