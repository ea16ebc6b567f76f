"""Free text, exactly as typed, each with its question."""

from __future__ import annotations

from screening.core.answers import Answer
from screening.quick_dataclass import dataclass
from screening.report.reading import Reading, state
from screening.report.telling import WORDS_AT_MOST


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What was written."""

    question: str
    text: str
    language: str  # BCP 47, of the text


def tell_own_words(reading: Reading) -> tuple[OwnWords, ...]:
    """Every free text a patient wrote, in the order of the visit."""
    return tuple(
        OwnWords(
            question=item.label,
            text=reading.tell.cut(str(answer.value), WORDS_AT_MOST),
            language=home.given_by[item.id].language,
        )
        for home in reading.today.questionnaires
        for item in home.questionnaire.items
        if item.type == "text"
        and isinstance(answer := state(home, item.id), Answer)
        and home.given_by[item.id].role == "patient"
    )
