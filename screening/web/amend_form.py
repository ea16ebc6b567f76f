"""The form that puts a sent response right: its items with what was answered, to be changed."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from sqlalchemy.orm import Session

from screening.core.answers import Answer, Answers, Missing, Role, Setting
from screening.core.condition import refs_in
from screening.core.documents import read_document, write_document
from screening.core.evaluation import Evaluation
from screening.core.facts import Seen
from screening.core.item import Item
from screening.core.moments import Moment
from screening.core.questionnaire import Questionnaire
from screening.core.refusals import refuse_blank
from screening.quick_dataclass import dataclass
from screening.store import responses, revisions
from screening.store.encounters import Encounter
from screening.store.errors import NothingSent, NotThere
from screening.store.responses import Response
from screening.store.revisions import Revision
from screening.web.course import Course
from screening.web.csrf import TokenMeta
from screening.web.forms import ItemField, ItemsForm
from screening.web.shelf import Shelf
from screening.web.typed import Form, raw_of
from screening.web.visits import load_course

PURPOSE = "clinician.amend"


@dataclass(frozen=True, slots=True)
class Amended:
    """A response that was sent, with what it is amended from."""

    response: Response
    questionnaire: Questionnaire
    revision: Revision  # the newest
    first: Revision  # what was sent
    stored: Answers  # of the newest
    items: tuple[Item, ...]  # those that were asked or answered
    course: Course

    @property
    def role(self) -> Role:
        return cast(Role, self.response.role)


def load_amended(
    session: Session, visit: Encounter, response_id: UUID, shelf: Shelf, at: Moment
) -> Amended:
    """A sent response of this visit.

    at      this moment: what stored answers may not lie behind
    raises  NotThere, NothingSent
    """
    held = responses.for_encounter(session, visit.id)
    response = next((one for one in held if one.id == response_id), None)
    if response is None:
        raise NotThere("response")
    newest = revisions.latest(session, response.id)
    if newest is None:
        raise NothingSent
    questionnaire = shelf.questionnaire(session, response.questionnaire_sha256)
    course = load_course(session, visit, shelf)
    stored = read_document(questionnaire, newest.document, visit=at)
    return Amended(
        response=response,
        questionnaire=questionnaire,
        revision=newest,
        first=revisions.get(session, response.id, 1),
        stored=stored,
        items=_items(course, questionnaire, cast(Role, response.role), stored),
        course=course,
    )


class AmendForm:
    """The form as it was shown or sent."""

    def __init__(self, amended: Amended, at: Moment, formdata: Form | None) -> None:
        meta = TokenMeta()
        meta.purpose = PURPOSE
        setting = Setting(at, comma=True)
        self.amended = amended
        self.form = ItemsForm(
            {f"a{n}": _unbound(amended, item, setting) for n, item in enumerate(amended.items)},
            meta,
        )
        self.form.process(formdata)
        self._before = self._evaluation(amended.stored)

    @property
    def fields(self) -> tuple[ItemField, ...]:
        """The fields to draw: an item that is not asked goes unless something stands in it."""
        now = self._evaluation(self.answers)
        return tuple(
            field
            for field in self.form.item_fields
            if now.enabled(field.item.id) is not False or _filled(field)
        )

    @property
    def answers(self) -> dict[str, Answer | Missing]:
        """What core took; what was missing stays so for its reason, unless one is given."""
        stored = self.amended.stored
        found = dict(self.form.answers)
        for item_id, given in found.items():
            known = stored.get(item_id)
            if isinstance(given, Missing) and isinstance(known, Missing) and not given.why:
                found[item_id] = known
        return found

    @property
    def changed(self) -> bool:
        """Whether anything is another than before."""
        return self._whole() != self.amended.stored

    def check(self) -> bool:
        """Ask core about everything; true when it may be kept.

        What was answered before, and what a changed answer opens, may not be left blank.
        """
        sound = bool(self.form.validate())
        now = self._evaluation(self.answers)
        for field in self.form.item_fields:
            name = field.item.id
            opened = now.enabled(name) is True and self._before.enabled(name) is not True
            if not _filled(field) and (name in self.amended.stored or opened):
                field.wrong[field.name] = refuse_blank(field.item, field.role).message
                sound = False
            elif not isinstance(self.amended.stored.get(name), Missing) and field.need_why():
                sound = False
        return sound

    def document(self) -> dict[str, object]:
        """The answers as the store keeps them; what the form did not show stays as it was."""
        return write_document(self.amended.questionnaire, self._whole())

    def _whole(self) -> dict[str, Answer | Missing]:
        shown = {item.id for item in self.amended.items}
        kept = {ref: given for ref, given in self.amended.stored.items() if ref not in shown}
        return {**kept, **self.answers}

    def _evaluation(self, answers: Answers) -> Evaluation:
        questionnaire, course = self.amended.questionnaire, self.amended.course
        refs = {ref for item in questionnaire.items for ref in refs_in(item.enable_when)}
        found = {ref: course.counted(ref) for ref in refs if "." in ref}
        beside: dict[str, Seen] = {ref: seen for ref, seen in found.items() if seen is not None}
        return Evaluation(questionnaire, {**beside, **answers}, course.visit)


def _unbound(amended: Amended, item: Item, setting: Setting) -> ItemField:
    return ItemField(
        item, amended.role, setting, amended.stored.get(item.id), False, name=f"a.{item.id}"
    )


def _items(
    course: Course, questionnaire: Questionnaire, role: Role, stored: Answers
) -> tuple[Item, ...]:
    asked = {
        item.id
        for other, page in course.turns.pages(role, perhaps=True)
        if other.id == questionnaire.id
        for item in page.items
        if item.same_as is None  # the other questionnaire asks it
    }
    return tuple(
        item for item in questionnaire.items_for(role) if item.id in stored or item.id in asked
    )


def _filled(field: ItemField) -> bool:
    return field.typed.out or raw_of(field.item, field.typed) is not None
