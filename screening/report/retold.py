"""A visit in other words: its questionnaires told in another language, its answers untouched."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from screening.core.questionnaire import Questionnaire
from screening.core.retelling import translated
from screening.core.translation import Translation
from screening.core.visit import NotAgain, VisitRecord

InWords = Callable[[Questionnaire], Questionnaire]


def retold(record: VisitRecord, in_words: InWords) -> VisitRecord:
    """The same visit, and the ones before, with every questionnaire as `in_words` tells it.

    in_words  the same version in other words; itself where there are none. Scores do not differ.
    """
    return replace(
        record,
        responses=tuple(
            replace(filled, questionnaire=in_words(filled.questionnaire))
            for filled in record.responses
        ),
        earlier=tuple(retold(visit, in_words) for visit in record.earlier),
        not_again=tuple(_again(kept, in_words) for kept in record.not_again),
    )


def _again(kept: NotAgain, in_words: InWords) -> NotAgain:
    told = in_words(kept.questionnaire)
    brought = {page.id for page in kept.pages}
    pages = tuple(page for page in told.pages if page.id in brought)
    return replace(kept, questionnaire=told, pages=pages)


def by_files(translations: Mapping[str, Translation], language: str) -> InWords:
    """In the words of a folder's translation; as it is where there is none of that version.

    translations  by names such as hair_check.es
    """

    def told(own: Questionnaire) -> Questionnaire:
        found = translations.get(f"{own.id}.{language}")
        return translated(own, found) if found and found.for_version == own.version else own

    return told
