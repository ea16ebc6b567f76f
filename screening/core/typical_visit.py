"""The visit that a packet's minutes are for, and whether it keeps them.

Random visits tick much and open every gate, as no patient does, and tell another figure with every
seed. This one is always the same, and an administrator can count it after.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from screening.core.moments import Moment
from screening.core.packet import Packet
from screening.core.packet_way import Way
from screening.core.questionnaire import Questionnaire
from screening.core.simulation import VISIT
from screening.core.typical_answers import TypicalDrawer
from screening.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class TypicalVisit:
    """The way that such a visit goes, and what comes of it."""

    packet: Packet
    way: Way

    @property
    def never_asked(self) -> tuple[str, ...]:
        """Answers that the packet names and nobody is asked for: they wait for others."""
        named = (one.item for one in self.packet.typical or ())
        return tuple(ref for ref in named if ref not in self.way.asked)

    @property
    def keeps_target(self) -> bool | None:
        """Whether the patient's part keeps the packet's minutes; None where it names none.

        It is rounded half up to the digits that the packet's minutes are written with: 3 is kept
        by 3.4 and missed by 3.5.
        """
        target = self.packet.minutes
        if target is None:
            return None
        return self._minutes.quantize(target, ROUND_HALF_UP) <= target

    @property
    def keeps_exactly(self) -> bool | None:
        """The same without any rounding."""
        target = self.packet.minutes
        return None if target is None else self._minutes <= target

    @property
    def _minutes(self) -> Decimal:
        return Decimal(self.way.seconds["patient"]) / 60


def typical_visit(
    packet: Packet, questionnaires: Mapping[str, Questionnaire], visit: Moment = VISIT
) -> TypicalVisit | None:
    """Go through a packet as its `typical` says; None where it says nothing.

    questionnaires  by id; an entry whose questionnaire is not among them is passed over
    """
    if packet.typical is None:
        return None
    named = {one.item: one.answer for one in packet.typical}
    way = Way(packet, questionnaires, TypicalDrawer(named, visit))
    way.go()
    return TypicalVisit(packet, way)
