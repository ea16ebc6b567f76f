"""Findings of a visit, recorded the moment its answers raise them, and noted when they change."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from screening.core.condition import refs_in
from screening.core.evaluation import Evaluation
from screening.core.findings import label_of, value_words
from screening.core.questionnaire import Level
from screening.core.visit import evaluate_visit
from screening.store import findings, responses
from screening.store.encounters import Encounter
from screening.web.visits import QuestionnaireOf, load_record

RECORDED_LEVELS: tuple[Level, ...] = ("now", "before_leaving")


def record_findings(
    session: Session,
    encounter: Encounter,
    questionnaire_of: QuestionnaireOf,
    *,
    levels: Iterable[str] = RECORDED_LEVELS,
    now: datetime,
) -> None:
    """Record what the answers of the visit raise, drafts included; note what no longer holds."""
    record = load_record(
        session, encounter, questionnaire_of, site_name="", drafts=True, earlier=False
    )
    held = {r.questionnaire_id: r.id for r in responses.for_encounter(session, encounter.id)}
    for one in evaluate_visit(record).questionnaires:
        raised = {f.code: f for f in one.now.result.findings if f.state == "raised"}
        for finding in raised.values():
            if finding.level in levels:
                findings.raise_finding(
                    session,
                    held[one.questionnaire.id],
                    finding.code,
                    level=finding.level,
                    text=finding.text,
                    because=finding.because,
                    now=now,
                )
        _note_changes(session, encounter.id, one.now, set(raised), now)


def _note_changes(
    session: Session, encounter_id: UUID, evaluation: Evaluation, raised: set[str], now: datetime
) -> None:
    questionnaire = evaluation.questionnaire
    for known in findings.for_encounter(session, encounter_id):
        if known.questionnaire_id != questionnaire.id or known.finding_id in raised:
            continue
        definition = next((f for f in questionnaire.findings if f.id == known.finding_id), None)
        if definition is not None and known.stands:
            because = " and ".join(
                f"“{label_of(evaluation, ref)}” is “{value_words(evaluation, ref)}”"
                for ref in refs_in(definition.when)
            )
            findings.mark_changed(
                session, known.response_id, known.finding_id, because=because, now=now
            )
