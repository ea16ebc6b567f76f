"""How hard a text is to read: years of school for English, a scale of ease for Spanish.

source  Kincaid, Fishburne, Rogers, Chissom (1975), Naval Technical Training Command, report 8-75
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from screening.core.questionnaire import Questionnaire
from screening.quick_dataclass import dataclass

Syllables = Callable[[str], int]  # of one word
_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
_END = re.compile(r"[.!?:;]+(?:\s|$)|\n+")
_TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Graded:
    """One text that a patient reads."""

    item_id: str
    grade: Decimal  # years of school, to one decimal; below 0 for a few short words


def grade(text: str, syllables: Syllables) -> Decimal | None:
    """The grade level of an English text; None where there is no word in it."""
    counted = _counts(text, syllables)
    if counted is None:
        return None
    per_sentence, per_word = counted
    found = Decimal("0.39") * per_sentence + Decimal("11.8") * per_word - Decimal("15.59")
    return found.quantize(_TENTH)


def grades(questionnaire: Questionnaire, syllables: Syllables) -> tuple[Graded, ...]:
    """Each of the patient's items with its hint, hardest first."""
    found = [
        Graded(item_id, graded)
        for item_id, text in patient_texts(questionnaire)
        if (graded := grade(text, syllables)) is not None
    ]
    return tuple(sorted(found, key=lambda one: one.grade, reverse=True))


def patient_texts(questionnaire: Questionnaire) -> tuple[tuple[str, str], ...]:
    """What a patient reads of each item: its text, and its hint in a line of its own."""
    return tuple(
        (item.id, f"{item.text}\n{item.hint}" if item.hint else item.text)
        for item in questionnaire.items_for("patient")
    )


def inflesz(text: str, syllables: Syllables) -> Decimal | None:
    """How easily a Spanish text is read: 65 and more is fairly easy; None where there is no word.

    source  Szigriszt Pazos 2001 (perspicuity: 206.835 - 62.3 syllables a word - words a sentence);
            the scale: Barrio-Cantalejo and others 2008, An Sist Sanit Navar 31:135-152
    """
    counted = _counts(text, syllables)
    if counted is None:
        return None
    per_sentence, per_word = counted
    return (Decimal("206.835") - Decimal("62.3") * per_word - per_sentence).quantize(_TENTH)


def _counts(text: str, syllables: Syllables) -> tuple[Decimal, Decimal] | None:
    """Words a sentence, and syllables a word."""
    words = _WORD.findall(text)
    if not words:
        return None
    sentences = sum(1 for part in _END.split(text) if _WORD.search(part))
    spoken = sum(syllables(word) for word in words)
    return Decimal(len(words)) / sentences, Decimal(spoken) / len(words)
