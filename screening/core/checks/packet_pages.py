"""What a packet says of pages: that they exist, come once, can be asked, and are asked in time."""

from __future__ import annotations

from screening.core.checks.fault import Fault, Faults
from screening.core.checks.others import Others, placed_tests
from screening.core.condition import refs_in
from screening.core.item import Item
from screening.core.packet import Entry, Packet
from screening.core.questionnaire import Questionnaire
from screening.core.wording import guess
from screening.core.yaml_tree import Place

Brought = set[tuple[str, str]]  # questionnaire id and page id


def check_pages(packet: Packet, others: Others) -> Faults:
    """Unknown pages, pages brought twice, pages that nobody can be asked, pages looked at early."""
    brought: Brought = set()
    everywhere = _brought_by(packet.entries, others)
    for n, entry in enumerate(packet.entries):
        questionnaire = others.get(entry.questionnaire)
        if questionnaire is None:
            continue
        if entry.when is not None:
            yield from _check_when(n, entry, others, brought, everywhere)
        yield from _unknown(n, entry, questionnaire)
        yield from _twice(n, entry, questionnaire, brought)
        brought |= _brought_by((entry,), others)
        yield from _never_asked(n, entry, questionnaire, brought)


def _brought_by(entries: tuple[Entry, ...], others: Others) -> Brought:
    return {
        (entry.questionnaire, page.id)
        for entry in entries
        if entry.questionnaire in others
        for page in entry.brings(others[entry.questionnaire])
    }


def _place(n: int, entry: Entry, page_id: str) -> Place:
    """Where the entry names the page, or the questionnaire where it brings all pages."""
    if entry.pages is None:
        return "entries", n, "questionnaire"
    return "entries", n, "pages", entry.pages.index(page_id)


def _unknown(n: int, entry: Entry, questionnaire: Questionnaire) -> Faults:
    known = [page.id for page in questionnaire.pages]
    for name in entry.pages or ():
        if name not in known:
            problem = f"“{questionnaire.id}” has no page “{name}”."
            yield Fault("unknown_page", _place(n, entry, name), problem, guess(name, known))


def _twice(n: int, entry: Entry, questionnaire: Questionnaire, brought: Brought) -> Faults:
    for k, name in enumerate(entry.pages or ()):
        if name in (entry.pages or ())[:k]:
            problem = f"The page “{name}” stands twice in this entry."
            yield Fault("page_twice", ("entries", n, "pages", k), problem, "Keep one of the two.")
    again = [p for p in entry.brings(questionnaire) if (questionnaire.id, p.id) in brought]
    for page in again if entry.pages is not None else again[:1]:
        yield Fault(
            "page_twice",
            _place(n, entry, page.id),
            f"The page “{page.id}” of “{questionnaire.id}” is brought by an earlier entry as well.",
            "Keep it in one of the two; an entry without `pages` brings all of them.",
        )


def _never_asked(n: int, entry: Entry, questionnaire: Questionnaire, brought: Brought) -> Faults:
    """A page of which one rater's items all wait for pages that do not come before or with it."""
    for page in entry.brings(questionnaire):
        for role in ("patient", "clinician"):
            theirs = [item for item in page.items if questionnaire.rater(item) in (role, "either")]
            waits = [_waits_for(questionnaire, item, brought) for item in theirs]
            if theirs and all(waits):
                yield Fault(
                    "page_never_asked",
                    _place(n, entry, page.id),
                    f"Nothing is left for the {role} on the page “{page.id}”: it waits for the "
                    f"page “{waits[0]}”.",
                    f"Bring “{waits[0]}” in this entry or in an earlier one.",
                )
                break


def _waits_for(questionnaire: Questionnaire, item: Item, brought: Brought) -> str:
    """The first page that an item waits for in vain; empty where it may be asked without."""
    pages = [
        questionnaire.page_of(name).id
        for ref in refs_in(item.enable_when)
        for name in questionnaire.rests_on(ref)
        if questionnaire.has_item(name)
    ]
    foreign = any("." in ref for ref in refs_in(item.enable_when))
    absent = [page for page in pages if (questionnaire.id, page) not in brought]
    return absent[0] if absent and len(absent) == len(pages) and not foreign else ""


def _check_when(
    n: int, entry: Entry, others: Others, brought: Brought, everywhere: Brought
) -> Faults:
    """Items whose page comes later or not at all, though their questionnaire was begun before."""
    assert entry.when is not None
    begun = {name for name, _ in brought}
    for at, test in placed_tests(("entries", n, "when"), entry.when):
        name, _, item_id = test.ref.partition(".")
        if name not in begun or not others[name].has_item(item_id):
            continue  # scores have no page, and the rest is told in others.py
        page = others[name].page_of(item_id)
        where = f"“{test.ref}” stands on the page “{page.id}”"
        if (name, page.id) in brought:
            continue
        if (name, page.id) in everywhere:
            yield Fault(
                "asked_later",
                (*at, "[key]"),
                f"{where}, which is not asked before this entry.",
                f"Move the entry behind the one that brings “{page.id}”.",
            )
        else:
            yield Fault(
                "page_not_brought",
                (*at, "[key]"),
                f"{where}, which this packet does not bring.",
                f"Bring “{page.id}” in an earlier entry, or look at another item.",
            )
