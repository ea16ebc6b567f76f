"""Items that are the same question (`same_as`): asked once, the answer serves all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from screening.core.answers import Answer, Missing, read_answer, to_json
from screening.core.documents import plain
from screening.core.item import Item
from screening.core.questionnaire import Questionnaire
from screening.errors import AnswerError
from screening.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Twin:
    """An item of one questionnaire."""

    questionnaire_id: str
    item: Item


def twins(questionnaires: Mapping[str, Questionnaire]) -> Iterator[tuple[Twin, Twin]]:
    """Every item with `same_as`, and the one that it names where that is at hand."""
    for name, questionnaire in questionnaires.items():
        for item in questionnaire.items:
            if item.same_as is None:
                continue
            other_name, _, other_id = item.same_as.rpartition(".")
            other = questionnaires.get(other_name or name)
            if other is not None and other.has_item(other_id):
                yield Twin(name, item), Twin(other.id, other.item(other_id))


def carry(answer: Answer, item: Item, other: Item) -> Answer | None:
    """An answer to one item as an answer to the other.

    None where it is out of the other's range: then it was not asked there in the same way.
    """
    try:
        return read_answer(other, plain(to_json(item, answer)))
    except AnswerError:
        return None


def share(
    questionnaires: Mapping[str, Questionnaire],
    given: Mapping[str, Mapping[str, Answer | Missing]],
) -> dict[str, Mapping[str, Answer | Missing]]:
    """The answers by questionnaire and item, with those of twins put where none was given."""
    shared: dict[str, Mapping[str, Answer | Missing]] = dict(given)
    for here, there in twins(questionnaires):
        for one, other in ((here, there), (there, here)):
            answer = shared.get(one.questionnaire_id, {}).get(one.item.id)
            held = shared.get(other.questionnaire_id, {})
            if isinstance(answer, Answer) and not isinstance(held.get(other.item.id), Answer):
                taken = carry(answer, one.item, other.item)
                if taken is not None:
                    shared[other.questionnaire_id] = {**held, other.item.id: taken}
    return shared
