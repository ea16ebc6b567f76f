"""What follows from a preview's answers, in words: scores, values, findings, and how they came.

The made-up visit is told by the same code as a patient's; it is stored nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from screening.core.answers import Role
from screening.core.evaluation import Evaluation
from screening.core.facts import BandHit, Computed, Observation, RaisedFinding
from screening.core.findings import label_of, value_words
from screening.core.levels import Level
from screening.core.questionnaire import Questionnaire
from screening.core.visit import FilledIn, PatientIdentity, Visit, VisitRecord
from screening.quick_dataclass import dataclass
from screening.report.reading import Reading
from screening.report.sections.findings import level_words
from screening.report.sections.scores import Card, tell_scores
from screening.report.summary import reading_of
from screening.web.parts import parts
from screening.web.preview_filled import Filled
from screening.web.site_here import site
from screening.web.traces import Trace, tell_traces

NOBODY = PatientIdentity("Preview", "not a patient", date(2000, 1, 1), "none")
RATER = "Preview"
ROLES: tuple[Role, ...] = ("patient", "clinician")
URGENT: dict[Level, str] = {"now": "now", "before_leaving": "soon"}
PATIENT_TOLD = {
    "quiet": "The patient is told nothing.",
    "crisis": "The patient is shown the help lines at once, and may go on.",
    "stop_tell_staff": "The form is held, and the patient is asked to tell the staff.",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """One score or computed value."""

    code: str
    name: str
    words: str  # "16 of 48", "30–48 of 48 (incomplete)", "13 h"
    bands: tuple[str, ...]
    may_be: tuple[str, ...]  # bands that are still possible


@dataclass(frozen=True, slots=True)
class Told:
    """One finding."""

    code: str
    text: str
    level: str
    urgent: str  # now or soon; empty where neither
    because: str
    patient: str  # what the patient is told


@dataclass(frozen=True, slots=True)
class Results:
    """All of it."""

    cards: tuple[Card, ...]
    figures: tuple[Figure, ...]
    findings: tuple[Told, ...]  # that are raised
    to_ask: tuple[Told, ...]  # that cannot be told, and have to be asked in person
    traces: tuple[Trace, ...]
    said: str  # the same in one line, for whoever does not see the page


def tell_results(own: Questionnaire, filled: Filled) -> Results:
    """What the answers so far come to.

    own   with findings as the clinic words them
    """
    reading = reading_of(made_up_record(own, filled), parts().shelf.references)
    evaluation = reading.today.questionnaires[0].now
    figures = tuple(_figures(evaluation))
    findings, to_ask = (
        tuple(_told(reading, own, one) for one in evaluation.findings if one.state == state)
        for state in ("raised", "ask")
    )
    return Results(
        cards=tell_scores(reading),
        figures=figures,
        findings=findings,
        to_ask=to_ask,
        traces=tell_traces(reading),
        said=_said(figures, findings),
    )


def made_up_record(own: Questionnaire, filled: Filled) -> VisitRecord:
    """A visit of nobody, with these answers."""
    started = filled.visit.earliest
    return VisitRecord(
        patient=NOBODY,
        visit=Visit(
            number=1,
            code="",
            started=started,
            ended=None,
            time_zone=parts().settings.time_zone,
            site=f"{site().name} – preview of a draft, nothing of it is stored",
        ),
        responses=tuple(
            FilledIn(
                questionnaire=own,
                role=role,
                rater_name="" if role == "patient" else RATER,
                completed=started,
                answers=filled.answers,
                language=own.language,
            )
            for role in ROLES
            if _rates(own, role)
        ),
    )


def _rates(own: Questionnaire, role: Role) -> bool:
    """Whether anything is asked of this role; what either may answer is the patient's here."""
    raters = {own.rater(item) for item in own.items}
    return role in raters or (role == "patient" and "either" in raters)


def _figures(evaluation: Evaluation) -> Iterator[Figure]:
    for found in evaluation.result.scores:
        yield _figure(evaluation, found)
    for value in evaluation.result.computed:
        yield _figure(evaluation, value)


def _figure(evaluation: Evaluation, found: Observation | Computed) -> Figure:
    bands = _texts(found.bands)
    return Figure(
        code=found.code,
        name=label_of(evaluation, found.code),
        words=value_words(evaluation, found.code),
        bands=bands,
        may_be=tuple(text for text in _texts(found.bands_possible) if text not in bands),
    )


def _texts(hits: tuple[BandHit, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(hit.text for hit in hits))


def _told(reading: Reading, own: Questionnaire, found: RaisedFinding) -> Told:
    tells = next(one.tell_patient for one in own.findings if one.id == found.code)
    return Told(
        code=found.code,
        text=found.text,
        level=level_words(reading, found.level),
        urgent=URGENT.get(found.level, ""),
        because=found.because,
        patient=PATIENT_TOLD[tells],
    )


def _said(figures: tuple[Figure, ...], findings: tuple[Told, ...]) -> str:
    told = [f"{one.name}: {one.words}" for one in figures[:3]]
    raised = f"{len(findings)} {'finding' if len(findings) == 1 else 'findings'}"
    return "; ".join((*told, raised)) + "."
