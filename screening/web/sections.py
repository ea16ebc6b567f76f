"""The clinician's share of a visit: what each questionnaire asks, and what is stored of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from screening.core.answers import Answers
from screening.core.documents import read_document
from screening.core.item import Item
from screening.core.moments import Moment
from screening.core.questionnaire import Questionnaire
from screening.quick_dataclass import dataclass
from screening.store import responses, revisions
from screening.store.drafts import DraftState
from screening.store.encounters import Encounter
from screening.store.responses import Response
from screening.store.revisions import Revision
from screening.web.course import Course
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
    patients: Answers  # what the patient answered of items that either may rate

    @property
    def id(self) -> str:
        """The questionnaire's id."""
        return self.questionnaire.id

    def field_name(self, item: Item) -> str:
        """HTML name: an item id alone may stand in two sections."""
        return f"{self.id}.{item.id}"


def load_sections(
    session: Session, encounter: Encounter, shelf: Shelf, at: Moment
) -> tuple[tuple[Section, ...], Course]:
    """The clinician's share of the visit's packet, sent sections included, and the whole packet.

    at  this moment: what stored answers may not lie behind
    """
    course = load_course(session, encounter, shelf)
    held = responses.for_encounter(session, encounter.id)
    kept = {r.questionnaire_id: _kept(session, r) for r in held if r.role == "clinician"}
    shares = _shares(course, kept)
    either = {
        name
        for name, items in shares.items()
        if any(course.questionnaires[name].rater(item) == "either" for item in items)
    }
    patients = {
        r.questionnaire_id: _kept(session, r)
        for r in held
        if r.role == "patient" and r.questionnaire_id in either
    }
    sections = (
        _section(course.questionnaires[name], items, kept.get(name), patients.get(name), shares, at)
        for name, items in shares.items()
    )
    return tuple(sections), course


def to_do(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """The sections that were not sent."""
    return tuple(section for section in sections if section.sent is None)


def done(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """The sections that were sent."""
    return tuple(section for section in sections if section.sent is not None)


@dataclass(frozen=True, slots=True)
class _Kept:
    """What is stored of a section."""

    draft: DraftState | None
    sent: Revision | None

    @property
    def document(self) -> Mapping[str, object]:
        found = self.draft or self.sent
        return found.document if found else {}


def _kept(session: Session, response: Response) -> _Kept:
    draft = responses.load_draft(session, response.id)
    return _Kept(draft, revisions.latest(session, response.id))


def _shares(course: Course, kept: Mapping[str, _Kept]) -> dict[str, tuple[Item, ...]]:
    """What the clinician rates, by questionnaire, in the order of the packet.

    Where an entry's condition cannot be told, the clinician decides. What was rated stays, though
    its entry has no turn any more.
    """
    found: dict[str, list[Item]] = {}
    for questionnaire, page in course.turns.pages("clinician", perhaps=True):
        rated = [item for item in page.items if questionnaire.rater(item) != "patient"]
        if rated:
            found.setdefault(questionnaire.id, []).extend(rated)
    for name, held in kept.items():
        if name in course.questionnaires:
            items = course.questionnaires[name].items_for("clinician")
            known = found.setdefault(name, [])
            known += [i for i in items if i.id in held.document and i not in known]
    return {name: tuple(items) for name, items in found.items() if items}


def _section(
    questionnaire: Questionnaire,
    items: tuple[Item, ...],
    kept: _Kept | None,
    patients: _Kept | None,
    shares: Mapping[str, tuple[Item, ...]],
    at: Moment,
) -> Section:
    """
    items     the clinician's share of the questionnaire
    patients  what is stored of the patient's, where an item is for either
    shares    the clinician's share of every questionnaire of the visit
    """
    said = read_document(questionnaire, patients.document, visit=at) if patients else {}
    elsewhere = {item.id: other for item in items if (other := _server(item, shares))}
    draft, sent = (kept.draft, kept.sent) if kept else (None, None)
    stored = draft or sent
    return Section(
        questionnaire=questionnaire,
        items=tuple(item for item in items if item.id not in elsewhere),
        served=tuple((item, elsewhere[item.id]) for item in items if item.id in elsewhere),
        save_number=draft.save_number if draft else 0,
        stored=read_document(questionnaire, stored.document, visit=at) if stored else {},
        saved_at=draft.updated_at if draft and draft.save_number else None,
        sent=sent,
        patients={i: found for i, found in said.items() if i in {item.id for item in items}},
    )


def _server(item: Item, shares: Mapping[str, tuple[Item, ...]]) -> str:
    """Id of the questionnaire in which the same question is asked; empty when it is not."""
    name, _, item_id = (item.same_as or "").rpartition(".")
    return name if any(other.id == item_id for other in shares.get(name, ())) else ""
