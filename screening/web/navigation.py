"""Where staff can go: sections, the places in each, and at which of them a page is.

What a role does not reach is left out. A section with several places shows them as one row on the
pages where they begin; every page further in has a way back instead.
"""

from __future__ import annotations

from collections.abc import Iterator

from flask import g, request

from screening.quick_dataclass import dataclass
from screening.security import permissions
from screening.security.permissions import Action


@dataclass(frozen=True, slots=True)
class Place:
    """Where a part of the work begins."""

    words: str
    endpoint: str
    action: Action
    within: tuple[str, ...]  # blueprints and endpoints whose pages are further in


@dataclass(frozen=True, slots=True)
class Section:
    """One entry of the main navigation."""

    words: str  # shown where a role reaches more than one of its places
    places: tuple[Place, ...]
    leads_back: bool = True  # whether pages further in show the way back above their heading


SECTIONS = (
    Section(
        "Today",
        (Place("Today", "desk.day_list", Action.SEE_DAY_LIST, ("desk", "paper_entry")),),
        leads_back=False,
    ),
    Section(
        "Worklist",
        (
            Place(
                "Worklist", "clinician.work.worklist", Action.READ_ENCOUNTER,
                ("clinician", "day_summaries"),
            ),
        ),
        leads_back=False,
    ),
    Section(
        "Questionnaires",
        (
            Place("In use", "admin.overview", Action.SEE_FAULTS, ("admin", "definition_history")),
            Place(
                "Drafts", "drafts.overview", Action.READ_DRAFTS,
                (
                    "drafts", "draft_import", "draft_preview", "draft_difference",
                    "draft_approval", "draft_translation.show", "definition_history",
                ),
            ),
            Place("Approvals", "approvals.overview", Action.READ_DRAFTS, ("approvals",)),
            Place(
                "Translations", "draft_translation.overview", Action.READ_DRAFTS,
                ("draft_translation",),
            ),
            Place(
                "Texts, leaflets, packets", "text_lists.overview", Action.EDIT_TEXTS,
                ("text_lists", "text_new_leaflet", "text_new_packet", "texts"),
            ),
        ),
    ),
    Section(
        "Paper forms",
        (Place("Paper forms", "blank_forms.overview", Action.PRINT_PACKET, ("blank_forms",)),),
        leads_back=False,
    ),
    Section(
        "Check a PDF",
        (Place("Check a PDF", "verifying.form", Action.CHECK_SUMMARY, ("verifying",)),),
    ),
    Section("Export", (Place("Export", "exports.form", Action.EXPORT_ANSWERS, ("exports",)),)),
    Section(
        "Accounts",
        (
            Place(
                "Accounts", "account_admin.overview", Action.MANAGE_ACCOUNTS,
                ("account_admin", "identities.overview", "break_glass.overview"),
            ),
        ),
    ),
    Section("Sites", (Place("Sites", "sites.overview", Action.MANAGE_SITES, ("sites",)),)),
    Section(
        "Erasure",
        (
            Place(
                "Erasure", "erasures.overview", Action.CONFIRM_ERASURE,
                ("erasures", "erasure_asking"),
            ),
            Place("Past retention", "erasure_asking.past", Action.ASK_ERASURE, ()),
        ),
    ),
    Section(
        "Devices",
        (
            Place(
                "Tablets", "desk.tablets.overview", Action.MANAGE_TABLETS, ("desk.tablets",)
            ),
            Place(
                "Workstations", "workstations.overview", Action.MANAGE_WORKSTATIONS,
                ("workstations",),
            ),
        ),
    ),
    Section(
        "Audit trail", (Place("Audit trail", "audit.events", Action.READ_AUDIT, ("audit",)),)
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Link:
    """A way to a place; `current` is the value of its aria-current, empty elsewhere."""

    words: str
    endpoint: str
    current: str = ""


@dataclass(frozen=True, slots=True)
class Navigation:
    """What the frame of a staff page leads to."""

    sections: tuple[Link, ...]
    section: str = ""  # the name of the row of places
    places: tuple[Link, ...] = ()  # of this section; only where one of them is shown
    back: tuple[Link, ...] = ()  # from a page further in, the outermost first


def navigation() -> Navigation:
    """Of the signed-in role, seen from the page that was asked for."""
    reached = [(section, places) for section in SECTIONS if (places := _places(section))]
    inside, place = _here([(section, one) for section, places in reached for one in places])
    links = tuple(_section_link(section, places, place) for section, places in reached)
    if inside is None or place is None:
        return Navigation(links)
    places = _places(inside)
    outer = (Link(inside.words, places[0].endpoint),) if len(places) > 1 else ()
    if request.endpoint != place.endpoint:
        own = Link(place.words, place.endpoint)
        # A section that bears the name of its first place is not told twice.
        above = tuple(link for link in outer if link != own)
        back = (*above, own) if inside.leads_back else ()
        return Navigation(links, back=back)
    beside = [Link(one.words, one.endpoint, "page" if one is place else "") for one in places]
    return Navigation(links, inside.words, tuple(beside) if outer else ())


def _places(section: Section) -> tuple[Place, ...]:
    role = g.account.role
    return tuple(place for place in section.places if permissions.may(role, place.action))


def _here(reached: list[tuple[Section, Place]]) -> tuple[Section | None, Place | None]:
    """The place that names the page most exactly, the first of several."""
    best: tuple[Section | None, Place | None] = (None, None)
    longest = 0
    for section, place in reached:
        length = max(_fits(place), default=0)
        if length > longest:
            best, longest = (section, place), length
    return best


def _fits(place: Place) -> Iterator[int]:
    at = request.endpoint or ""
    for name in (place.endpoint, *place.within):
        if at == name or at.startswith(f"{name}."):
            yield len(name)


def _section_link(section: Section, places: tuple[Place, ...], here: Place | None) -> Link:
    words = section.words if len(places) > 1 else places[0].words
    if here not in places:
        return Link(words, places[0].endpoint)
    exact = request.endpoint == places[0].endpoint
    return Link(words, places[0].endpoint, "page" if exact else "true")
