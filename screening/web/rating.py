"""The clinician's items of a visit on one sheet: what is asked, what was typed, what is kept.

Each questionnaire is a section with a response of its own. A section in which nothing is filled in
is left for later; once begun, each of its items needs an answer or "Not assessed" to be sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from screening.core.answers import Answer, Answers, Missing, refuse_blank
from screening.core.condition import refs_in
from screening.core.documents import read_document, write_document
from screening.core.evaluation import Evaluation
from screening.core.item import Item
from screening.core.logic import holds_in
from screening.core.moments import Moment
from screening.core.packet import Entry
from screening.core.questionnaire import Questionnaire
from screening.store import responses, revisions
from screening.store.encounters import Encounter
from screening.store.responses import Response
from screening.store.revisions import Revision
from screening.web.controls import raw_of
from screening.web.course import Course
from screening.web.forms import ItemField, ItemsForm
from screening.web.shelf import Shelf
from screening.web.visits import load_course


@dataclass(frozen=True, slots=True)
class Section:
    """One questionnaire's items that the clinician rates."""

    questionnaire: Questionnaire
    items: tuple[Item, ...]  # those asked here
    served: tuple[tuple[Item, str], ...]  # asked in another section: the item, that section's id
    save_number: int  # 0 before anything was kept
    stored: Answers  # of the draft, or of the revision once it was sent
    saved_at: datetime | None  # of a draft
    sent: Revision | None  # None while it is not sent

    @property
    def id(self) -> str:
        """The questionnaire's id."""
        return self.questionnaire.id

    def field_name(self, item: Item) -> str:
        """HTML name: an item id alone may stand in two sections."""
        return f"{self.id}.{item.id}"


class Sheet:
    """The sections with the form that was shown or sent."""

    def __init__(self, sections: tuple[Section, ...], course: Course, form: ItemsForm) -> None:
        """form  of the sections' items, in their order (rating_forms.sheet_form)"""
        self.sections, self.course, self.form = sections, course, form
        fields = iter(form.item_fields)
        self._fields = {
            section.id: {item.id: next(fields) for item in section.items} for section in sections
        }

    def fields(self, section: Section) -> tuple[ItemField, ...]:
        """The fields to draw: an item that is not asked goes unless something stands in it."""
        evaluation = self._evaluation(section)
        return tuple(
            field
            for item_id, field in self._fields[section.id].items()
            if evaluation.enabled(item_id) is not False or _filled(field)
        )

    def answers(self, section: Section) -> dict[str, Answer | Missing]:
        """What core took of one section."""
        held = self._fields[section.id].values()
        return {field.item.id: field.answer for field in held if field.answer is not None}

    @property
    def begun(self) -> tuple[Section, ...]:
        """Sections with something in them, and those that answer an item of such a one."""
        names = {s.id for s in self.sections if any(map(_filled, self._fields[s.id].values()))}
        names |= {other for s in self.sections if s.id in names for _, other in s.served}
        return tuple(section for section in self.sections if section.id in names)

    def rest_not_assessed(self, section_id: str) -> None:
        """Tick "Not assessed" at every blank item of a section that is asked."""
        for section in self.sections:
            if section.id == section_id:
                for field in self.fields(section):
                    if not _filled(field):
                        field.typed = replace(field.typed, out=True)

    def check(self, *, complete: bool) -> bool:
        """Ask core about everything typed; true when it may be kept.

        complete  a blank item of a begun section is a fault as well
        """
        sound = bool(self.form.validate())
        if not complete:
            return sound
        for section in self.begun:
            evaluation = self._evaluation(section)
            for field in self._fields[section.id].values():
                if not _filled(field) and evaluation.enabled(field.item.id) is True:
                    field.wrong[field.name] = refuse_blank(field.item, "clinician").message
                    sound = False
        return sound

    def _evaluation(self, section: Section) -> Evaluation:
        known = {**section.stored, **self.answers(section)}
        conditions = (item.enable_when for item in section.questionnaire.items)
        beside = _beside(self.course, {ref for c in conditions for ref in refs_in(c)})
        return Evaluation(section.questionnaire, {**beside, **known}, self.course.visit)


def load_sections(
    session: Session, encounter: Encounter, shelf: Shelf, at: Moment
) -> tuple[tuple[Section, ...], Course]:
    """The clinician's share of the visit's packet, sent sections included, and the whole packet.

    at  this moment: what stored answers may not lie behind
    """
    course = load_course(session, encounter, shelf)
    held = {
        response.questionnaire_id: response
        for response in responses.for_encounter(session, encounter.id)
        if response.role == "clinician"
    }
    rated = [
        course.questionnaires[entry.questionnaire]
        for entry in course.packet.entries
        if entry.questionnaire in course.questionnaires
        and course.questionnaires[entry.questionnaire].items_for("clinician")
        and (entry.questionnaire in held or _may_be_asked(course, entry))
    ]
    names = {questionnaire.id for questionnaire in rated}
    sections = (_section(session, q, held.get(q.id), names, at) for q in rated)
    return tuple(sections), course


def to_do(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """The sections that were not sent."""
    return tuple(section for section in sections if section.sent is None)


def done(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """The sections that were sent."""
    return tuple(section for section in sections if section.sent is not None)


def keep(
    session: Session,
    encounter: Encounter,
    sheet: Sheet,
    *,
    shown: Mapping[str, int],
    form_key: str,
    send: bool,
    by: UUID,
    now: datetime,
) -> None:
    """Save every begun section; make revision 1 of each when it is sent.

    shown    section id -> save number that the page was shown with
    raises   StaleForm, AlreadySent, EncounterEnded, FormKeyReused
    """
    for section in sheet.begun:
        questionnaire = section.questionnaire
        response = responses.start(
            session,
            encounter.id,
            questionnaire.sha256,
            role="clinician",
            author_id=by,
            now=now,
        )
        saved = responses.save_answers(
            session,
            response.id,
            write_document(questionnaire, sheet.answers(section)),
            shown_save_number=shown[section.id],
            form_key=f"{form_key}.{section.id}",
            by=by,
            now=now,
        )
        if send:
            responses.send(
                session,
                response.id,
                shown_save_number=saved.save_number,
                form_key=f"{form_key}.{section.id}",
                by=by,
                now=now,
            )


def _section(
    session: Session,
    questionnaire: Questionnaire,
    response: Response | None,
    names: set[str],
    at: Moment,
) -> Section:
    items = questionnaire.items_for("clinician")
    served = [(item, item.same_as.rpartition(".")[0]) for item in items if item.same_as]
    elsewhere = tuple((item, other) for item, other in served if other in names)
    draft = responses.load_draft(session, response.id) if response else None
    sent = revisions.latest(session, response.id) if response else None
    kept = draft or sent
    return Section(
        questionnaire=questionnaire,
        items=tuple(i for i in items if i.id not in {item.id for item, _ in elsewhere}),
        served=elsewhere,
        save_number=draft.save_number if draft else 0,
        stored=read_document(questionnaire, kept.document, visit=at) if kept else {},
        saved_at=draft.updated_at if draft and draft.save_number else None,
        sent=sent,
    )


def _may_be_asked(course: Course, entry: Entry) -> bool:
    """Whether the packet's condition holds, or cannot be told: then the clinician decides."""
    if entry.when is None:
        return True
    questionnaire = course.questionnaires[entry.questionnaire]
    beside = _beside(course, set(refs_in(entry.when)))
    return holds_in(entry.when, Evaluation(questionnaire, beside, course.visit)) is not False


def _beside(course: Course, refs: set[str]) -> dict[str, Answer | Missing]:
    """Answers of other questionnaires by "other.item", as they count there."""
    found = {ref: course.counted(*ref.rsplit(".", 1)) for ref in refs if "." in ref}
    return {ref: answer for ref, answer in found.items() if answer is not None}


def _filled(field: ItemField) -> bool:
    return field.typed.out or raw_of(field.item, field.typed) is not None
