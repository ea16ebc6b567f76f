"""One sheet of paper as it was typed: what is wrong with it, what it must not replace, its keeping.

Functions take the session first and never commit; the view does.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from screening.core.answers import Answer, Missing
from screening.core.documents import write_document
from screening.core.words import answer_words
from screening.quick_dataclass import dataclass
from screening.store import paper, responses, sittings
from screening.store.encounters import Encounter
from screening.store.hand_over import ON_A_TABLET
from screening.store.responses import ResponseState
from screening.web.forms import Fault, ItemField, ItemsForm
from screening.web.paper_sheets import PaperOfVisit, Sheet
from screening.web.plain_values import save_numbers
from screening.web.shelf import Shelf
from screening.web.typed import Form, raw_of

BLANK = ".blank"  # behind an item's name: the box "left blank on paper"
NEITHER = "Type the answer, or tick “Left blank on paper”."
BOTH = "Type the answer or tick “Left blank on paper”, not both."
NO_ANSWER = "no answer"


@dataclass(frozen=True, slots=True)
class Clash:
    """One question with two texts."""

    number: int
    question: str
    stored: str
    typed: str


class TypedSheet:
    """The form of a sheet with its boxes."""

    def __init__(self, sheet: Sheet, form: ItemsForm, blank: Iterable[str]) -> None:
        """blank  ids of the items whose box is ticked"""
        self.sheet, self.form = sheet, form
        self.blank = frozenset(blank)
        self._faults: dict[str, str] = {}

    @property
    def answers(self) -> dict[str, Answer | Missing]:
        """What core took."""
        return self.form.answers

    def rest_blank(self, asked: frozenset[str]) -> None:
        """Tick the box of every question that is asked and has nothing in it."""
        empty = {f.item.id for f in self.form.item_fields if not _filled(f)}
        self.blank |= {i for i in empty & asked if self.sheet.from_tablet(i) is None}

    def check(self, asked_after: PaperOfVisit) -> bool:
        """Ask core about everything typed, and about what is missing."""
        sound = bool(self.form.validate())
        asked = asked_after.asked_after(self.sheet, self.answers)
        for field in self.form.item_fields:
            item_id, filled = field.item.id, _filled(field)
            if filled and item_id in self.blank:
                self._faults[item_id] = BOTH
            nothing = not filled and item_id not in self.blank
            if nothing and item_id in asked and self.sheet.from_tablet(item_id) is None:
                self._faults[item_id] = NEITHER
        return sound and not self._faults

    @property
    def faults(self) -> list[Fault]:
        """Every fault with the number of its question in front."""
        found = []
        for field in self.form.item_fields:
            number = self.sheet.numbers[field.item.id]
            control = field.control()
            told = list(field.wrong.values()) + [self._faults.get(field.item.id, "")]
            found += [Fault(control.first, f"Question {number}: {text}") for text in told if text]
        return found

    def clashes_with_tablet(self) -> list[Clash]:
        """Where the paper says something else than the patient did on a tablet."""
        pairs = ((item_id, self.sheet.from_tablet(item_id)) for item_id in self.answers)
        return [self._clash(i, held) for i, held in pairs if held not in (None, self.answers[i])]

    def clashes_with(self, now: Sheet) -> list[Clash]:
        """Where what is stored by now differs from what was typed."""
        ids = [item.id for item in self.sheet.items]
        return [
            self._clash(i, now.stored.get(i))
            for i in ids
            if now.stored.get(i) != self.answers.get(i)
        ]

    def _clash(self, item_id: str, held: Answer | Missing | None) -> Clash:
        item = self.sheet.questionnaire.item(item_id)
        typed = self.answers.get(item_id)
        return Clash(
            self.sheet.numbers[item_id],
            item.text,
            answer_words(item, held, in_full=True) if held else NO_ANSWER,
            answer_words(item, typed, in_full=True) if typed else NO_ANSWER,
        )


def ticked_blank(sheet: Sheet, formdata: Form | None) -> frozenset[str]:
    """Ids of the items whose box is ticked in a posted form, or stands ticked in the store."""
    ids = (item.id for item in sheet.items)
    if formdata is None:
        return frozenset(ids) & sheet.blank
    return frozenset(one for one in ids if f"{one}{BLANK}" in formdata)


def keep(
    session: Session,
    encounter: Encounter,
    shelf: Shelf,
    typed: TypedSheet,
    *,
    by: UUID,
    now: datetime,
) -> None:
    """Put a sheet into the patient's draft, and note who typed it.

    raises   StaleForm, AlreadySent, EncounterEnded, FormKeyReused
    """
    sheet, answers = typed.sheet, typed.answers
    on_sheet = {item.id for item in sheet.items}
    before = {i: held for i, held in sheet.stored.items() if i not in on_sheet & sheet.from_paper}
    response = responses.start(
        session, encounter.id, sheet.questionnaire.sha256, role="patient", author_id=None,
        now=now, on_paper=True,
    )  # fmt: skip
    responses.save_answers(
        session,
        response.id,
        write_document(sheet.questionnaire, {**before, **answers}),
        shown_save_number=typed.form.shown_save_number,
        form_key=typed.form.key,
        by=by,
        now=now,
    )
    mine = [i for i in answers if sheet.from_tablet(i) is None]
    paper.keep_page(
        session, response.id, sheet.page.id, typed=mine, blank=sorted(typed.blank), by=by, now=now
    )


def on_a_tablet(session: Session, encounter: Encounter) -> bool:
    """Whether the patient has these questions in hand at this moment."""
    return any(s.state in ON_A_TABLET for s in sittings.for_encounter(session, encounter.id))


def draft_numbers(session: Session, encounter: Encounter) -> dict[UUID, int]:
    """The save number of every draft of the patient's in which something stands."""
    found = {}
    for response in responses.for_encounter(session, encounter.id):
        if response.role == "patient" and response.state == ResponseState.DRAFT:
            draft = responses.load_draft(session, response.id)
            if draft is not None and draft.save_number:
                found[response.id] = draft.save_number
    return found


def confirm(
    session: Session,
    encounter: Encounter,
    *,
    shown: str,
    form_key: str,
    language: str,
    by: UUID,
    now: datetime,
) -> None:
    """The second look: what was typed counts as sent from now on.

    shown    shown_numbers() of the page that was confirmed
    raises   TooSoon, AlreadySent, NotThere, StaleForm where a draft was changed meanwhile
    """
    paper.check(session, encounter.id, by=by, now=now)
    numbers = draft_numbers(session, encounter)
    wanted = save_numbers(shown)
    wanted += [-1] * (len(numbers) - len(wanted))
    for response_id, number in zip(sorted(numbers), wanted, strict=False):
        responses.send(
            session,
            response_id,
            shown_save_number=number,
            form_key=f"{form_key}.{response_id}",
            by=by,
            now=now,
            language=language,
        )
    sittings.end_all(session, encounter.id)


def shown_numbers(session: Session, encounter: Encounter) -> str:
    """The numbers of all drafts, for the page that is confirmed."""
    numbers = draft_numbers(session, encounter)
    return ".".join(str(numbers[one]) for one in sorted(numbers))


def _filled(field: ItemField) -> bool:
    return field.typed.out or raw_of(field.item, field.typed) is not None
