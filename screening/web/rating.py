"""The clinician's items of a visit on one sheet: what is asked, what was typed, what is kept.

Each questionnaire is a section with a response of its own. A section in which nothing is filled in
is left for later; once begun, each of its items needs an answer or "Not assessed" to be sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from screening.core.answers import Answer, Missing
from screening.core.condition import refs_in
from screening.core.documents import write_document
from screening.core.evaluation import Evaluation
from screening.core.facts import Seen
from screening.core.refusals import refuse_blank
from screening.store import responses
from screening.store.encounters import Encounter
from screening.web.course import Course
from screening.web.forms import ItemField, ItemsForm
from screening.web.sections import Section
from screening.web.typed import raw_of


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

    def rest_not_assessed(self, section_id: str, why: str, words: str) -> None:
        """Tick "Not assessed" at every blank item of a section that is asked, with one reason.

        What was ticked before keeps its own, where it has one.
        """
        for section in self.sections:
            if section.id == section_id:
                for field in self.fields(section):
                    bare = field.typed.out and not (field.typed.why or field.typed.why_words)
                    if not _filled(field) or bare:
                        field.typed = replace(field.typed, out=True, why=why, why_words=words)

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
                elif field.need_why():
                    sound = False
        return sound

    def _evaluation(self, section: Section) -> Evaluation:
        known = {**section.stored, **self.answers(section)}
        conditions = (item.enable_when for item in section.questionnaire.items)
        beside = _beside(self.course, {ref for c in conditions for ref in refs_in(c)})
        return Evaluation(section.questionnaire, {**beside, **known}, self.course.visit)


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


def _beside(course: Course, refs: set[str]) -> dict[str, Seen]:
    """What counts in other questionnaires, by "other.name"."""
    found = {ref: course.counted(ref) for ref in refs if "." in ref}
    return {ref: answer for ref, answer in found.items() if answer is not None}


def _filled(field: ItemField) -> bool:
    return field.typed.out or raw_of(field.item, field.typed) is not None
