"""The sheets of a visit's paper: what is asked on each, what stands in the draft, what is open."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from sqlalchemy.orm import Session

from screening.core.answers import Answer, Answers, Missing
from screening.core.documents import read_document
from screening.core.item import Item
from screening.core.moments import Moment
from screening.core.on_paper import numbers, paper_parts
from screening.core.questionnaire import Page, Questionnaire
from screening.quick_dataclass import dataclass
from screening.store import responses, revisions
from screening.store.encounters import Encounter
from screening.store.paper import PaperEntry, TypedPage
from screening.store.responses import Response
from screening.web.course import Course
from screening.web.shelf import Shelf
from screening.web.stops import stop_at
from screening.web.visits import load_course


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of a questionnaire on paper."""

    questionnaire: Questionnaire  # in the words of the paper
    page: Page
    items: tuple[Item, ...]
    numbers: Mapping[str, int]  # of the questions, by item id
    response: Response | None  # None before anything was kept
    save_number: int
    stored: Answers  # of the whole questionnaire
    typed: TypedPage | None
    from_paper: frozenset[str]  # ids of stored answers that were typed in
    blank: frozenset[str]  # ids of the questionnaire's items that the paper leaves blank
    sent: bool
    has_turn: bool  # as far as the answers so far tell

    @property
    def key(self) -> tuple[str, str]:
        return self.questionnaire.id, self.page.id

    def from_tablet(self, item_id: str) -> Answer | Missing | None:
        """The answer that the patient gave on a tablet."""
        return None if item_id in self.from_paper else self.stored.get(item_id)

    @property
    def shown(self) -> dict[str, Answer | Missing]:
        """What its controls show: what was typed in, and never what a tablet holds."""
        ids = {item.id for item in self.items} & self.from_paper
        return {item_id: self.stored[item_id] for item_id in ids if item_id in self.stored}


class PaperOfVisit:
    """All sheets of one visit."""

    def __init__(self, sheets: tuple[Sheet, ...], course: Course, entry: PaperEntry) -> None:
        self.sheets, self.course, self.entry = sheets, course, entry

    def sheet(self, questionnaire_id: str, page_id: str) -> Sheet | None:
        return next((one for one in self.sheets if one.key == (questionnaire_id, page_id)), None)

    @cached_property
    def _open(self) -> frozenset[str]:
        """Questions that are asked and have no answer, by "questionnaire.item"."""
        return frozenset(ref for stop in self.course.stops if stop.is_open for ref in stop.refs)

    def open_items(self, sheet: Sheet) -> tuple[Item, ...]:
        """Those of a sheet that are asked, have no answer and are not marked as blank."""
        name = sheet.questionnaire.id
        return tuple(
            item
            for item in sheet.items
            if f"{name}.{item.id}" in self._open and item.id not in sheet.blank
        )

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left to type."""
        return bool(self.entry.pages) and not any(map(self.open_items, self.sheets))

    def asked_after(self, sheet: Sheet, answers: Answers) -> frozenset[str]:
        """Ids of the sheet's items that are asked once it is answered so."""
        refs = {ref for one in self._after(sheet, answers).stops for ref in one.refs}
        return frozenset(i.id for i in sheet.items if f"{sheet.questionnaire.id}.{i.id}" in refs)

    def out_after(self, sheet: Sheet, answers: Answers) -> frozenset[str]:
        """Ids of the sheet's items that are not asked then, for certain."""
        after, name = self._after(sheet, answers), sheet.questionnaire.id
        return frozenset(item.id for item in sheet.items if after.is_out(name, item.id))

    def _after(self, sheet: Sheet, answers: Answers) -> Course:
        stop = stop_at(sheet.questionnaire, sheet.items, sheet.page.title, {})
        kept = {i.id: held for i in sheet.items if (held := sheet.from_tablet(i.id)) is not None}
        return self.course.without(stop).answering(stop, {**kept, **answers})


def load_paper(
    session: Session, encounter: Encounter, shelf: Shelf, entry: PaperEntry, at: Moment
) -> PaperOfVisit:
    """The paper of a visit, in its language.

    at  this moment: what stored answers may not lie behind
    """
    course = load_course(session, encounter, shelf)
    held = {
        response.questionnaire_id: response
        for response in responses.for_encounter(session, encounter.id)
        if response.role == "patient"
    }
    pinned = {
        name: shelf.questionnaire(session, held[name].questionnaire_sha256) if name in held else one
        for name, one in course.questionnaires.items()
    }
    told = {name: _told(session, shelf, one, entry.language) for name, one in pinned.items()}
    parts = paper_parts(course.packet, told, "patient")
    given = numbers(parts)
    turns = {(q.id, page.id) for q, page in course.turns.pages("patient", perhaps=True)}
    drafts = {name: _stored(session, pinned[name], one, at) for name, one in held.items()}
    sheets = tuple(
        Sheet(
            questionnaire=part.questionnaire,
            page=page.page,
            items=page.items,
            numbers={i.id: given[f"{part.questionnaire.id}.{i.id}"] for i in page.items},
            response=held.get(part.questionnaire.id),
            save_number=drafts[part.questionnaire.id][0] if part.questionnaire.id in drafts else 0,
            stored=drafts[part.questionnaire.id][1] if part.questionnaire.id in drafts else {},
            typed=entry.page(part.questionnaire.id, page.page.id),
            from_paper=entry.typed_of(part.questionnaire.id),
            blank=entry.blank_of(part.questionnaire.id),
            sent=part.questionnaire.id in drafts and drafts[part.questionnaire.id][2],
            has_turn=(part.questionnaire.id, page.page.id) in turns,
        )
        for part in parts
        for page in part.pages
    )
    return PaperOfVisit(sheets, course, entry)


def _told(
    session: Session, shelf: Shelf, questionnaire: Questionnaire, language: str
) -> Questionnaire:
    if questionnaire.language == language:
        return questionnaire
    return shelf.told(session, questionnaire.sha256, language)


def _stored(
    session: Session, questionnaire: Questionnaire, response: Response, at: Moment
) -> tuple[int, Answers, bool]:
    """Save number, answers, and whether they were sent."""
    draft = responses.load_draft(session, response.id)
    if draft is not None:
        return draft.save_number, read_document(questionnaire, draft.document, visit=at), False
    sent = revisions.latest(session, response.id)
    assert sent is not None  # noqa: S101  what is no draft was sent
    return 0, read_document(questionnaire, sent.document, visit=at), True
