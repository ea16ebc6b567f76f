"""What we ourselves say to patients is easy to read, in English and in Spanish.

Both formulas count over a text of some length; a label of one to three words ("Next", one option)
says nothing to them. So whole texts are measured: all sentences of the catalogue that have four
words or more, and all that a patient reads of one questionnaire: questions, hints and options.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from pathlib import Path

import pyphen
import pytest

from screening.core.item import ChoiceItem, ChoicesItem, Item
from screening.core.loading import load_questionnaire, load_stored_translation
from screening.core.questionnaire import Questionnaire
from screening.core.reading_grade import grade, inflesz
from screening.core.retelling import translated
from screening.settings import ROOT
from tools import catalogue

HIGHEST_GRADE, LEAST_EASE = Decimal(6), Decimal(65)
_VALUE = re.compile(r"%\((\w+)\)s")
_WORDS = re.compile(r"[^\W\d_]+")
FOLDER = ROOT / "questionnaires"
OWN = sorted(p for p in FOLDER.glob("*.yaml") if "." not in p.stem and p.stem != "references")
TOLD = sorted(FOLDER.glob("*.es.yaml"))


@cache
def dictionary(language: str) -> pyphen.Pyphen:
    return pyphen.Pyphen(lang=language, left=1, right=1)


def english(word: str) -> int:
    return len(dictionary("en_US").positions(word)) + 1


def spanish(word: str) -> int:
    return len(dictionary("es").positions(word)) + 1


def said(text: str) -> str:
    """A sentence with a number in place of its values."""
    return _VALUE.sub("7", text)


def sentences() -> list[tuple[str, str]]:
    """English and Spanish of every sentence with four words or more."""
    (path,) = catalogue.catalogues()
    pairs = []
    for message in catalogue.read(path):
        if message.id:
            one = isinstance(message.id, str)
            ids = (message.id,) if one else message.id
            told = (message.string,) if one else message.string
            pairs += list(zip(ids, told, strict=True))
    return [(i, t) for i, t in pairs if len(_WORDS.findall(said(i))) > 3]


@pytest.mark.parametrize(
    ("text", "ease"),
    [
        # 206.835 - 62.3 * 4/2 - 2/1, counted by hand: ca-sa ro-ja
        ("Casa roja.", "80.2"),
        # 206.835 - 62.3 * 7/4 - 4/2: la ca-sa, e-lla lle-ga
        ("La casa. Ella llega.", "95.8"),
        # 206.835 - 62.3 * 11/7 - 7/2: el pe-rro co-rre, la ca-sa es a-zul
        ("El perro corre. La casa es azul.", "105.4"),
    ],
)
def test_inflesz_follows_its_formula(text: str, ease: str) -> None:
    by_hand = {"casa": 2, "roja": 2, "la": 1, "ella": 2, "llega": 2}
    by_hand |= {"el": 1, "perro": 2, "corre": 2, "es": 1, "azul": 2}

    assert inflesz(text, lambda word: by_hand[word.lower()]) == Decimal(ease)


def test_a_text_without_words_has_no_ease() -> None:
    assert inflesz("—", spanish) is None


def test_our_own_english_asks_for_six_years_of_school_at_most() -> None:
    whole = grade(" ".join(said(text).rstrip(".:") + "." for text, _ in sentences()), english)

    assert whole is not None
    assert whole <= HIGHEST_GRADE


def test_our_own_spanish_is_fairly_easy() -> None:
    whole = inflesz(" ".join(said(t).rstrip(".:") + "." for _, t in sentences()), spanish)

    assert whole is not None
    assert whole >= LEAST_EASE


def as_read(questionnaire: Questionnaire) -> str:
    """All that a patient reads of a questionnaire, each text in a line of its own."""
    return "\n".join(text for item in questionnaire.items_for("patient") for text in _page(item))


def _page(item: Item) -> list[str]:
    options = item.choices if isinstance(item, ChoiceItem | ChoicesItem) else ()
    return [item.text, *([item.hint] if item.hint else []), *(option.text for option in options)]


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.stem)
def test_a_questionnaire_asks_for_six_years_of_school_at_most(path: Path) -> None:
    found = grade(as_read(load_questionnaire(str(path), path.read_bytes())), english)

    assert found is None or found <= HIGHEST_GRADE  # none where it is all for clinicians


@pytest.mark.parametrize("path", TOLD, ids=lambda path: path.stem)
def test_a_questionnaire_in_spanish_is_fairly_easy(path: Path) -> None:
    original = FOLDER / f"{path.stem.partition('.')[0]}.yaml"
    told = load_stored_translation(path.name, path.read_bytes())
    questionnaire = translated(load_questionnaire(str(original), original.read_bytes()), told)

    found = inflesz(as_read(questionnaire), spanish)

    assert found is None or found >= LEAST_EASE


def test_a_hard_sentence_is_found_hard() -> None:
    hard = "Proporcione información pormenorizada sobre antecedentes farmacológicos significativos."

    assert (inflesz(hard, spanish) or 0) < LEAST_EASE
    assert (grade("Provide comprehensive pharmacological documentation.", english) or 0) > 6
