"""What a paper form asks: the items of a questionnaire or a packet, for whom, and their numbers.

Paper cannot look anything up: everything that may have its turn is on it, with its condition.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from screening.core.answers import Role
from screening.core.condition import Condition
from screening.core.item import Item
from screening.core.packet import Packet
from screening.core.questionnaire import Page, Questionnaire
from screening.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class PaperPage:
    """One page of a questionnaire with those of its items that somebody is asked."""

    page: Page
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class PaperPart:
    """What one entry of a packet brings, or one questionnaire by itself."""

    questionnaire: Questionnaire
    pages: tuple[PaperPage, ...]  # never empty
    when: Condition | None = None  # of the entry
    not_within_days: int | None = None


def asks(questionnaire: Questionnaire, item: Item, role: Role) -> bool:
    """Whether an item stands on this rater's sheets: what either may answer is the patient's."""
    by_clinician = questionnaire.rater(item) == "clinician"
    return by_clinician if role == "clinician" else not by_clinician


def paper_part(questionnaire: Questionnaire, role: Role) -> tuple[PaperPart, ...]:
    """A questionnaire by itself; empty where this rater is asked nothing."""
    return _parts([PaperPart(questionnaire, _pages(questionnaire.pages))], role, {})


def paper_parts(
    packet: Packet, questionnaires: Mapping[str, Questionnaire], role: Role
) -> tuple[PaperPart, ...]:
    """All entries of a packet in their order; a question that is asked twice stands once.

    questionnaires  by id; an entry whose questionnaire is not among them is passed over
    """
    entries = [
        PaperPart(found, _pages(entry.brings(found)), entry.when, entry.not_within_days)
        for entry in packet.entries
        if (found := questionnaires.get(entry.questionnaire)) is not None
    ]
    return _parts(entries, role, _always_asked(entries, role))


def numbers(parts: Iterable[PaperPart]) -> dict[str, int]:
    """The number of each question, from 1, by "questionnaire.item"; a twin has its twin's."""
    refs = [
        (f"{part.questionnaire.id}.{item.id}", item)
        for part in parts
        for page in part.pages
        for item in page.items
    ]
    return {ref: number for number, (ref, _) in enumerate(refs, 1)}


def _pages(pages: Iterable[Page]) -> tuple[PaperPage, ...]:
    return tuple(PaperPage(page, page.items) for page in pages)


def _always_asked(entries: Iterable[PaperPart], role: Role) -> frozenset[str]:
    """Items that everybody meets, whatever was answered before."""
    return frozenset(
        f"{entry.questionnaire.id}.{item.id}"
        for entry in entries
        if entry.when is None and entry.not_within_days is None
        for page in entry.pages
        for item in page.items
        if item.enable_when is None and asks(entry.questionnaire, item, role)
    )


def _parts(
    entries: Iterable[PaperPart], role: Role, always: Iterable[str]
) -> tuple[PaperPart, ...]:
    held = frozenset(always)
    parts = (
        PaperPart(
            entry.questionnaire,
            tuple(_asked(entry, role, held)),
            entry.when,
            entry.not_within_days,
        )
        for entry in entries
    )
    return tuple(part for part in parts if part.pages)


def _asked(entry: PaperPart, role: Role, always: frozenset[str]) -> Iterator[PaperPage]:
    questionnaire = entry.questionnaire
    for page in entry.pages:
        items = tuple(
            item
            for item in page.items
            if asks(questionnaire, item, role)
            and (item.same_as is None or whole_ref(questionnaire, item.same_as) not in always)
        )
        if items:
            yield PaperPage(page.page, items)


def whole_ref(questionnaire: Questionnaire, ref: str) -> str:
    """A name of a questionnaire's file as "questionnaire.name"."""
    return ref if "." in ref else f"{questionnaire.id}.{ref}"
