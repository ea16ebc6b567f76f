"""The visits of a span of days for the clinic's own use: a FHIR Bundle, or CSV with a dictionary.

Patients are ids only: without names, birth dates and record numbers. Free text is as it was typed.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence

from screening.core.questionnaire import Questionnaire
from screening.core.visit_evaluation import EvaluatedVisit
from screening.exchange.answer_rows import ANSWER_COLUMNS, answer_rows
from screening.exchange.answers import Json
from screening.exchange.bundle import (
    bundle_of,
    encode,
    entries_of,
    entry,
    made_at,
    newest_in,
    urn,
)
from screening.exchange.cells import write_rows
from screening.exchange.dictionary import DICTIONARY_COLUMNS, dictionary_rows
from screening.exchange.questionnaire import write_questionnaire
from screening.exchange.scores_csv import COLUMNS, score_rows
from screening.quick_dataclass import dataclass

VISIT_COLUMNS = ("visit", "patient", "visit_number", "started", "ended")
SCORE_COLUMNS = ("visit", "patient", *COLUMNS)
_EPOCH = (1980, 1, 1, 0, 0, 0)  # of every file in the archive: the same visits give the same bytes


@dataclass(frozen=True, slots=True)
class ExportedVisit:
    """One visit with the random ids that it and its patient are known by."""

    mark: str
    patient_mark: str
    visit: EvaluatedVisit


def export_fhir(visits: Sequence[ExportedVisit]) -> bytes:
    """One Bundle: the questionnaires, then each visit's responses and scores."""
    entries: dict[str, Json] = {}
    for visit in visits:
        written = entries_of(
            visit.visit, visit.mark, identified=False, patient_mark=visit.patient_mark
        )
        # A patient of several visits stands once.
        entries |= {one["fullUrl"]: one for one in written}
    # By the moment, not by its text: visits may lie on either side of a change of the clocks.
    newest = max((one.visit.record for one in visits), key=newest_in, default=None)
    held = [_questionnaire(one) for one in _questionnaires(visits)]
    bundle = bundle_of([*held, *entries.values()], made_at(newest) if newest else "")
    if not visits:
        del bundle["timestamp"], bundle["entry"]  # FHIR has no empty values
    return encode(bundle)


def _questionnaire(questionnaire: Questionnaire) -> Json:
    """An entry of its own for every version: two of one questionnaire have one canonical name."""
    return entry(
        urn("questionnaire", questionnaire.sha256), write_questionnaire(questionnaire).resource
    )


def export_csv(visits: Sequence[ExportedVisit]) -> bytes:
    """A ZIP archive of visits.csv, answers.csv, scores.csv and dictionary.csv."""
    files = {
        "visits.csv": write_rows(VISIT_COLUMNS, map(_visit_row, visits)),
        "answers.csv": write_rows(
            ANSWER_COLUMNS,
            (r for v in visits for r in answer_rows(v.mark, v.patient_mark, v.visit)),
        ),
        "scores.csv": write_rows(SCORE_COLUMNS, _scores(visits)),
        "dictionary.csv": write_rows(DICTIONARY_COLUMNS, dictionary_rows(_questionnaires(visits))),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _visit_row(one: ExportedVisit) -> tuple[str, ...]:
    visit = one.visit.record.visit
    times = (visit.started, visit.ended)
    told = (
        "" if at is None else at.astimezone(visit.zone).isoformat(timespec="seconds")
        for at in times
    )
    return (one.mark, one.patient_mark, str(visit.number), *told)


def _scores(visits: Sequence[ExportedVisit]) -> Iterator[tuple[str, ...]]:
    for one in visits:
        for row in score_rows(one.visit):
            yield (one.mark, one.patient_mark, *row)


def _questionnaires(visits: Sequence[ExportedVisit]) -> tuple[Questionnaire, ...]:
    """Every version in use in these visits, by id and version."""
    found = {
        filled.questionnaire.sha256: filled.questionnaire
        for one in visits
        for filled in one.visit.record.responses
    }
    return tuple(sorted(found.values(), key=lambda q: (q.id, q.version)))
