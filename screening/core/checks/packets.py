"""What a packet says of its questionnaires and leaflet, and whether they are there."""

from __future__ import annotations

from collections.abc import Collection

from screening.core.checks.conditions import check_named_test
from screening.core.checks.fault import Fault, Faults
from screening.core.checks.others import Others, find, placed_tests, unknown_item
from screening.core.condition import Condition
from screening.core.packet import Packet
from screening.core.wording import guess
from screening.core.yaml_tree import Place


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
            yield unknown_item((*at, "[key]"), test.ref, others)
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
