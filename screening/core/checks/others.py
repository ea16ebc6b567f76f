"""What a definition says of others: items that exist, tests that fit, options that are offered."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from screening.core.checks.circles import leads_to_itself, placed_waits, waits_of
from screening.core.checks.conditions import check_named_test, placed_conditions
from screening.core.checks.fault import Fault, Faults
from screening.core.checks.figures import fits_end, placed_ends, unfit_end
from screening.core.checks.names import placed_items
from screening.core.condition import AllOf, AnyOf, Condition, ItemTest, NotOf
from screening.core.item import ChoiceItem, ChoicesItem, Item, QuantityItem
from screening.core.packet import Packet
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
            yield _unknown(("uses", n), ref, others)
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


def check_packet(
    packet: Packet,
    others: Others,
    leaflets: Collection[str] | None = None,
    at_fault: Collection[str] = (),
) -> Faults:
    """Faults of a packet: questionnaires that exist, conditions over earlier ones.

    leaflets   ids of the known ones; None leaves the packet's unchecked
    at_fault   ids of questionnaires that are there and at fault: they cannot be looked into
    """
    if packet.minutes is not None and packet.minutes <= 0:
        problem = f"{packet.minutes} minutes are none."
        yield Fault("out_of_bounds", ("minutes",), problem, "Write how many the patient may need.")
    if packet.leaflet is not None and leaflets is not None and packet.leaflet not in leaflets:
        problem = f"There is no leaflet “{packet.leaflet}”."
        yield Fault("unknown_leaflet", ("leaflet",), problem, guess(packet.leaflet, leaflets))
    earlier: list[str] = []
    for n, entry in enumerate(packet.entries):
        place: Place = ("entries", n)
        if entry.questionnaire not in others and entry.questionnaire not in at_fault:
            problem = f"There is no questionnaire “{entry.questionnaire}”."
            fix = guess(entry.questionnaire, others)
            yield Fault("unknown_questionnaire", (*place, "questionnaire"), problem, fix)
        if entry.not_within_days is not None and entry.not_within_days < 1:
            yield Fault(
                "out_of_bounds",
                (*place, "not_within_days"),
                f"{entry.not_within_days} is too small here.",
                "Write a whole number from 1 on.",
            )
        if entry.when is not None:
            yield from _check_when((*place, "when"), entry.when, earlier, others, at_fault)
        earlier.append(entry.questionnaire)


def _check_when(
    place: Place, when: Condition, earlier: list[str], others: Others, at_fault: Collection[str]
) -> Faults:
    for at, test in placed_tests(place, when):
        found = find(test.ref, others)
        owner = test.ref.partition(".")[0]
        unseen = owner not in others and owner in at_fault
        if found is None and not unseen:
            yield _unknown((*at, "[key]"), test.ref, others)
            continue
        if found is not None:
            yield from check_named_test(found, at, test.operators)
        if owner not in earlier:
            yield Fault(
                "asked_later",
                (*at, "[key]"),
                f"“{test.ref}” is not asked before this entry.",
                "Move the entry behind the questionnaire that it looks at.",
            )


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


def _unknown(place: Place, ref: str, others: Others) -> Fault:
    known = [
        f"{other.id}.{one.id}"
        for other in others.values()
        for one in (*other.items, *other.figures)
    ]
    return Fault("unknown_item", place, f"There is no “{ref}”.", guess(ref, known))


def _check_same(place: Place, item: Item, ref: str, others: Others) -> Faults:
    if _is_unknown(ref, others):
        yield _unknown(place, ref, others)
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
