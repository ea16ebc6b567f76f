"""What both browsers have to prove: a control page, handovers, and guards that would be missed."""

from __future__ import annotations

from collections.abc import Iterable

from tests.handover.looking import on_disk
from tests.handover.playing import hand_over
from tests.handover.story import HANDOVERS, WORDS, Handover, Place, at_error, left_alone

WITH_AN_ERROR = Handover(at_error, left_alone)


def comes_back_from_memory(place: Place) -> bool:
    """Whether the browser shows a page on Back as it was left: else a handover proves nothing."""
    place.tap.removed = frozenset({"no-store", "pageshow"})
    tab = place.engine.tab()
    tab.go(f"{place.address}/")
    tab.type("#code", "LEFT")
    tab.go(f"{place.address}/thank-you")
    tab.move("history.back()")
    held = tab.script("document.querySelector('#code').value")
    return bool(tab.from_memory == 1 and held == "LEFT")


def leaks_of(place: Place, handovers: Iterable[Handover] = HANDOVERS) -> list[str]:
    """All that comes to light while the tablet goes round, and in the profile after that."""
    found = [f"{what.name}: {leak}" for what in handovers for leak in hand_over(place, what)]
    place.engine.stop()
    return [*found, *on_disk(place.engine.profile, WORDS)]


def leaks_without(place: Place, guards: str) -> str:
    """The same for one handover with these guards taken away ("no-store+pageshow"), as one text."""
    place.tap.removed = frozenset(guards.split("+"))
    return "\n".join(leaks_of(place, [WITH_AN_ERROR]))
