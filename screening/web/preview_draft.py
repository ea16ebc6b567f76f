"""What a draft's preview is made of: the questionnaire as far as it can be read, in every language.

Texts are read once and kept for some minutes; they hold no answer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import TypeVar
from uuid import UUID

from flask import current_app, g

from screening.core.clinic_findings import in_clinics_words
from screening.core.drafted import Drafted, item_lines, read_drafted
from screening.core.loading import load_stored_translation, load_translation
from screening.core.questionnaire import Questionnaire
from screening.core.retelling import translated
from screening.core.translation import Translation
from screening.errors import DefinitionError, DefinitionErrors
from screening.quick_dataclass import dataclass
from screening.settings import LANGUAGES
from screening.store import definition_drafts, library
from screening.store.definition_drafts import TRANSLATION, DefinitionDraft
from screening.web.language import OWN_NAMES
from screening.web.parts import parts
from screening.web.recent import Recent
from screening.web.shelf import STAFF_LANGUAGE

EXTENSION = "screening.previewed"
T = TypeVar("T")
TEXTS_AT_MOST, KEPT_FOR = 30, timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Words:
    """The questionnaire in one language, and where these words come from."""

    key: str  # es; es-published of a wording pack
    name: str  # of the language, in itself
    source: str  # what the words are, for the administrator
    questionnaire: Questionnaire


@dataclass(frozen=True, slots=True)
class Previewed:
    """A draft, read."""

    draft: DefinitionDraft
    questionnaire: Questionnaire | None  # as the text has it; None: too little can be read
    shown: Questionnaire | None  # with findings as the clinic words them
    faults: tuple[DefinitionError, ...]
    whole: bool
    lines: Mapping[str, int]  # item_id -> line of this draft's own text
    words: Mapping[str, Words]  # by key; the questionnaire's own language first

    @property
    def absent(self) -> tuple[str, ...]:
        """Ids of other questionnaires that this one looks at."""
        uses = self.questionnaire.uses if self.questionnaire else ()
        return tuple(dict.fromkeys(ref.partition(".")[0] for ref in uses))

    @property
    def is_translation(self) -> bool:
        """Whether the draft holds words alone."""
        return self.draft.kind == TRANSLATION

    @property
    def first_key(self) -> str:
        """The words that are shown where none are asked for."""
        own = self.draft.item_id.partition(".")[2] if self.is_translation else ""
        return own if own in self.words else next(iter(self.words), STAFF_LANGUAGE)


def load_previewed(draft_id: UUID) -> Previewed:
    """The newest text of a draft.

    raises   NotThere
    """
    draft = definition_drafts.get(g.session, draft_id)
    if draft.kind == TRANSLATION:
        return _of_translation(draft)
    found = _drafted(draft)
    own = found.questionnaire
    words = {one.key: one for one in _all_words(own)} if own else {}
    return Previewed(draft, own, _worded(own), found.faults, found.whole, found.lines, words)


def _of_translation(draft: DefinitionDraft) -> Previewed:
    """The questionnaire that it translates, with these words as far as they can be read."""
    name, _, key = draft.item_id.partition(".")
    told, faults = _translation(draft, None)
    own = _translates(name, told.for_version if told else "")
    words: dict[str, Words] = {}
    if own is not None:
        sound, faults = _translation(draft, own)
        told = sound or told
        words = {one.key: one for one in _all_words(own) if one.key != key}
        if told is not None:
            retold = translated(own, told)
            words[key] = Words(key, _name_of(told.language), "this draft", retold)
    lines = item_lines(draft.text.data)
    return Previewed(draft, own, _worded(own), faults, told is not None, lines, words)


def _translates(name: str, version: str) -> Questionnaire | None:
    """The open draft of that version, else the version in use, else the newest one."""
    draft = definition_drafts.find_open(g.session, name)
    drafted = _drafted(draft).questionnaire if draft else None
    if drafted is not None and drafted.version == version:
        return drafted
    stored = library.find(g.session, name, version) if version else None
    if stored is not None:
        return parts().shelf.questionnaire(g.session, stored.sha256)
    return parts().shelf.current(g.session).get(name) or drafted


def _all_words(own: Questionnaire) -> Iterator[Words]:
    yield Words(own.language, _name_of(own.language), "the text itself", own)
    for language in LANGUAGES:
        if language != own.language.partition("-")[0]:
            found = _words_in(own, language)
            if found is not None:
                yield found


def _words_in(own: Questionnaire, language: str) -> Words | None:
    """The translation's draft where it fits this text, else the translation in use."""
    item_id = f"{own.id}.{language}"
    draft = definition_drafts.find_open(g.session, item_id)
    told = _kept((own.sha256, _mark(draft)), lambda: _retold(draft, own)) if draft else None
    source = "the translation’s draft"
    if told is None:
        held = library.find_translation(g.session, item_id, own.version) or next(
            (one for one in library.current_translations(g.session) if one.id == item_id), None
        )
        if held is None:
            return None
        told = _kept((own.sha256, held.sha256), lambda: _stored(held, own))
        source = f"the translation in use, made for version {told[1]}"
        if draft is not None:
            source += "; its draft does not fit this text"
    return Words(language, _name_of(language), source, told[0])


def _retold(draft: DefinitionDraft, own: Questionnaire) -> tuple[Questionnaire, str] | None:
    told, _ = _translation(draft, own)
    return None if told is None else (translated(own, told), told.for_version)


def _stored(held: library.Version, own: Questionnaire) -> tuple[Questionnaire, str]:
    told = load_stored_translation(f"{held.id} {held.version}", held.data)
    return translated(own, told), told.for_version


def _translation(
    draft: DefinitionDraft, own: Questionnaire | None
) -> tuple[Translation | None, tuple[DefinitionError, ...]]:
    """The translation of a draft and its faults, held against a questionnaire.

    own      None: read by itself, whatever it says
    returns  no translation where it has a fault
    """
    path, data = f"{draft.item_id}.yaml", draft.text.data
    try:
        if own is None:
            return load_stored_translation(path, data), ()
        return load_translation(path, data, {own.id: own}, parts().shelf.references), ()
    except DefinitionErrors as error:
        return None, error.faults


def _drafted(draft: DefinitionDraft) -> Drafted:
    def read() -> Drafted:
        path = f"{draft.item_id}.yaml"
        return read_drafted(path, draft.text.data, parts().shelf.references)

    return _kept((draft.item_id, _mark(draft)), read)


def _mark(draft: DefinitionDraft) -> str:
    return hashlib.sha256(draft.text.data).hexdigest()


def _kept(key: tuple[str, str], make: Callable[[], T]) -> T:
    """What is made of texts with these marks, made once; without a mark, anew each time."""
    held: Recent[tuple[T]] = current_app.extensions.setdefault(
        EXTENSION, Recent(TEXTS_AT_MOST, KEPT_FOR)
    )
    found = held.find(key, g.now)
    if found is None:
        found = (make(),)
        if all(key):
            held.keep(key, found, g.now)
    return found[0]


def _worded(own: Questionnaire | None) -> Questionnaire | None:
    texts = parts().shelf.clinic_of(g.account.site_id).get(STAFF_LANGUAGE)
    return in_clinics_words(own, texts.findings) if own and texts else own


def _name_of(language: str) -> str:
    return OWN_NAMES.get(language.partition("-")[0], language)
