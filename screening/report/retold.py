"""A visit in other words: its questionnaires told in another language, its answers untouched."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from screening.core.questionnaire import Questionnaire
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
