"""Both sides of a translation as its pages need them: the original, the texts, what is behind."""

from __future__ import annotations

import re
from functools import cached_property

from flask import g

from screening.core.checks.fault import Fault
from screening.core.checks.translations import LONGEST_NAME, check_translation
from screening.core.draft_heads import told_version
from screening.core.loading import load_stored, load_stored_translation
from screening.core.questionnaire import LANGUAGE, Questionnaire
from screening.core.retelling import Slot, slots_of
from screening.core.scalars import NAME
from screening.core.side_by_side import Row, Stage, Told, rows_of, unplaced
from screening.core.translation import PUBLISHED, Translation
from screening.core.translation_writing import Head, head_of
from screening.core.versions import next_version
from screening.errors import DefinitionErrors
from screening.quick_dataclass import dataclass
from screening.store import definition_drafts, definition_texts, library
from screening.store.definition_drafts import QUESTIONNAIRE, TRANSLATION, DefinitionDraft
from screening.store.errors import NotThere
from screening.web.parts import parts

_NAME = re.compile(rf"({NAME})\.({LANGUAGE})({PUBLISHED})?", re.ASCII)
_FOR_VERSION = re.compile(rb"^for_version: ([0-9.]{1,20})", re.MULTILINE)
IN_USE, DRAFT = "in-use", "draft"  # which version of the original stands on the left


@dataclass(frozen=True)
class Sides:
    """A translation and its original."""

    name: str  # cows.es
    of: str  # IN_USE or DRAFT
    original: Questionnaire
    original_draft: DefinitionDraft | None  # the open draft of the questionnaire
    original_version: str | None  # that is in use; None for a new questionnaire
    language: str
    published: bool  # a wording pack
    in_use: Translation | None
    draft: DefinitionDraft | None
    translation: Translation | None  # the draft's, else the one in use
    stages: tuple[Stage, ...]

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """Every text of the original."""
        return slots_of(self.original)

    @cached_property
    def told(self) -> Told:
        """The texts that are there."""
        return self.translation.told if self.translation else {}

    @cached_property
    def faults(self) -> tuple[Fault, ...]:
        """What the loader finds; that it tells another version is said by the page itself."""
        if self.translation is None:
            return ()
        found = check_translation(
            self.translation,
            f"{self.name}.yaml",
            {self.original.id: self.original},
            parts().shelf.references or None,
        )
        return tuple(fault for fault in found if fault.code != "other_version")

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Every text with what is to do about it, in the order of the file."""
        return rows_of(self.slots, self.told, self.stages, self.faults, published=self.published)

    @property
    def other_faults(self) -> tuple[Fault, ...]:
        """Faults that stand at none of the texts; those about gaps are seen in the rows."""
        return unplaced(self.faults, self.rows)

    @property
    def head(self) -> Head:
        """Of the next file: its version comes after the one in use, and nobody has reviewed it."""
        version = next_version(self.in_use.version, "patch") if self.in_use else "1.0.0"
        known = head_of(self.translation) if self.translation else Head(self.language)
        return Head(
            self.language, version, self.published,
            permission=known.permission, source=known.source,
        )  # fmt: skip

    @property
    def number(self) -> int:
        """Of the draft's newest text; 0 where no draft is open."""
        return self.draft.text.number if self.draft else 0

    @property
    def tells_other_version(self) -> bool:
        """Whether its texts were written for another version than the one on the left."""
        told = self.translation
        return told is not None and told.for_version != self.original.version


def open_sides(name: str, of: str = "") -> Sides:
    """A translation that there is, or that could be begun.

    name    such as cows.es or cows.en-published
    of      IN_USE or DRAFT; else the version that the translation's draft was written for
    raises  NotThere
    """
    named = _NAME.fullmatch(name)
    if named is None or len(name) > LONGEST_NAME:
        raise NotThere("translation")
    item_id, language, published = named[1], named[2], named[4] is not None
    current = next((v for v in library.current(g.session) if v.id == item_id), None)
    draft = _open(name, TRANSLATION)
    original_draft = _open(item_id, QUESTIONNAIRE)
    stored = next((v for v in library.current_translations(g.session) if v.id == name), None)
    in_use = load_stored_translation(stored.id, stored.data) if stored else None
    translation = load_stored_translation(name, draft.text.data) if draft else in_use
    of = _side(of, current, original_draft, translation)
    original = _original(of, current, original_draft)
    return Sides(
        name=name,
        of=of,
        original=original,
        original_draft=original_draft,
        original_version=current.version if current else None,
        language=language,
        published=published,
        in_use=in_use,
        draft=draft,
        translation=translation,
        stages=_stages(original, in_use, draft, original_draft),
    )


def _open(item_id: str, kind: str) -> DefinitionDraft | None:
    found = definition_drafts.find_open(g.session, item_id)
    return found if found is not None and found.kind == kind else None


def _side(
    asked: str,
    current: library.Version | None,
    draft: DefinitionDraft | None,
    translation: Translation | None,
) -> str:
    """The side that is asked for, where there is one; else the one that the texts are for."""
    if draft is None:
        return IN_USE
    if current is None:
        return DRAFT
    if asked in (IN_USE, DRAFT):
        return asked
    version = told_version(draft.text.data.decode("utf-8", "replace"))
    told = translation.for_version if translation else current.version
    return DRAFT if told == version != current.version else IN_USE


def _original(
    of: str, current: library.Version | None, draft: DefinitionDraft | None
) -> Questionnaire:
    if of == IN_USE and current is not None:
        # Not as the shelf has it, where the clinic may word findings in its own way.
        return load_stored(f"{current.id} {current.version}", current.data)
    if draft is None:
        raise NotThere("questionnaire")
    try:
        return load_stored(draft.item_id, draft.text.data)
    except DefinitionErrors:
        raise NotThere("sound questionnaire in the draft") from None


def _stages(
    original: Questionnaire,
    in_use: Translation | None,
    draft: DefinitionDraft | None,
    original_draft: DefinitionDraft | None,
) -> tuple[Stage, ...]:
    """The version in use, then the last text of the draft for each version of the original."""
    kept = [(in_use.for_version, in_use.told)] if in_use else []
    texts = definition_texts.history(g.session, draft.id) if draft else ()
    versions = [_for_version(text.data) for text in texts]
    for text, version, after in zip(texts, versions, [*versions[1:], ""], strict=False):
        if version != after:
            kept.append((version, load_stored_translation("draft", text.data).told))
    known: dict[str, Told | None] = {original.version: _texts(original)}
    for version, _ in kept:
        if version not in known:
            known[version] = _originals(original.id, version, original_draft)
    return tuple(Stage(told, known[version]) for version, told in kept)


def _for_version(data: bytes) -> str:
    found = _FOR_VERSION.search(data)
    return found[1].decode() if found else ""


def _texts(questionnaire: Questionnaire) -> Told:
    return {slot.place: slot.text for slot in slots_of(questionnaire)}


def _originals(item_id: str, version: str, draft: DefinitionDraft | None) -> Told | None:
    """What the original said in a version; None where nobody can tell any more."""
    stored = library.find(g.session, item_id, version)
    data = stored.data if stored else draft.text.data if draft else None
    try:
        found = load_stored(item_id, data) if data is not None else None
    except DefinitionErrors:
        return None
    return _texts(found) if found is not None and found.version == version else None
