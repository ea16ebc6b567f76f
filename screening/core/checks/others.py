"""What a definition says of others: items that exist, tests that fit, options that are offered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from screening.core.checks.circles import leads_to_itself, placed_waits, waits_of
from screening.core.checks.conditions import check_named_test, placed_conditions
from screening.core.checks.fault import Fault, Faults
from screening.core.checks.figures import fits_end, placed_ends, unfit_end
from screening.core.checks.names import placed_items
from screening.core.condition import AllOf, AnyOf, Condition, ItemTest, NotOf
from screening.core.item import ChoiceItem, ChoicesItem, Item, QuantityItem
from screening.core.questionnaire import Computed, Questionnaire
from screening.core.score import Banded, Score
from screening.core.wording import guess
from screening.core.yaml_tree import Place

Others = Mapping[str, Questionnaire]


def check_others(q: Questionnaire, others: Others) -> Faults:
    """Faults of a questionnaire that only show beside the others.

    A questionnaire that is not there cannot be looked into: absent means cannot tell.
    """
    for n, ref in enumerate(q.uses):
        if _is_unknown(ref, others):
            yield unknown_item(("uses", n), ref, others)
    for place, item in placed_items(q):
        if item.same_as is not None:
            yield from _check_same((*place, "same_as"), item, item.same_as, others)
    for place, condition in placed_conditions(q):
        for at, test in placed_tests(place, condition):
            found = find(test.ref, others)
            if found is not None:
                yield from check_named_test(found, at, test.operators)
    for n, computed in enumerate(q.computed):
        for place, ref in placed_ends(n, computed):
            found = find(ref, others)
            if found is not None and not fits_end(found, place):
                yield unfit_end(place, ref)
    yield from _check_circles(q, others)


def _check_circles(q: Questionnaire, others: Others) -> Faults:
    """What waits for itself by way of another questionnaire."""
    own = waits_of(q)
    if not any("." in ref for refs in own.values() for ref in refs):
        return
    within = {f"{q.id}.{name}" for name in own if leads_to_itself(name, own)}
    waits = {
        f"{other.id}.{name}": frozenset(ref if "." in ref else f"{other.id}.{ref}" for ref in refs)
        for other in {**others, q.id: q}.values()
        for name, refs in _waits_with_items(other).items()
    }
    for place, name in placed_waits(q):
        ref = f"{q.id}.{name}"
        if ref not in within and leads_to_itself(ref, waits):
            problem = f"“{ref}” waits for itself, through another questionnaire."
            yield Fault("circle", place, problem, "Break the circle of conditions.")


def _waits_with_items(q: Questionnaire) -> dict[str, frozenset[str]]:
    """A score waits for its items as well, once what they hang on lies elsewhere."""
    return waits_of(q) | {s.id: waits_of(q)[s.id] | frozenset(s.items) for s in q.scores}


def placed_tests(place: Place, condition: Condition) -> Iterator[tuple[Place, ItemTest]]:
    """Every test of a condition with its place in the file; those inside any_row not entered."""
    match condition:
        case AllOf(all=parts) | AnyOf(any=parts):
            word = "all" if isinstance(condition, AllOf) else "any"
            for n, part in enumerate(parts):
                yield from placed_tests((*place, word, n), part)
        case NotOf():
            yield from placed_tests((*place, "not"), condition.not_)
        case ItemTest():
            yield (*place, condition.ref), condition


def find(ref: str, others: Others) -> Item | Computed | Score | None:
    """What "questionnaire.name" names: an item, a computed value or a score; or None."""
    name, _, local = ref.partition(".")
    owner = others.get(name)
    return None if owner is None else owner.named(local)


def _is_unknown(ref: str, others: Others) -> bool:
    return ref.partition(".")[0] in others and find(ref, others) is None


def unknown_item(place: Place, ref: str, others: Others) -> Fault:
    """Nothing of that name is in the others."""
    known = [
        f"{other.id}.{one.id}"
        for other in others.values()
        for one in (*other.items, *other.figures)
    ]
    return Fault("unknown_item", place, f"There is no “{ref}”.", guess(ref, known))


def _check_same(place: Place, item: Item, ref: str, others: Others) -> Faults:
    if _is_unknown(ref, others):
        yield unknown_item(place, ref, others)
    other = find(ref, others)
    if other is not None and (isinstance(other, Banded) or _shape(item) != _shape(other)):
        yield Fault(
            "not_the_same",
            place,
            f"“{item.id}” and “{ref}” cannot share an answer.",
            "Give both the same type, unit and options, or take `same_as` away.",
        )


def _shape(item: Item) -> tuple[object, ...]:
    """What two items must share so that one answer serves both."""
    if isinstance(item, QuantityItem):
        return item.type, item.unit, tuple(sorted((item.units or {}).items()))
    if isinstance(item, ChoiceItem | ChoicesItem):
        return item.type, frozenset(option.id for option in item.choices)
    return (item.type,)
