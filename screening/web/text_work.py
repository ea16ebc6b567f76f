"""What an address of the administrator's texts names, its form, and how it is published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field, replace
from datetime import date
from typing import cast
from zoneinfo import ZoneInfo

from flask import g
from werkzeug.exceptions import NotFound

from screening.core.clinic_findings import in_clinics_words
from screening.core.packet import Packet
from screening.core.site_texts import write_site_texts
from screening.quick_dataclass import dataclass
from screening.settings import LANGUAGES
from screening.store import library, texts
from screening.store.db import commit
from screening.store.texts import TextKind
from screening.web.language import OWN_NAMES
from screening.web.parts import parts as app_parts
from screening.web.site_here import site
from screening.web.text_editing import VERSIONED, Beside, model_of, tree_of, version_after
from screening.web.text_fields import Part, Tree
from screening.web.text_forms import CLINIC, LEAFLET, PART_TITLES, findings_form
from screening.web.text_packet_form import packet_form
from screening.web.text_versions import (
    AtSite,
    Stored,
    Touched,
    beside_of,
    is_behind,
    touched,
    versions,
)


@dataclass(frozen=True, slots=True)
class Work:
    """One text with all its versions."""

    kind: str  # clinic, site, leaflet or packet
    item: str  # clinic.en, clinic.en.<site>, withdrawal_and_hair.es, intake
    part: str  # of the clinic's texts; empty for all of it, and for the others
    title: str
    other: str  # the same in the other language; empty where there is none
    known: Sequence[Stored] = field(repr=False)  # the newest first, at least one
    is_new: bool = False  # nothing of it is kept yet: what is known is what its form begins with

    @property
    def language(self) -> str:
        """Its language; empty for a packet, which has none."""
        return language_of(self.item)

    @property
    def named(self) -> str:
        """As an address names it: which site is meant says the account."""
        return f"clinic.{self.language}" if self.kind == "site" else self.item

    @property
    def own(self) -> frozenset[str]:
        """Of a site's texts the parts that are its own."""
        current = self.known[0]
        return current.own if isinstance(current, AtSite) else frozenset()


def language_of(item: str) -> str:
    """clinic.en -> en."""
    return item.split(".")[1] if "." in item else ""


def clinic_work(language: str, part: str) -> Work:
    """A part of what the clinic says, or with no part all of it.

    raises   NotFound
    """
    if part and part not in PART_TITLES:
        raise NotFound
    other = next((one for one in LANGUAGES if one != language), "")
    title = f"{PART_TITLES.get(part, 'Clinic texts')}, {OWN_NAMES.get(language, language)}"
    return _work("clinic", f"clinic.{language}", part, title, f"clinic.{other}")


def site_work(language: str, part: str) -> Work:
    """The same at the site of whoever asks; no other site can be named.

    raises   NotFound
    """
    below = clinic_work(language, part)
    keys = (texts.site_key(one, g.account.site_id) for one in (below.item, below.other))
    item, other = keys
    return _work("site", item, part, f"{below.title}, at {site().name}", other)


def leaflet_work(key: str) -> Work:
    """A leaflet in one language.

    raises   NotFound
    """
    held = app_parts().shelf.leaflets
    if key not in held:
        raise NotFound
    others = (one.key for one in held.values() if one.id == held[key].id and one.key != key)
    return _work("leaflet", key, "", f"Leaflet: {held[key].title}", next(others, ""))


def packet_work(packet_id: str) -> Work:
    """A packet.

    raises   NotFound
    """
    found = app_parts().shelf.current_packets(g.session).get(packet_id)
    if found is None:
        raise NotFound
    return _work("packet", packet_id, "", f"Packet: {found.title}", "")


def _work(kind: str, item: str, part: str, title: str, other: str) -> Work:
    known = versions(g.session, kind, item)
    if not known:
        raise NotFound
    return Work(kind, item, part, title, other, known)


def form_of(work: Work, bases: Sequence[Stored], beside: Beside) -> Sequence[Part]:
    """The fields of its page; all parts of the clinic's texts where none is named.

    bases   versions whose conditions a packet's page offers
    """
    if work.kind == "leaflet":
        return LEAFLET
    if work.kind == "packet":
        held = [cast(Packet, model_of("packet", work.item, one.data)) for one in bases]
        return packet_form(held, beside.questionnaires, _leaflet_titles())
    by_part = {**CLINIC, "findings": findings_form(beside.questionnaires)}
    return [one for part in PART_TITLES if work.part in ("", part) for one in by_part[part]]


def beside_of_work(work: Work) -> Beside:
    """What it is held against; at a site that is what the installation already says."""
    beside = beside_of(g.session, app_parts().shelf)
    if work.kind != "site":
        return beside
    findings = app_parts().shelf.clinic[work.language].findings
    worded = {name: in_clinics_words(one, findings) for name, one in beside.questionnaires.items()}
    return replace(beside, questionnaires=worded)


def _leaflet_titles() -> dict[str, str]:
    """By id; of several languages the first."""
    known = sorted(app_parts().shelf.leaflets.values(), key=lambda one: one.key, reverse=True)
    return {one.id: one.title for one in known}


def version_told_once(work: Work, tree: Tree) -> Tree:
    """A site's tree in which no version of a text stands for other words than it did before.

    That may come about where a site went back to the installation's text and begins anew.
    """
    if work.kind != "site":
        return tree
    for part in VERSIONED:
        before = [held[part] for one in work.known if part in (held := tree_of("site", one.data))]
        said = tree.get(part)
        if said and any(one["version"] == said["version"] and one != said for one in before):
            version = version_after([one["version"] for one in before])
            tree = {**tree, part: {**said, "version": version}}
    return tree


def publish(work: Work, data: bytes, version: str) -> None:
    """Keep the next version; from here on everybody reads it.

    version   of the leaflet or packet; empty for a clinic text
    """
    by, now = g.account.id, g.now
    if work.kind == "packet":
        library.publish_packet(g.session, work.item, version, data, by=by, now=now)
    elif work.kind == "site":
        _keep_own(work, data, work.own | {work.part})
    else:
        kind = cast(TextKind, work.kind)
        texts.publish(g.session, kind, work.item, version, data, part=work.part, by=by, now=now)
    _put_in_use()


def restore_own(work: Work, data: bytes, old: AtSite) -> None:
    """Let a site have those parts of its own again that it had; the others are the
    installation's."""
    _keep_own(work, data, old.own)
    _put_in_use()


def give_back(work: Work) -> None:
    """Let a part of a site's texts be the installation's again."""
    _keep_own(work, work.known[0].data, work.own - {work.part})
    _put_in_use()


def _keep_own(work: Work, whole: bytes, own: frozenset[str]) -> None:
    data = write_site_texts(tree_of("site", whole), own)
    texts.publish(
        g.session, "site", work.item, "", data, part=work.part, by=g.account.id, now=g.now
    )


def _put_in_use() -> None:
    commit(g.session)
    app_parts().shelf.follow(app_parts().database, at_once=True)


def today() -> date:
    """The day at the clinic."""
    return cast(date, g.now.astimezone(ZoneInfo(site().time_zone)).date())


def behind(work: Work) -> Touched | None:
    """The change of the other language that this one has not followed."""
    others = versions(g.session, work.kind, work.other) if work.other else ()
    if not others:
        return None
    other = touched(work.kind, others, work.part)
    return other if is_behind(touched(work.kind, work.known, work.part), other) else None
