"""Faults of meaning beside a wrong shape: told in the same pass, never as its consequence."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Mapping
from itertools import product

import pytest

from screening.core.loading import load_questionnaire
from screening.errors import DefinitionErrors
from tests import damage, salvage_trials
from tests.core import catalogue, hair_check, test_leaflet, test_translation_faults
from tests.damage import Original
from tests.library_place import LIBRARY
from tests.salvage_trials import Trial, library, trials

EACH = 12  # mistakes a file
Change = Callable[[str], str]


# --- nothing false --------------------------------------------------------------------------------


@pytest.mark.parametrize("trial", trials(), ids=lambda trial: trial.path.rpartition("/")[2])
def test_beside_a_wrong_shape_nothing_is_told_but_what_the_mended_file_tells(trial: Trial) -> None:
    rng = random.Random(trial.path[len(str(LIBRARY)) :])  # noqa: S311  nothing secret is drawn
    for turn in range(EACH):
        mended = list(trial.lines)
        if turn % 2:
            salvage_trials.meaning_damage(mended, rng)
        expected = trial.of_mended(mended)
        wrong = list(mended)
        salvage_trials.shape_damage(wrong, rng)
        if expected is None or trial.of_mended(wrong) is not None:
            continue  # the meaning took the shape along, or the shape stayed sound

        assert trial.beside(wrong) <= expected, "\n".join(wrong)


CATALOGUES: Mapping[str, tuple[str, list[tuple[str, str, str]]]] = {
    "questionnaire": (catalogue.SOUND, catalogue.CATALOGUE),
    "leaflet": (test_leaflet.SOUND, test_leaflet.CATALOGUE),
    "translation": (hair_check.SPANISH, test_translation_faults.CATALOGUE),
}


def codes_of(kind: str, text: str) -> set[tuple[str, str]]:
    """Code and problem of each fault of one of the tests' sound files."""
    if kind == "leaflet":
        return {(code, "") for code, _, _ in test_leaflet.load(text)}
    load = hair_check.faults_of if kind == "translation" else catalogue.faults_of
    return {(fault.code, fault.problem) for fault in load(text)}


def text_with(sound: str, *changes: tuple[str, str]) -> str | None:
    """The sound text with stretches replaced; None where they lie in each other."""
    for right, wrong in changes:
        if sound.count(right) != 1:
            return None
        sound = sound.replace(right, wrong)
    return sound


def pairs(kind: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The stretches of a catalogue that make a wrong shape, and those that mean something wrong."""
    sound, catalogue = CATALOGUES[kind]
    shapes: list[tuple[str, str]] = []
    meanings: list[tuple[str, str]] = []
    for _, right, wrong in catalogue:
        change = right.replace("§", ""), wrong.replace("§", "")
        text = text_with(sound, change)
        assert text is not None
        (meanings if shape_is_sound(kind, text) else shapes).append(change)
    return shapes, meanings


def shape_is_sound(kind: str, text: str) -> bool:
    return Trial("x.yaml", kind, tuple(text.split("\n"))).sound_shape(text.split("\n"))  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", CATALOGUES)
def test_of_two_faults_one_of_shape_and_one_of_meaning_nothing_false_is_told(kind: str) -> None:
    sound, _ = CATALOGUES[kind]
    shapes, meanings = pairs(kind)
    rng = random.Random(kind)  # noqa: S311  nothing secret is drawn
    both = 0
    every = [*product(shapes, meanings)]
    for shape, meaning in rng.sample(every, min(150, len(every))):
        text = text_with(sound, meaning, shape)
        if text is None:
            continue
        alone = codes_of(kind, text_with(sound, shape) or "")
        meant = codes_of(kind, text_with(sound, meaning) or "")
        found = codes_of(kind, text)
        both += bool(found & meant - alone)

        assert found <= alone | meant, (shape, meaning)

    assert both > 75


def test_of_a_sound_file_nothing_is_told_beside_a_broken_structure() -> None:
    rng = random.Random("structure")  # noqa: S311  nothing secret is drawn
    paths = sorted((LIBRARY.parent / "tests" / "definitions").glob("*.yaml"))
    files = [(path, Original(path.read_bytes())) for path in paths if "." not in path.stem]
    breaks = (damage._gone, damage._key_renamed, damage._replaced, damage._wrapped)
    broken = 0
    for _ in range(400):
        path, original = rng.choice(files)
        tree = original.tree()
        rng.choice(breaks)(tree, rng)
        trial = Trial(path.name, "questionnaire", (json.dumps(tree),))
        if trial.of_mended(trial.lines) is None:
            broken += 1

            assert not {code for _, code, _ in trial.beside(trial.lines)} - NOT_AT_HAND, tree

    assert broken > 200


# The tiny files name sources and questionnaires that are not among the shipped ones.
NOT_AT_HAND = {"unknown_reference", "not_the_same"}


# --- as much as can be told -----------------------------------------------------------------------


def faults(text: str) -> set[tuple[int, str]]:
    """Line and code of each fault of a questionnaire."""
    try:
        load_questionnaire("q.yaml", text.encode(), library().references, cases=False)
    except DefinitionErrors as error:
        return {(fault.line, fault.code) for fault in error.faults}
    return set()


def sows(*changes: Change) -> str:
    text = (LIBRARY / "sows16.yaml").read_text(encoding="utf-8")
    for change in changes:
        changed = change(text)
        assert changed != text
        text = changed
    return text


def unknown_source(text: str) -> str:
    """The last one, which lies far from the top of the file."""
    return re.sub(r"(?s)(.*ref: \[?)S\d+", r"\g<1>S9999", text, count=1)


def band_out_of_order(text: str) -> str:
    return text.replace("{from: 1, id: mild", "{from: 99, id: mild", 1)


def misspelt_type(text: str) -> str:
    """Of the last item, which every total rests on."""
    at = text.rindex("type: choice")
    return text[:at] + "type: choise" + text[at + len("type: choice") :]


def lost(key: str) -> Change:
    """A required key at the top is gone, and an empty line stands in its place."""
    return lambda text: re.sub(rf"^{key}:.*\n(  .*\n)*", "#\n", text, count=1, flags=re.M)


def wrong(key: str, value: str) -> Change:
    return lambda text: re.sub(rf"^{key}: .*$", f"{key}: {value}", text, count=1, flags=re.M)


HEAD = {
    "no id": lost("id"),
    "no version": lost("version"),
    "no title": lost("title"),
    "no rated_by": lost("rated_by"),
    "no instrument": lost("instrument"),
    "id in capitals": wrong("id", "SOWS"),
    "half a version": wrong("version", "1.0"),
    "title as a list": wrong("title", "[SOWS]"),
    "nobody rates": wrong("rated_by", "nurse"),
    "title without value": wrong("title", ""),
    "recal": lambda text: text.replace("recall:", "recal:", 1),
    "no licence": lambda text: text.replace("  licence: ", "  licens: ", 1),
    "no page title": lambda text: text.replace("    title: ", "    titel: ", 1),
    "no item text": lambda text: text.replace("        text: ", "        test: ", 1),
}


@pytest.mark.parametrize("shape", HEAD.values(), ids=HEAD)
def test_a_missing_or_wrong_key_hides_nothing_that_does_not_rest_on_it(shape: Change) -> None:
    text = sows(shape)
    alone = {code for _, code in faults(text)}
    meaning = {code for _, code in faults(sows(unknown_source, band_out_of_order))}
    assert alone
    assert meaning >= {"unknown_reference", "bands_unordered"}

    both = sows(unknown_source, band_out_of_order, shape)

    assert {code for _, code in faults(both)} == alone | meaning


def test_a_fault_elsewhere_is_told_beside_an_item_that_cannot_be_read() -> None:
    expected = faults(sows(unknown_source))

    assert expected <= faults(sows(misspelt_type, unknown_source))


def test_a_score_apart_from_the_wrong_item_is_still_worked_out() -> None:
    text = catalogue.SOUND.replace("range: [0, 2]", "range: [0, 3]")

    text = text.replace("text: M, type: choices", "text: M, type: choises")
    text = text.replace("id: n, text: N, type: integer", "id: n, text: N, type: intejer")

    assert {fault.code for fault in catalogue.faults_of(text)} == {"unknown_type", "wrong_range"}


def test_a_key_without_a_value_is_not_called_missing_as_well() -> None:
    found = catalogue.faults_of(catalogue.SOUND.replace("title: Base", "title:"))

    assert [fault.code for fault in found] == ["no_value"]
