"""The data that travels inside a summary's PDF."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from screening.core.disclosure import Passing
from screening.core.references import Reference
from screening.core.visit import VisitRecord
from screening.core.visit_evaluation import evaluate_visit
from screening.exchange.bundle import MEDIA_TYPE, RESPONSE_FILE, made_at, response_json
from screening.exchange.scores_csv import SCORES_FILE, scores_csv
from screening.report.attachment import Attachment
from screening.report.retold import InWords, retold
from screening.report.summary import Summary, summarise

# By the report's language; English where it has none.
DESCRIPTIONS = {
    "en": ("Answers and scores of this visit, as FHIR R4.", "Scores of this visit, one in a row."),
    "es": (
        "Respuestas y puntuaciones de esta visita, en FHIR R4.",
        "Puntuaciones de esta visita, una por fila.",
    ),
}


def tell_with_data(
    record: VisitRecord,
    references: Mapping[str, Reference],
    language: str,
    in_words: InWords,
    outside: Passing | None = None,
) -> tuple[Summary, tuple[Attachment, ...]]:
    """The summary of a visit and the files that travel with it.

    The data is in the questionnaires' own words, whatever language the page is told in. A copy that
    leaves the clinic carries none: nobody can tell from a consent's words that it covers all of it.

    in_words   gives a questionnaire in the words of the page
    """
    attached = () if outside else attachments_of(record, language)
    told = summarise(
        retold(record, in_words), references, language, outside=outside, attachments=attached
    )
    return told, attached


def attachments_of(record: VisitRecord, language: str = "en") -> tuple[Attachment, ...]:
    """`response.json` and `scores.csv` of a visit; the same visit gives the same bytes."""
    visit = evaluate_visit(record)
    made = datetime.fromisoformat(made_at(record))
    answers, scores = DESCRIPTIONS.get(language, DESCRIPTIONS["en"])
    return (
        Attachment(RESPONSE_FILE, response_json(visit), MEDIA_TYPE, "Source", answers, made),
        Attachment(SCORES_FILE, scores_csv(visit), "text/csv", "Data", scores, made),
    )
