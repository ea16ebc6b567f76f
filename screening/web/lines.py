"""Lines of visits: read together, worked out once, kept while nothing of theirs changes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import cast
from uuid import UUID

from sqlalchemy.orm import Session

from screening.core.answers import Role
from screening.core.documents import read_document
from screening.core.visit import FilledIn, PatientIdentity, Visit, VisitRecord
from screening.report.lines import VisitLine, tell_line
from screening.store import listed
from screening.store.encounters import Encounter
from screening.store.listed import Form
from screening.store.revisions import Revision
from screening.web.moments import moment_in_zone
from screening.web.parts import Parts
from screening.web.shelf import Shelf

Forms = Mapping[UUID, tuple[Form, ...]]  # by visit
NOBODY = PatientIdentity("", "", date.min, "")  # a line says nothing of who it is


def lines_of(
    session: Session, encounter_ids: Collection[UUID], forms: Forms, held: Parts, *, now: datetime
) -> dict[UUID, VisitLine]:
    """The lines of those visits in which something was sent."""
    known = held.listed.lines
    texts = held.shelf.texts_mark  # in which the clinic words and raises findings
    keys = {one: (texts, *_key(one, forms)) for one in encounter_ids if _sent(one, forms)}
    found = {one: line for one, key in keys.items() if (line := known.find(key, now))}
    open_ones = [one for one in keys if one not in found]
    if open_ones:
        for one, line in _work_out(session, open_ones, forms, held.shelf):
            known.keep(keys[one], line, now)
            found[one] = line
    return found


def befores_of(forms_here: Iterable[Form], forms: Forms) -> dict[str, UUID]:
    """By questionnaire, the last visit before at which the same raters filled it in and sent it."""
    here = [form for form in forms_here if form.revision]
    found: dict[str, UUID] = {}
    for name in dict.fromkeys(form.questionnaire_id for form in here):
        raters = _raters(here, name)
        earlier = [
            others
            for others in forms.values()
            if others[0].patient_id == here[0].patient_id
            and others[0].visit_number < here[0].visit_number
            and _raters(others, name) == raters
        ]
        if earlier:
            last = max(earlier, key=lambda others: others[0].visit_number)
            found[name] = last[0].encounter_id
    return found


def _raters(forms: Iterable[Form], name: str) -> frozenset[str]:
    return frozenset(f.role for f in forms if f.revision and f.questionnaire_id == name)


def _sent(encounter_id: UUID, forms: Forms) -> list[Form]:
    return [form for form in forms.get(encounter_id, ()) if form.revision]


def _key(encounter_id: UUID, forms: Forms) -> tuple[object, ...]:
    sent = ((form.response_id, form.revision) for form in _sent(encounter_id, forms))
    return (encounter_id, *sent)


def _work_out(
    session: Session, encounter_ids: Collection[UUID], forms: Forms, shelf: Shelf
) -> Iterable[tuple[UUID, VisitLine]]:
    wanted = [form for one in encounter_ids for form in _sent(one, forms)]
    kept = listed.revisions_of(session, [form.response_id for form in wanted])
    visits = listed.visits_of(session, encounter_ids)
    for one in encounter_ids:
        responses = tuple(
            _filled_in(session, form, kept[form.response_id], visits[one], shelf)
            for form in _sent(one, forms)
        )
        yield one, tell_line(VisitRecord(NOBODY, _visit(visits[one]), responses))


def _visit(encounter: Encounter) -> Visit:
    return Visit(
        number=encounter.number,
        code=encounter.code,
        started=encounter.started_at,
        ended=encounter.ended_at,
        time_zone=encounter.time_zone,
        site="",
    )


def _filled_in(
    session: Session, form: Form, revision: Revision, visit: Encounter, shelf: Shelf
) -> FilledIn:
    questionnaire = shelf.questionnaire(session, form.questionnaire_sha256)
    at = moment_in_zone(revision.completed_at, visit)
    return FilledIn(
        questionnaire=questionnaire,
        role=cast(Role, form.role),
        rater_name="",
        completed=revision.completed_at,
        answers=read_document(questionnaire, revision.document, visit=at),
        revision=revision.number,
    )
