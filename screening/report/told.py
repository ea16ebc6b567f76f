"""A visit whose questionnaires speak the language of its summary; what they score stays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from screening.core.questionnaire import Questionnaire
from screening.core.retelling import translated
from screening.core.translation import Translation
from screening.core.visit import VisitRecord

Retell = Callable[[Questionnaire], Questionnaire]  # the same one in other words


def told_in(record: VisitRecord, retell: Retell) -> VisitRecord:
    """The visit and the earlier ones in other words."""
    return replace(
        record,
        responses=tuple(
            replace(one, questionnaire=retell(one.questionnaire)) for one in record.responses
        ),
        not_again=tuple(
            replace(one, questionnaire=retell(one.questionnaire)) for one in record.not_again
        ),
        earlier=tuple(told_in(one, retell) for one in record.earlier),
    )


def by_files(translations: Mapping[str, Translation], language: str) -> Retell:
    """Tells a questionnaire by the translation of its version; one without stays as it is.

    translations  by names such as cows.es
    """

    def retell(own: Questionnaire) -> Questionnaire:
        found = translations.get(f"{own.id}.{language}")
        if found is None or found.for_version != own.version:
            return own
        return translated(own, found)

    return retell
