"""The first file of a new translation: every text to be written, below what the original says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from screening.core.questionnaire import Questionnaire
from screening.core.retelling import Slot, slots_of
from screening.core.translation import PUBLISHED, TO_BE_WRITTEN
from screening.core.yaml_tree import Place
from screening.core.yaml_writing import comment, quoted

_HEAD = """\
# yaml-language-server: $schema=../static/translation.schema.json
# What {id} {version} says, to be told in “{language}”. Above each {dots} stands the original.
# Write the text in place of the {dots}; a text with a colon or a # goes between quotes.
# `./run screening check {name}.yaml` lists what is still missing.

translates: {id}
for_version: {version}  # these words and no others; compare again when they change
version: 1.0.0
language: {language}
"""
_OWN = """\
# reviewed_by: who has compared both texts
"""
_PUBLISHED = """\
wording: published        # letter by letter as it was published
# permission: why these words may be used here
# source: {{ref: an entry of references.yaml}}
# fingerprint: `check` names it once every text is there
"""


def translation_starter(questionnaire: Questionnaire, language: str, *, published: bool) -> str:
    """The file, well formed and without a text.

    language    as Language spells it
    published   a wording pack: only the questions and their answers are asked for
    """
    head = _HEAD + (_PUBLISHED if published else _OWN)
    parts = ("asked",) if published else ("asked", "around")
    slots = [slot for slot in slots_of(questionnaire) if slot.part in parts]
    return head.format(
        id=questionnaire.id,
        version=questionnaire.version,
        language=language,
        name=f"{questionnaire.id}.{language}{PUBLISHED if published else ''}",
        dots=TO_BE_WRITTEN,
    ) + "".join(f"{line}\n" for line in lines(slots, {}))


def lines(slots: Iterable[Slot], told: Mapping[Place, str]) -> Iterator[str]:
    """Each key once, those that belong together in one place, each below what the original says.

    told   the texts that are there; the others are to be written
    """
    before: Place = ()
    for slot in slots:
        shared = _shared(before, slot.place)
        for depth in range(shared, len(slot.place) - 1):
            if depth == 0:
                yield ""
            yield f"{'  ' * depth}{slot.place[depth]}:"
        depth = len(slot.place) - 1
        if depth == 0:
            yield ""
        indent, key = "  " * depth, slot.place[-1]
        yield from comment(slot.text, indent) if slot.text else ()
        text = quoted(told[slot.place]) if slot.place in told else TO_BE_WRITTEN
        yield f"{indent}- {text}" if isinstance(key, int) else f"{indent}{key}: {text}"
        before = slot.place


def _shared(one: Place, other: Place) -> int:
    """How many keys two places begin with alike; the last one is never shared."""
    shared = 0
    for a, b in zip(one[:-1], other[:-1], strict=False):
        if a != b:
            break
        shared += 1
    return shared
