"""A translation or wording pack as the text of its file, for those who write no YAML."""

from __future__ import annotations

import re
from collections.abc import Mapping

from screening.core.loading import load_stored_translation
from screening.core.questionnaire import Questionnaire
from screening.core.retelling import Slot, slots_of
from screening.core.scalars import Source
from screening.core.translation import PUBLISHED, Translation
from screening.core.translation_starter import lines
from screening.core.written import plain
from screening.core.yaml_tree import Place
from screening.core.yaml_writing import comment, inline, quoted
from screening.quick_dataclass import dataclass

_PERMISSION = re.compile(r"Given by (.+) on (\d{4}-\d\d-\d\d), reference (.+)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Head:
    """What a translation says of itself, but for what it translates."""

    language: str
    version: str = "1.0.0"
    published: bool = False  # a wording pack
    reviewed_by: str = ""
    permission: str = ""
    source: Source | None = None
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class Permission:
    """Why somebody else's words may be used here."""

    given_by: str = ""
    given_on: str = ""  # 2026-11-30
    reference: str = ""  # number or place of the letter, contract or licence

    @property
    def words(self) -> str:
        """One sentence, or what there is of it; empty where nothing was said."""
        if self.given_on and self.reference:
            return f"Given by {self.given_by} on {self.given_on}, reference {self.reference}"
        return self.given_by


def read_permission(words: str) -> Permission:
    """The parts of a permission that was written here; of any other the whole is who gave it."""
    found = _PERMISSION.fullmatch(words)
    return Permission(*found.groups()) if found else Permission(words)


def head_of(translation: Translation) -> Head:
    """The head of a file that is there already."""
    return Head(
        language=translation.language,
        version=translation.version,
        published=translation.wording is not None,
        reviewed_by=translation.reviewed_by or "",
        permission=translation.permission or "",
        source=translation.source,
        fingerprint=translation.fingerprint or "",
    )


def asked_slots(questionnaire: Questionnaire, *, published: bool) -> tuple[Slot, ...]:
    """The texts that a translation must have; a wording pack has the questions and answers."""
    parts = ("asked",) if published else ("asked", "around")
    return tuple(slot for slot in slots_of(questionnaire) if slot.part in parts)


def write_translation(questionnaire: Questionnaire, head: Head, told: Mapping[Place, str]) -> str:
    """The file: its head, and each text below what the original says; the rest is to be written.

    told   texts by their place; what the questionnaire has no place for is left out
    """
    asked = {slot.place for slot in asked_slots(questionnaire, published=head.published)}
    slots = [s for s in slots_of(questionnaire) if s.place in asked or s.place in told]
    parts = [*_head(questionnaire, head), *lines(slots, told)]
    return "".join(f"{line}\n" for line in parts)


def with_fingerprint(questionnaire: Questionnaire, head: Head, told: Mapping[Place, str]) -> Head:
    """The head of a wording pack with the fingerprint that its texts have, in the file's order."""
    bare = write_translation(questionnaire, head, told).encode()
    found = load_stored_translation("words", bare)
    return _with(head, fingerprint=found.told_fingerprint)


def _with(head: Head, *, fingerprint: str) -> Head:
    return Head(
        head.language, head.version, head.published, head.reviewed_by, head.permission,
        head.source, fingerprint,
    )  # fmt: skip


def _head(questionnaire: Questionnaire, head: Head) -> list[str]:
    name = f"{questionnaire.id}.{head.language}{PUBLISHED if head.published else ''}"
    about = f"{name}: what {questionnaire.id} {questionnaire.version} says, in other words."
    found = [
        "# yaml-language-server: $schema=../static/translation.schema.json",
        *comment(f"{about} Above each text stands the original."),
        "",
        f"translates: {questionnaire.id}",
        f"for_version: {questionnaire.version}",
        f"version: {head.version}",
        f"language: {head.language}",
    ]
    if head.reviewed_by:
        found.append(f"reviewed_by: {quoted(head.reviewed_by)}")
    if head.published:
        found.append("wording: published")
    if head.permission:
        found.append(f"permission: {quoted(head.permission)}")
    if head.source is not None:
        found.append(f"source: {inline(plain(head.source))}")
    if head.fingerprint:
        found.append(f"fingerprint: {head.fingerprint}")
    return found
