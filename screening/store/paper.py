"""Answers typed in from paper: which pages, by whom, and the second look that makes them count.

The answers themselves are the patient's draft, as if they came from a tablet. Functions take the
session first and never commit.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import cast
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from screening.quick_dataclass import dataclass
from screening.store import models
from screening.store.audit import Kind, record
from screening.store.errors import AlreadySent, NotThere, TooSoon
from screening.store.sealing import Place, seal_json, unseal_json

# Whoever typed looks with fresh eyes after a while; where somebody else is there, at once.
SAME_PERSON_AFTER = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class TypedPage:
    """One page of a questionnaire."""

    response_id: UUID
    questionnaire_id: str
    page_id: str
    typed: tuple[str, ...]  # ids of items that have an answer, a declined one included
    blank: tuple[str, ...]  # ids of items that the paper leaves blank
    typed_by: UUID
    typed_at: datetime


@dataclass(frozen=True, slots=True)
class PaperEntry:
    """The paper of one visit."""

    encounter_id: UUID
    language: str
    filled_in_on: date
    begun_by: UUID
    begun_at: datetime
    checked_by: UUID | None
    checked_at: datetime | None
    pages: tuple[TypedPage, ...]  # the first typed first

    @property
    def typists(self) -> tuple[UUID, ...]:
        """Accounts, each once."""
        return tuple(dict.fromkeys(page.typed_by for page in self.pages))

    @property
    def last_typed_at(self) -> datetime:
        return max((page.typed_at for page in self.pages), default=self.begun_at)

    def page(self, questionnaire_id: str, page_id: str) -> TypedPage | None:
        """What was typed of a page; None where nothing was."""
        wanted = (questionnaire_id, page_id)
        return next((p for p in self.pages if (p.questionnaire_id, p.page_id) == wanted), None)

    def typed_of(self, questionnaire_id: str) -> frozenset[str]:
        """Ids of the items of a questionnaire whose answer comes from the paper."""
        own = (page for page in self.pages if page.questionnaire_id == questionnaire_id)
        return frozenset(item_id for page in own for item_id in page.typed)

    def blank_of(self, questionnaire_id: str) -> frozenset[str]:
        """Ids of the items of a questionnaire that the paper leaves blank."""
        own = (page for page in self.pages if page.questionnaire_id == questionnaire_id)
        return frozenset(item_id for page in own for item_id in page.blank)

    def may_check_from(self, account_id: UUID) -> datetime | None:
        """From when on this person may take the second look; None: at once."""
        own = [page.typed_at for page in self.pages if page.typed_by == account_id]
        return max(own) + SAME_PERSON_AFTER if own else None


def begin(
    session: Session, encounter_id: UUID, *, language: str, filled_in_on: date, by: UUID,
    now: datetime,
) -> None:  # fmt: skip
    """Take up the paper of a visit; done again, language and day are put right.

    raises   AlreadySent after the second look
    """
    row = session.get(models.PaperEntry, encounter_id)
    if row is None:
        row = models.PaperEntry(encounter_id=encounter_id, begun_by=by, begun_at=now)
        session.add(row)
    elif row.checked_at is not None:
        raise AlreadySent
    row.language, row.filled_in_on = language, filled_in_on
    session.flush()
    record(session, now, Kind.PAPER_BEGUN, by, encounter=encounter_id, language=language)


def keep_page(
    session: Session,
    response_id: UUID,
    page_id: str,
    *,
    typed: Sequence[str],
    blank: Sequence[str],
    by: UUID,
    now: datetime,
) -> None:
    """Note who typed a page; the answers are in the draft already."""
    row = session.get(models.PaperPage, (response_id, page_id))
    if row is None:
        row = models.PaperPage(response_id=response_id, page_id=page_id)
        session.add(row)
    row.typed_by, row.typed_at = by, now
    content = {"typed": list(typed), "blank": list(blank)}
    row.items = seal_json(session, _place(response_id, page_id), content)
    session.flush()
    record(session, now, Kind.PAPER_TYPED, by, response=response_id, page=page_id)


def check(session: Session, encounter_id: UUID, *, by: UUID, now: datetime) -> None:
    """Note the second look. Sending the answers is the caller's.

    raises   NotThere without any typed page, AlreadySent when it was taken before, TooSoon
    """
    row = session.get(models.PaperEntry, encounter_id)
    entry = of_encounter(session, encounter_id)
    if row is None or entry is None or not entry.pages:
        raise NotThere("paper form")
    if row.checked_at is not None:
        raise AlreadySent
    begins = entry.may_check_from(by)
    if begins is not None and now < begins:
        raise TooSoon
    row.checked_by, row.checked_at = by, now
    session.flush()
    record(session, now, Kind.PAPER_CHECKED, by, encounter=encounter_id)


def of_encounter(session: Session, encounter_id: UUID) -> PaperEntry | None:
    """The paper of a visit; None where there is none."""
    row = session.get(models.PaperEntry, encounter_id)
    if row is None:
        return None
    pages = session.execute(
        select(models.PaperPage, models.Response.questionnaire_id)
        .join(models.Response, models.Response.id == models.PaperPage.response_id)
        .where(models.Response.encounter_id == encounter_id)
        .order_by(models.PaperPage.typed_at, models.PaperPage.page_id)
    )
    return PaperEntry(
        encounter_id=row.encounter_id,
        language=row.language,
        filled_in_on=row.filled_in_on,
        begun_by=row.begun_by,
        begun_at=row.begun_at,
        checked_by=row.checked_by,
        checked_at=row.checked_at,
        pages=tuple(_page(session, page, name) for page, name in pages),
    )


def checked_of(session: Session, encounter_ids: Collection[UUID]) -> dict[UUID, bool]:
    """Visits of these in which something was typed from paper, and whether it was checked."""
    rows = session.execute(
        select(models.PaperEntry.encounter_id, models.PaperEntry.checked_at)
        .join(models.Response, models.Response.encounter_id == models.PaperEntry.encounter_id)
        .join(models.PaperPage, models.PaperPage.response_id == models.Response.id)
        .where(models.PaperEntry.encounter_id.in_(encounter_ids))
        .distinct()
    )
    return {row.encounter_id: row.checked_at is not None for row in rows}


def _page(session: Session, row: models.PaperPage, questionnaire_id: str) -> TypedPage:
    held = unseal_json(session, _place(row.response_id, row.page_id), row.items)
    items = cast(dict[str, list[str]], held)
    return TypedPage(
        response_id=row.response_id,
        questionnaire_id=questionnaire_id,
        page_id=row.page_id,
        typed=tuple(items["typed"]),
        blank=tuple(items["blank"]),
        typed_by=row.typed_by,
        typed_at=row.typed_at,
    )


def _place(response_id: UUID, page_id: str) -> Place:
    return Place("paper_page", response_id, f"items.{page_id}", 1)
