"""The words of a page from a folder's translations."""

from __future__ import annotations

from collections.abc import Mapping

from screening.core.questionnaire import Questionnaire
from screening.core.retelling import translated
from screening.core.translation import Translation
from screening.report.retold import InWords


def by_files(translations: Mapping[str, Translation], language: str) -> InWords:
    """In the words of a folder's translation; as it is where there is none of that version.

    translations  by names such as hair_check.es
    """

    def told(own: Questionnaire) -> Questionnaire:
        found = translations.get(f"{own.id}.{language}")
        return translated(own, found) if found and found.for_version == own.version else own

    return told
