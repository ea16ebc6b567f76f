"""What one questionnaire of a visit sees: its own answers, and what counts in the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from screening.core.answers import Missing
from screening.core.facts import Seen

if TYPE_CHECKING:
    from screening.web.course import Course


class Beside(Mapping[str, Seen]):
    """One questionnaire's answers with those of the others, worked out only when looked at."""

    def __init__(self, course: Course, name: str) -> None:
        self._course, self._name = course, name
        self._own = course.shared.get(name, {})
        self._looking: set[str] = set()

    def __getitem__(self, ref: str) -> Seen:
        if ref in self._own:
            return self._own[ref]
        questionnaire = self._course.questionnaires[self._name]
        if questionnaire.has_item(ref) and self._course.turns.leaves_out(
            questionnaire, questionnaire.item(ref)
        ):
            return Missing(ref, "not_asked")
        if "." not in ref or ref in self._looking:  # two questionnaires that wait for each other
            raise KeyError(ref)
        self._looking.add(ref)
        try:
            found = self._course.counted(ref)
        finally:
            self._looking.discard(ref)
        if found is None:
            raise KeyError(ref)
        return found

    def __iter__(self) -> Iterator[str]:
        yield from self._own
        for name, answers in self._course.given.items():
            if name != self._name:
                yield from (f"{name}.{item_id}" for item_id in answers)

    def __len__(self) -> int:
        return sum(1 for _ in self)
