"""How far the patient's part of a visit is, without looking at a single answer."""

from __future__ import annotations

from datetime import datetime

from screening.quick_dataclass import dataclass
from screening.store.encounters import Encounter, EncounterState
from screening.store.hand_over import SittingState
from screening.store.sittings import Sitting
from screening.web.desk_list import FROM_PAPER, STUCK_AFTER


@dataclass(frozen=True, slots=True)
class Progress:
    """The state of a visit in a word or two."""

    kind: str  # not_started, busy, stuck, done, closed, ended: how the mark looks
    words: str


_SAYS = {
    SittingState.CODE: Progress("not_started", "Code made"),
    SittingState.CONFIRM: Progress("busy", "On the tablet"),
    SittingState.CONSENT: Progress("busy", "On the tablet"),
    SittingState.HELD: Progress("stuck", "Stopped, staff needed"),
    SittingState.PAUSED: Progress("stuck", "Paused"),
    SittingState.LOCKED: Progress("stuck", "Tablet locked"),
    SittingState.HANDED_BACK: Progress("done", "Answers sent"),
    SittingState.NOT_FINISHED: Progress("closed", "Not finished"),
}


def progress_of(
    visit: Encounter,
    sitting: Sitting | None,
    saved: datetime | None,
    now: datetime,
    *,
    checked: bool | None = None,
) -> Progress:
    """The state of the patient's part.

    sitting   the newest one; None before there is one
    saved     when an answer was last saved that is not sent yet
    checked   whether what was typed from paper had its second look; None where nothing was
    """
    if visit.state != EncounterState.OPEN:
        return Progress("ended", "Visit ended")
    if checked is not None:
        return Progress(*FROM_PAPER[checked])
    if sitting is None:
        return Progress("not_started", "Not started")
    if sitting.state in _SAYS:
        return _SAYS[sitting.state]
    # Since an answer was kept, not since a touch: who taps about without getting on is stuck too.
    waited = now - max(at for at in (sitting.confirmed_at, saved, sitting.opened_at) if at)
    if waited >= STUCK_AFTER:
        return Progress(
            "stuck", f"On the tablet, nothing for {int(waited.total_seconds() // 60)} min"
        )
    return Progress("busy", "On the tablet")
