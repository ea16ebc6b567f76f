"""The versions of what is edited as text, whatever its kind; who changed what last; what is behind.

A language is behind where the other one was changed after this one was last written. Saving it as
it is says that it was read again and still says the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import field
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from screening.core.questionnaire import Questionnaire
from screening.core.site_texts import laid_over, read_site_texts
from screening.quick_dataclass import dataclass
from screening.store import library, texts
from screening.store.library import Version
from screening.store.texts import Text
from screening.web.shelf import Shelf
from screening.web.text_editing import HEAD, Beside, tree_of
from screening.web.text_fields import Tree


@dataclass(frozen=True, slots=True)
class AtSite:
    """The clinic's texts as they stood at a site after one change, its own or one beneath it."""

    version: str  # 4.2: the installation's fourth, with the site's second over it
    sha256: str
    data: bytes = field(repr=False)  # the whole file, as patients of the site read it
    imported_at: datetime
    made_by: UUID | None
    part: str  # what was edited
    own: frozenset[str]  # parts that the site had of its own
    by_site: bool  # whether it was the site that changed


Stored = Text | Version | AtSite


@dataclass(frozen=True, slots=True)
class Touched:
    """Who wrote a text last, and when it last became another one."""

    version: str
    at: datetime  # when it was last written, also when it stayed as it was
    changed_at: datetime
    by: UUID | None  # who changed it; None: the folder


def versions(session: Session, kind: str, item: str) -> Sequence[Stored]:
    """All of them, the newest first; none where there is no such text."""
    if kind == "packet":
        return library.packet_history(session, item)
    if kind == "site":
        return at_site(session, item)
    return [one for one in texts.history(session, item) if one.kind == kind]


def at_site(session: Session, item: str) -> list[AtSite]:
    """What a text of the clinic said at a site, the newest first: a version for each change of the
    installation's and of the site's own."""
    key, _ = texts.site_of(item)
    events = [*texts.history(session, key), *texts.history(session, item)]
    below: Text | None = None
    above: Text | None = None
    found: list[AtSite] = []
    for one in sorted(events, key=lambda event: event.number):
        below, above = (one, above) if one.kind == "clinic" else (below, one)
        if below is not None:
            found.append(_at_site(item, below, above, one))
    return found[::-1]


def _at_site(item: str, below: Text, above: Text | None, event: Text) -> AtSite:
    own = read_site_texts(item, above.data).own if above else ()
    data = laid_over(below.data, above.data) if above else below.data
    return AtSite(
        version=f"{below.version}.{above.version if above else 0}",
        sha256=hashlib.sha256(data).hexdigest(),
        data=data,
        imported_at=event.imported_at,
        made_by=event.made_by,
        part=event.part,
        own=frozenset(own),
        by_site=event is above,
    )


def newest_of(session: Session, kind: str) -> Sequence[Text | Version]:
    """Of every text of this kind the version in use, sorted by id."""
    if kind == "packet":
        return library.current_packets(session)
    return [one for one in texts.current(session) if one.kind == kind]


def part_in(kind: str, stored: Stored, part: str) -> object:
    """What a version says in a part; of a leaflet or packet everything but its head."""
    tree: Tree = tree_of(kind, stored.data)
    if part:
        return tree.get(part)
    return {key: one for key, one in tree.items() if key not in HEAD}


def touched(kind: str, known: Sequence[Stored], part: str) -> Touched:
    """Who wrote this part last.

    known   every version, the newest first; at least one
    """
    *newer, first = known
    found = Touched(first.version, first.imported_at, first.imported_at, first.made_by)
    before = part_in(kind, first, part)
    for one in reversed(newer):
        said = part_in(kind, one, part)
        if said != before:
            found = Touched(one.version, one.imported_at, one.imported_at, one.made_by)
        elif one.made_by is not None and getattr(one, "part", "") == part:
            found = Touched(found.version, one.imported_at, found.changed_at, found.by)
        before = said
    return found


def is_behind(own: Touched, other: Touched) -> bool:
    """Whether the other language was changed after this one was last written."""
    return own.at < other.changed_at


def beside_of(session: Session, shelf: Shelf) -> Beside:
    """What every definition is held against."""
    questionnaires: dict[str, Questionnaire] = {
        one.id: shelf.own(session, one.sha256) for one in library.current(session)
    }
    leaflets = frozenset(one.id for one in shelf.leaflets.values())
    return Beside(questionnaires, shelf.references, leaflets)
