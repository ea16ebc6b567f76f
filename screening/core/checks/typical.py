"""What a packet says of its typical visit: items that are asked, answers that they take."""

from __future__ import annotations

from screening.core.answers import read_answer
from screening.core.checks.fault import Fault, Faults
from screening.core.checks.others import Others
from screening.core.item import (
    ChoiceItem,
    ChoicesItem,
    IntegerItem,
    Item,
    QuantityItem,
    ScaleItem,
)
from screening.core.packet import Packet, TypicalAnswer
from screening.core.typical_answers import named_answer
from screening.core.wording import guess
from screening.core.yaml_tree import Place
from screening.errors import AnswerError


def check_typical(packet: Packet, others: Others) -> Faults:
    """Items that the packet does not bring, items named twice, answers that nobody can give.

    An item of a questionnaire that is not at hand cannot be looked into, as long as an entry
    brings that questionnaire.
    """
    brought = _brought(packet, others)
    unseen = {one.questionnaire for one in packet.entries} - set(others)
    named: set[str] = set()
    for n, one in enumerate(packet.typical or ()):
        place: Place = ("typical", n)
        if one.item in named:
            problem = f"“{one.item}” is answered twice."
            yield Fault("doubled_id", (*place, "item"), problem, "Keep one of the two.")
        named.add(one.item)
        if one.item in brought:
            yield from _check_answer((*place, "answer"), one, brought[one.item])
        elif one.item.partition(".")[0] not in unseen:
            yield _not_brought((*place, "item"), one.item, others, brought)


def _brought(packet: Packet, others: Others) -> dict[str, Item]:
    return {
        f"{entry.questionnaire}.{item.id}": item
        for entry in packet.entries
        if entry.questionnaire in others
        for page in entry.brings(others[entry.questionnaire])
        for item in page.items
    }


def _not_brought(place: Place, ref: str, others: Others, brought: dict[str, Item]) -> Fault:
    name, _, item_id = ref.partition(".")
    if name in others and others[name].has_item(item_id):
        page = others[name].page_of(item_id).id
        problem = f"“{ref}” stands on the page “{page}”, which this packet does not bring."
        fix = f"Bring “{page}” in an entry, or take this answer out."
        return Fault("page_not_brought", place, problem, fix)
    return Fault("unknown_item", place, f"There is no “{ref}”.", guess(ref, brought))


def _check_answer(place: Place, one: TypicalAnswer, item: Item) -> Faults:
    if isinstance(item, ChoiceItem | ChoicesItem):
        options = [option.id for option in item.choices]
        wrong = [word for word in one.answer if word not in options]
        for word in wrong:
            problem = f"“{word}” is not an option of “{one.item}”."
            yield Fault("unknown_option", place, problem, guess(word, options))
        if wrong:
            return
    elif not isinstance(item, IntegerItem | ScaleItem | QuantityItem):
        yield Fault(
            "answer_unfit",
            place,
            f"“{one.item}” is neither a choice nor a number, and is always answered plainly.",
            "Take this answer out.",
        )
        return
    try:
        read_answer(item, named_answer(item, one.answer))
    except AnswerError as error:
        problem = f"Nobody can answer “{one.item}” so."
        yield Fault("answer_unfit", place, problem, error.message)
