"""Findings of a visit, recorded the moment its answers raise them, and noted when they change."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from screening.core.condition import refs_in
from screening.core.evaluation import Evaluation
from screening.core.findings import label_of, value_words
from screening.core.levels import LEVELS, RECORDED_LEVELS, Level
from screening.core.visit import RecordedFinding, VisitRecord
from screening.core.visit_evaluation import evaluate_visit
from screening.quick_dataclass import dataclass
from screening.store import findings, responses
from screening.store.encounters import Encounter
from screening.store.errors import NotThere
from screening.web.shelf import Shelf
from screening.web.visits import RATERS, load_record


@dataclass(frozen=True, slots=True)
class ToSee:
    """One finding of a visit, and who has seen it."""

    questionnaire_id: str
    finding_id: str
    text: str
    level: Level
    recorded: RecordedFinding | None  # None until it is recorded


def seen_rows(record: VisitRecord) -> tuple[ToSee, ...]:
    """Every finding that holds or was recorded, in the order of the findings table."""
    # Where two records are of one finding, the one that nobody has seen counts.
    held = sorted(record.recorded or (), key=lambda known: known.seen_at is None)
    recorded = {(known.questionnaire_id, known.code): known for known in held}
    texts = {
        (one.questionnaire.id, found.code): (
            found.text,
            _most_urgent(found.level, recorded.get((one.questionnaire.id, found.code))),
        )
        for one in evaluate_visit(record).questionnaires
        for found in one.now.result.findings
        if found.state == "raised"
    }
    # Those that hold no longer come after the others of their level.
    for key, known in recorded.items():
        texts.setdefault(key, (known.text, known.level))
    rows = (
        ToSee(name, code, text, level, recorded.get((name, code)))
        for (name, code), (text, level) in texts.items()
    )
    return tuple(sorted(rows, key=lambda row: LEVELS.index(row.level)))


def _most_urgent(level: Level, known: RecordedFinding | None) -> Level:
    """What was recorded as urgent stays so, whatever level the clinic has set since."""
    return min((level, known.level if known else level), key=LEVELS.index)


def mark_seen(
    session: Session,
    encounter: Encounter,
    shelf: Shelf,
    finding: tuple[str, str],
    *,
    by: UUID,
    now: datetime,
) -> None:
    """Write down who saw a finding; one that is not urgent is recorded by being seen.

    finding  questionnaire id and finding id
    raises   NotThere when the visit has no such finding
    """
    if not _known(session, encounter.id, finding):
        record_findings(session, encounter, shelf, also=finding, now=now)
    known = _known(session, encounter.id, finding)
    if not known:
        raise NotThere("finding")
    for one in known:
        findings.mark_seen(session, one.id, by=by, now=now)


def _known(
    session: Session, encounter_id: UUID, finding: tuple[str, str]
) -> list[findings.RaisedFinding]:
    """Its record; two where an earlier release recorded it with either rater's response."""
    held = findings.for_encounter(session, encounter_id)
    return [known for known in held if (known.questionnaire_id, known.finding_id) == finding]


def record_findings(
    session: Session,
    encounter: Encounter,
    shelf: Shelf,
    *,
    also: tuple[str, str] | None = None,
    now: datetime,
) -> None:
    """Record what the answers of the visit raise, drafts included; note what no longer holds.

    also  questionnaire id and finding id of one to be recorded whatever its level
    """
    record = load_record(session, encounter, shelf, site_name="", drafts=RATERS, earlier=False)
    held = {r.questionnaire_id: r.id for r in responses.for_encounter(session, encounter.id)}
    # Both raters' answers are read as one: what stands with one response is not raised by another.
    homes = {
        (known.questionnaire_id, known.finding_id): known.response_id
        for known in reversed(findings.for_encounter(session, encounter.id))
    }
    for one in evaluate_visit(record).questionnaires:
        raised = {f.code: f for f in one.now.result.findings if f.state == "raised"}
        for finding in raised.values():
            if finding.level in RECORDED_LEVELS or (one.questionnaire.id, finding.code) == also:
                findings.raise_finding(
                    session,
                    homes.get((one.questionnaire.id, finding.code), held[one.questionnaire.id]),
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
