"""What an address of the administrator's texts names, its form, and how it is published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import cast
from zoneinfo import ZoneInfo

from flask import g
from werkzeug.exceptions import NotFound

from screening.core.packet import Packet
from screening.settings import LANGUAGES
from screening.store import library, texts
from screening.store.db import commit
from screening.store.texts import TextKind
from screening.web.language import OWN_NAMES
from screening.web.parts import parts as app_parts
from screening.web.text_editing import Beside, model_of
from screening.web.text_fields import Part
from screening.web.text_forms import CLINIC, LEAFLET, PART_TITLES, findings_form
from screening.web.text_packet_form import packet_form
from screening.web.text_versions import Stored, Touched, is_behind, touched, versions


@dataclass(frozen=True, slots=True)
class Work:
    """One text with all its versions."""

    kind: str  # clinic, leaflet or packet
    item: str  # clinic.en, withdrawal_and_hair.es, intake
    part: str  # of the clinic's texts; empty for all of it, and for the others
    title: str
    other: str  # the same in the other language; empty where there is none
    known: Sequence[Stored] = field(repr=False)  # the newest first, at least one

    @property
    def language(self) -> str:
        """Its language; empty for a packet, which has none."""
        return language_of(self.item)


def language_of(item: str) -> str:
    """clinic.en -> en."""
    return item.rpartition(".")[2] if "." in item else ""


def clinic_work(language: str, part: str) -> Work:
    """A part of what the clinic says, or with no part all of it.

    raises   NotFound
    """
    if part and part not in PART_TITLES:
        raise NotFound
    other = next((one for one in LANGUAGES if one != language), "")
    title = f"{PART_TITLES.get(part, 'Clinic texts')}, {OWN_NAMES.get(language, language)}"
    return _work("clinic", f"clinic.{language}", part, title, f"clinic.{other}")


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
        return packet_form(held, beside.questionnaires, sorted(beside.leaflets))
    by_part = {**CLINIC, "findings": findings_form(beside.questionnaires)}
    return [one for part in PART_TITLES if work.part in ("", part) for one in by_part[part]]


def publish(work: Work, data: bytes, version: str) -> None:
    """Keep the next version; from here on everybody reads it.

    version   of the leaflet or packet; empty for a clinic text
    """
    by, now = g.account.id, g.now
    if work.kind == "packet":
        library.publish_packet(g.session, work.item, version, data, by=by, now=now)
    else:
        kind = cast(TextKind, work.kind)
        texts.publish(g.session, kind, work.item, version, data, part=work.part, by=by, now=now)
    commit(g.session)
    app_parts().shelf.follow(app_parts().database, at_once=True)


def today() -> date:
    """The day at the clinic."""
    return cast(date, g.now.astimezone(ZoneInfo(app_parts().site.time_zone)).date())


def behind(work: Work) -> Touched | None:
    """The change of the other language that this one has not followed."""
    others = versions(g.session, work.kind, work.other) if work.other else ()
    if not others:
        return None
    other = touched(work.kind, others, work.part)
    return other if is_behind(touched(work.kind, work.known, work.part), other) else None
