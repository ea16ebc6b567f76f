"""Our conditions as FHIRPath over a QuestionnaireResponse, where FHIRPath says the same.

Both know three values: what is missing makes a comparison empty, and `and`, `or` and `not` go on
with empty as our conditions do with cannot tell.
"""

from __future__ import annotations

from decimal import Decimal

from screening.core.answers import show_number
from screening.core.condition import AllOf, AnyOf, Condition, ItemTest, NotOf, Operators
from screening.core.item import ChoiceItem, ChoicesItem, Item, QuantityItem, RowsItem
from screening.core.questionnaire import Questionnaire
from screening.exchange import names
from screening.quick_dataclass import dataclass

EMPTY = "{}"
LIMIT_SIGNS = {"at_least": ">=", "at_most": "<=", "above": ">", "below": "<"}


@dataclass(eq=False)
class Inexpressible(Exception):
    """FHIR has no words for this. Caught where losses are listed; never leaves the package."""

    why: str  # ends without full stop


def answers_at(questionnaire: Questionnaire, item_id: str) -> str:
    """The answers to an item of the response."""
    return f"{_place(questionnaire, item_id)}.answer"


def _place(questionnaire: Questionnaire, item_id: str) -> str:
    page = names.page_link(questionnaire.page_of(item_id).id)
    return f"%resource.item.where(linkId = '{page}').item.where(linkId = '{item_id}')"


def number_at(item: Item, answers: str) -> str:
    """The number that was answered."""
    # A quantity's own value; without a unit the answer is the number itself.
    inside = ".value" if isinstance(item, QuantityItem) and item.unit else ""
    return f"{answers}.value{inside}"


def condition_path(questionnaire: Questionnaire, condition: Condition) -> str:
    """The condition as an expression that is true, false or empty; raises Inexpressible."""
    match condition:
        case AllOf(all=parts) | AnyOf(any=parts):
            word = " and " if isinstance(condition, AllOf) else " or "
            return word.join(f"({condition_path(questionnaire, part)})" for part in parts)
        case NotOf():
            if _looks_into_rows(condition.not_):
                raise Inexpressible("rows are looked into under a not")
            return f"({condition_path(questionnaire, condition.not_)}).not()"
        case ItemTest():
            return _test(questionnaire, condition)


def _looks_into_rows(condition: Condition) -> bool:
    match condition:
        case AllOf(all=parts) | AnyOf(any=parts):
            return any(_looks_into_rows(part) for part in parts)
        case NotOf():
            return _looks_into_rows(condition.not_)
        case ItemTest():
            return condition.operators.any_row is not None


def _test(questionnaire: Questionnaire, test: ItemTest) -> str:
    item = item_tested(questionnaire, test.ref)
    if isinstance(item, RowsItem) and test.operators.any_row is not None:
        rows = _place(questionnaire, item.id)
        row = _row(item, test.operators.any_row)
        return f"iif({rows}.exists(), {rows}.where({row}).exists(), {EMPTY})"
    return _item_test(item, test.operators, answers_at(questionnaire, item.id))


def item_tested(questionnaire: Questionnaire, ref: str) -> Item:
    """The item that a test looks at; raises Inexpressible for what is no item of this file."""
    if questionnaire.has_item(ref):
        return questionnaire.item(ref)
    own = "is worked out" if questionnaire.named(ref) else "belongs to another questionnaire"
    raise Inexpressible(f"{ref} {own}")


def _row(rows: RowsItem, condition: Condition) -> str:
    """A condition on the fields of one row, seen from the row."""
    match condition:
        case AllOf(all=parts) | AnyOf(any=parts):
            word = " and " if isinstance(condition, AllOf) else " or "
            return word.join(f"({_row(rows, part)})" for part in parts)
        case NotOf():
            return f"({_row(rows, condition.not_)}).not()"
        case ItemTest():
            field = rows.field(condition.ref)
            if field is None:
                raise Inexpressible(f"{condition.ref} is no field of {rows.id}")
            link = names.field_link(rows.id, field.id)
            return _item_test(field, condition.operators, f"item.where(linkId = '{link}').answer")


def _item_test(item: Item, test: Operators, answers: str) -> str:
    said: list[str] = []
    if test.answered is not None:
        said.append(f"{answers}.exists()" if test.answered else f"{answers}.exists().not()")
    if test.missing is not None:
        if test.missing != "any":
            raise Inexpressible(f"why {item.id} is missing is not known to FHIR's conditions")
        said.append(f"{answers}.exists().not()")
    for name, sign in LIMIT_SIGNS.items():
        limit: Decimal | None = getattr(test, name)
        if limit is not None:
            said.append(f"{number_at(item, answers)} {sign} {show_number(limit)}")
    said += _words(item, test, answers)
    if not said:
        raise Inexpressible(f"bands of {item.id} are not known to FHIR")
    return " and ".join(f"({one})" for one in said) if len(said) > 1 else said[0]


def _words(item: Item, test: Operators, answers: str) -> list[str]:
    said: list[str] = []
    if test.is_ is not None and isinstance(item, ChoiceItem):
        said.append(" or ".join(f"{answers}.value.code = '{one}'" for one in test.is_))
    if test.is_not is not None and isinstance(item, ChoiceItem):
        said.append(" and ".join(f"{answers}.value.code != '{one}'" for one in test.is_not))
    if test.includes is not None and isinstance(item, ChoicesItem):
        picked = " or ".join(f"value.code = '{one}'" for one in test.includes)
        ticked = f"{answers}.where({picked}).exists()"
        said.append(f"iif({answers}.exists(), {ticked}, {EMPTY})")
    return said
