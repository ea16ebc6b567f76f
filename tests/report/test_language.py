"""Each small definition of the language, filled in and printed: answers, values, bands."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date

import pytest
from pypdf import PdfReader

from screening.core.answers import Answer
from screening.core.evaluation import Evaluation
from screening.core.findings import value_words
from screening.core.visit import FilledIn, PatientIdentity, Visit, VisitRecord
from screening.core.words import answer_words
from screening.report.pdf import to_pdf
from screening.report.renderer import Renderer
from screening.report.summary import summarise
from tests.definition_rows import NAMES, TIME_ZONE, Filled, filled


def visit_of(one: Filled) -> VisitRecord:
    """The visit in which the definition was filled in, by each rater their share."""
    at = one.moment.latest
    responses = tuple(
        FilledIn(questionnaire, role, "" if role == "patient" else "R. Ortega, RN", at, answers)
        for questionnaire in (*one.others, one.questionnaire)
        for answers in [one.answers(questionnaire)]
        for role in ("patient", "clinician")
        if questionnaire.items_for(role)
    )
    patient = PatientIdentity("Sample", "Jordan", date(1988, 4, 2), "1")
    return VisitRecord(patient, Visit(1, "", at, None, TIME_ZONE, "Clinic"), responses)


def words_of(evaluation: Evaluation) -> Iterator[str]:
    """What must be read on the paper: every answer, value, score and published band."""
    questionnaire = evaluation.questionnaire
    for item in evaluation.asked():
        state = evaluation.state(item.id)
        if isinstance(state, Answer):
            yield answer_words(item, state)
    for computed in evaluation.result.computed:
        if computed.low is not None:
            yield value_words(evaluation, computed.code)
    for score in evaluation.result.scores:
        if score.value is not None:
            yield f"{score.value.normalize():f}"
    for figure in (*evaluation.result.computed, *evaluation.result.scores):
        yield from (hit.text for hit in figure.bands if hit.basis == "published")
    for finding in evaluation.result.findings:
        yield finding.text
    for table in questionnaire.features:
        yield from (row.text for row in table.rows if row.text)


def squeezed(text: str) -> str:
    """Without blanks and line ends, which the setting of a page moves about."""
    return "".join(text.split()).replace("\N{SOFT HYPHEN}", "")


@pytest.mark.parametrize("name", NAMES)
def test_a_filled_definition_is_told_on_paper(renderer: Renderer, name: str) -> None:
    one = filled(name)

    pdf = to_pdf(summarise(visit_of(one), {}), renderer)

    pages = PdfReader(io.BytesIO(pdf)).pages
    text = squeezed(" ".join(page.extract_text() for page in pages))
    wanted = list(words_of(one.evaluation))
    assert wanted
    assert [words for words in wanted if squeezed(words) not in text] == []


def test_bands_without_a_published_basis_and_lines_give_no_word(renderer: Renderer) -> None:
    """The convention and the house rule stand in the small print alone, the lines nowhere."""
    several, lines = filled("band_sets_by_basis"), filled("reference_lines")

    summary = summarise(visit_of(several), {})
    told = squeezed(" ".join(p.extract_text() for p in PdfReader(io.BytesIO(
        to_pdf(summarise(visit_of(lines), {}), renderer))).pages))  # fmt: skip

    assert [card.band for card in summary.scores] == ["Low range"]
    assert squeezed("Line of one study") not in told


def test_a_patient_reads_in_full_what_paper_shows_in_short(renderer: Renderer) -> None:
    one = filled("short_options")
    item, answer = one.questionnaire.item("help"), one.evaluation.state("help")

    pdf = to_pdf(summarise(visit_of(one), {}), renderer)

    text = squeezed(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))
    long = "Talking with somebody who has been through it"
    assert squeezed(long) not in text
    assert answer_words(item, answer, in_full=True) == long
