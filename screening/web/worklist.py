"""What the clinician has to look at: one row for each visit, the most urgent first."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import cast
from uuid import UUID

from sqlalchemy.orm import Session

from screening.core.levels import RECORDED_LEVELS, Level
from screening.quick_dataclass import dataclass
from screening.report.lines import (
    ScoreLine,
    ShortChange,
    VisitLine,
    tell_count,
    tell_short_change,
)
from screening.store import listed, paper, signatures
from screening.store.encounters import Encounter
from screening.store.listed import Around, Form
from screening.store.patients import Patient
from screening.store.signatures import Signature
from screening.web.lines import befores_of, lines_of
from screening.web.parts import Parts
from screening.web.progress import Progress, progress_of


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One visit."""

    visit: Encounter
    patient: Patient
    findings: str  # how many, and the most urgent deadline; empty before anything is known
    raised: bool
    unseen: bool  # one of them is urgent and nobody has marked it seen
    scores: tuple[tuple[ScoreLine, ShortChange], ...]
    progress: Progress  # of the patient's part
    is_sent: bool  # at least one form
    sent: str  # 3 of 4 forms sent; empty before there is a form
    rating: str  # how far the clinician's share is
    signature: Signature | None  # the newest one; it may have been overtaken


def rows_of(
    session: Session, encounter_ids: Collection[UUID], held: Parts, *, now: datetime
) -> tuple[WorkRow, ...]:
    """Rows in the order of the ids; as many statements for one row as for a page of them."""
    found = listed.around(session, encounter_ids)
    befores = {
        visit.id: befores_of(found.forms.get(visit.id, ()), found.forms) for visit in found.visits
    }
    wanted = {one: None for before in befores.values() for one in before.values()}
    wanted |= {visit.id: None for visit in found.visits}
    lines = lines_of(session, list(wanted), found.forms, held, now=now)
    ids = [visit.id for visit in found.visits]
    signed, checked = signatures.newest_of(session, ids), paper.checked_of(session, ids)
    return tuple(
        _row(
            visit,
            found,
            lines,
            befores[visit.id],
            signed.get(visit.id),
            progress_of(
                visit,
                found.sittings.get(visit.id),
                found.saved.get(visit.id),
                now,
                checked=checked.get(visit.id),
            ),
        )
        for visit in found.visits
    )


def _row(
    visit: Encounter,
    found: Around,
    lines: Mapping[UUID, VisitLine],
    befores: Mapping[str, UUID],
    signature: Signature | None,
    progress: Progress,
) -> WorkRow:
    line, forms = lines.get(visit.id), found.forms.get(visit.id, ())
    recorded = found.findings.get(visit.id, ())
    levels = [(one.finding_id, cast(Level, one.level)) for one in recorded]
    levels += line.raised if line else ()
    return WorkRow(
        visit=visit,
        patient=found.patients[visit.patient_id],
        findings=tell_count(levels) if line or recorded else "",
        raised=bool(levels),
        unseen=any(not one.seen and one.level in RECORDED_LEVELS for one in recorded),
        scores=_scores(line, lines, befores),
        progress=progress,
        is_sent=line is not None,
        sent=_sent(forms),
        rating=_rating(forms),
        signature=signature,
    )


def _scores(
    line: VisitLine | None, lines: Mapping[UUID, VisitLine], befores: Mapping[str, UUID]
) -> tuple[tuple[ScoreLine, ShortChange], ...]:
    if line is None:
        return ()
    nothing = VisitLine(line.started, (), ())
    before = {name: lines.get(visit, nothing) for name, visit in befores.items()}
    return tuple(
        (one, tell_short_change(one, line, before.get(one.questionnaire_id, nothing)))
        for one in line.scores
    )


def _sent(forms: Collection[Form]) -> str:
    own = [form for form in forms if form.role == "patient"]
    number = sum(1 for form in own if form.revision)
    return f"{number} of {len(own)} {'form' if len(own) == 1 else 'forms'} sent" if own else ""


def _rating(forms: Collection[Form]) -> str:
    own = [form for form in forms if form.role == "clinician"]
    if any(form.revision for form in own):
        return "rated"
    return "rating begun" if own else "not rated"
