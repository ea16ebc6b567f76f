"""A translation beside its questionnaire: what is missing, too much or not allowed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from screening.core.checks.fault import Fault, Faults
from screening.core.checks.names import placed_items
from screening.core.checks.sources import check_source
from screening.core.file_kinds import TRANSLATION_NAME
from screening.core.item import ChoiceItem, ChoicesItem, Item, RowsItem
from screening.core.questionnaire import Questionnaire
from screening.core.references import Reference
from screening.core.retelling import Part, slots_of, translated
from screening.core.translation import Translation
from screening.core.wording import guess
from screening.core.yaml_tree import Place

LONGEST_NAME = 64  # as long as the database and its audit take an id
# The keys below which ids of the questionnaire stand.
_IDS_BELOW = frozenset(
    {
        "option_sets", "pages", "items", "computed", "scores", "features", "findings",
        "options", "fields", "unit_texts", "bands", "band_sets", "rows",
    }
)  # fmt: skip
_LONGEST = 80  # signs of the original that are quoted


def check_translation(
    translation: Translation,
    file_name: str,
    questionnaires: Mapping[str, Questionnaire],
    references: Mapping[str, Reference] | None,
    at_fault: Collection[str] = (),
) -> Faults:
    """Every fault of a well-formed translation.

    file_name   without its folder; one that says neither id nor language says nothing wrong
    references  the known sources by id; None leaves them unchecked
    at_fault    ids of questionnaires that are there and at fault: nothing is held against them
    """
    named = TRANSLATION_NAME.fullmatch(file_name)
    if named and named[1] != translation.id:
        problem = f"By its name this file is {named[1]}, and inside it is {translation.id}."
        fix = f"Call it {translation.id}.yaml, or change what stands inside."
        yield Fault("other_name", (_differing(named[1], translation),), problem, fix)
    if len(translation.id) > LONGEST_NAME:
        problem = f"The name {translation.id} has {len(translation.id)} characters."
        yield Fault("too_long", ("translates",), problem, f"Keep it within {LONGEST_NAME}.")
    yield from _check_rights(translation, references)
    original = questionnaires.get(translation.translates)
    if original is None and translation.translates in at_fault:
        return
    if original is None:
        problem = f"There is no sound questionnaire “{translation.translates}” here."
        fix = guess(translation.translates, questionnaires)
        yield Fault("unknown_questionnaire", ("translates",), problem, fix)
        return
    yield from _check_head(translation, original)
    misfits = [*_gaps(translation, original), *_check_unknown(translation, original)]
    yield from misfits
    yield from _check_options(translation, original)
    if not misfits:
        yield from _check_fingerprint(translation)


def _differing(name: str, translation: Translation) -> str:
    """The key that the name contradicts."""
    if name.partition(".")[0] != translation.translates:
        return "translates"
    return "language" if translation.language not in name.partition(".")[2] else "wording"


def _check_rights(translation: Translation, references: Mapping[str, Reference] | None) -> Faults:
    """A published wording says who allowed it and where it comes from; no other needs to."""
    for key in ("permission", "source", "fingerprint"):
        given = getattr(translation, key) is not None
        if translation.wording is None and given:
            problem = f"“{key}” belongs to a published wording."
            fix = "Write `wording: published` if these words are, or take it out."
            yield Fault("published_only", (key, "[key]"), problem, fix)
        elif translation.wording is not None and not given and key != "fingerprint":
            problem = f"“{key}” is missing: these words are somebody else's."
            yield Fault("missing_key", ("wording",), problem, f"Add `{key}:` here.")
    if translation.source is not None and references is not None:
        yield from check_source(("source",), translation.source, references)


def _check_head(translation: Translation, original: Questionnaire) -> Faults:
    if translation.for_version != original.version:
        told = translation.for_version
        problem = f"It tells {original.id} {told}, and the version here is {original.version}."
        fix = f"Compare the texts, then write for_version: {original.version}."
        yield Fault("other_version", ("for_version",), problem, fix)
    if translation.wording is None and translation.language == original.language:
        problem = f"{original.id} is written in “{original.language}” already."
        fix = "Write another language, or `wording: published` for published words."
        yield Fault("same_language", ("language",), problem, fix)


def _gaps(translation: Translation, original: Questionnaire) -> Faults:
    """A published wording has the questions and their answers; what lies around may stay ours."""
    parts: tuple[Part, ...] = ("asked",) if translation.wording else ("asked", "around")
    for slot in slots_of(original):
        if slot.part in parts and slot.place not in translation.told:
            text = slot.text if len(slot.text) <= _LONGEST else f"{slot.text[:_LONGEST]}…"
            problem = f"“{_dotted(slot.place)}” is missing, where the original says “{text}”."
            fix = f"Write it in “{translation.language}”."
            yield Fault("missing_text", slot.place, problem, fix)


def _check_unknown(translation: Translation, original: Questionnaire) -> Faults:
    """Ids and texts that the questionnaire does not have, each once."""
    below: dict[Place, dict[str | int, None]] = {}
    for slot in slots_of(original):
        for n, part in enumerate(slot.place):
            below.setdefault(slot.place[:n], {})[part] = None
    told = {slot.place for slot in slots_of(original)} | set(below)
    unknown: dict[Place, None] = {}
    for place in translation.written:
        if place not in told:
            n = next(n for n in range(len(place)) if place[: n + 1] not in told)
            unknown[place[: n + 1]] = None
    for place in unknown:
        problem = f"{original.id} {original.version} has no “{_dotted(place)}”."
        fix = _instead(place, below[place[:-1]])
        yield Fault("text_of_nothing", (*place, "[key]"), problem, fix)


def _instead(place: Place, known: Mapping[str | int, None]) -> str:
    """A guess at an id; a text that the original does not have is taken out."""
    above = place[-3:-1] if place[:1] == ("option_sets",) else place[-2:-1]
    if isinstance(place[-1], str) and _IDS_BELOW.intersection(str(part) for part in above):
        return guess(place[-1], [str(part) for part in known])
    return "Take it out."


def _check_options(translation: Translation, original: Questionnaire) -> Faults:
    """Two options that differ in the original must not read alike in other words."""
    seen: set[Place] = set()
    for place, item in _choosing(translated(original, translation)):
        texts = [option.text for option in item.choices]
        for text in sorted({text for text in texts if texts.count(text) > 1}):
            own = (*place, "options")
            shared = item.option_set is not None and own not in _tops(translation)
            at: Place = ("option_sets", str(item.option_set)) if shared else own
            if at not in seen:
                problem = f"Two options of “{item.id}” read “{text}”."
                yield Fault("equal_options", at, problem, "Give each its own text.")
            seen.add(at)


def _choosing(questionnaire: Questionnaire) -> Iterator[tuple[Place, ChoiceItem | ChoicesItem]]:
    for _, item in placed_items(questionnaire):
        place: Place = ("items", item.id)
        fields: tuple[Item, ...] = item.fields if isinstance(item, RowsItem) else ()
        for at, one in ((place, item), *(((*place, "fields", f.id), f) for f in fields)):
            if isinstance(one, ChoiceItem | ChoicesItem):
                yield at, one


def _tops(translation: Translation) -> set[Place]:
    return {place[:-1] for place in translation.told}


def _check_fingerprint(translation: Translation) -> Faults:
    right = translation.told_fingerprint
    if translation.wording is None or translation.fingerprint == right:
        return
    said = "another fingerprint than the file says" if translation.fingerprint else "no fingerprint"
    yield Fault(
        "wrong_fingerprint",
        ("fingerprint",) if translation.fingerprint else ("wording",),
        f"These texts have {said}.",
        f"Put the published words back; if they stand there letter by letter, write "
        f"fingerprint: {right}.",
    )


def _dotted(place: Place) -> str:
    """items.more_hair.text; entries of a list are counted from 1."""
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in place)
