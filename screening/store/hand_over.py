"""The hand-over of a tablet as states: one table says which event leads from which state where.

Every change of a sitting's state goes through apply(). What the table does not name is refused.
A tablet without a sitting is locked: it shows the start page and nothing else.
"""

from collections.abc import Mapping
from enum import StrEnum

from screening.store.errors import OutOfTurn
from screening.store.models import Sitting


class SittingState(StrEnum):
    """Where a sitting stands."""

    LOCKED = "locked"  # on no tablet and without a code; staff make one
    CODE = "code"  # a code is out
    CONFIRM = "confirm"  # on a tablet, birth day and month not confirmed yet
    CONSENT = "consent"  # passed at once where the site asks for none
    ANSWERING = "answering"
    REVIEW = "review"  # no question is open
    HELD = "held"  # told to stop and tell the staff: nothing but that, until staff let them go on
    PAUSED = "paused"  # draft kept; goes on with a new code
    HANDED_BACK = "handed_back"  # sent: the tablet is locked again, the sitting is over
    NOT_FINISHED = "not_finished"  # not sent within a day: over as well, and kept


class Event(StrEnum):
    """What happens to a sitting."""

    CODE_MADE = "code_made"
    HANDED_OVER = "handed_over"  # staff give the patient this very tablet
    CODE_TYPED = "code_typed"
    BIRTH_WRONG = "birth_wrong"
    TRIES_SPENT = "tries_spent"
    BIRTH_RIGHT = "birth_right"
    CONSENT_PASSED = "consent_passed"
    CONSENT_REFUSED = "consent_refused"
    ANSWER_KEPT = "answer_kept"  # and a question is open
    ALL_ANSWERED = "all_answered"
    STOPPED = "stopped"  # an answer after which the patient is to tell the staff
    MAY_GO_ON = "may_go_on"  # staff say so
    SENT = "sent"
    PUT_DOWN = "put_down"  # left idle, or paused by staff
    VISIT_OVER = "visit_over"  # ended, or void
    DAY_OVER = "day_over"


_S, _E = SittingState, Event

ON_A_TABLET = frozenset({_S.CONFIRM, _S.CONSENT, _S.ANSWERING, _S.REVIEW, _S.HELD})
OVER = frozenset({_S.HANDED_BACK, _S.NOT_FINISHED})

_FROM_STAFF: Mapping[Event, SittingState] = {
    _E.CODE_MADE: _S.CODE,
    _E.HANDED_OVER: _S.CONFIRM,
    _E.VISIT_OVER: _S.LOCKED,
    _E.DAY_OVER: _S.NOT_FINISHED,
}
_IN_HANDS: Mapping[Event, SittingState] = {**_FROM_STAFF, _E.PUT_DOWN: _S.PAUSED}

TABLE: Mapping[SittingState, Mapping[Event, SittingState]] = {
    _S.LOCKED: _FROM_STAFF,
    _S.CODE: {**_FROM_STAFF, _E.CODE_TYPED: _S.CONFIRM},
    _S.CONFIRM: {
        **_IN_HANDS,
        _E.BIRTH_WRONG: _S.CONFIRM,
        _E.TRIES_SPENT: _S.LOCKED,
        _E.BIRTH_RIGHT: _S.CONSENT,
    },
    _S.CONSENT: {
        **_IN_HANDS,
        _E.CONSENT_PASSED: _S.ANSWERING,
        _E.CONSENT_REFUSED: _S.LOCKED,
    },
    _S.ANSWERING: {
        **_IN_HANDS,
        _E.ANSWER_KEPT: _S.ANSWERING,
        _E.ALL_ANSWERED: _S.REVIEW,
        _E.STOPPED: _S.HELD,
    },
    _S.REVIEW: {
        **_IN_HANDS,
        _E.ANSWER_KEPT: _S.ANSWERING,
        _E.ALL_ANSWERED: _S.REVIEW,
        _E.STOPPED: _S.HELD,
        _E.SENT: _S.HANDED_BACK,
    },
    _S.HELD: {**_IN_HANDS, _E.MAY_GO_ON: _S.ANSWERING},
    _S.PAUSED: _FROM_STAFF,
    _S.HANDED_BACK: {},
    _S.NOT_FINISHED: {},
}


def after(state: SittingState, event: Event) -> SittingState:
    """Where an event leads.

    raises   OutOfTurn for an event that this state does not know
    """
    found = TABLE[state].get(event)
    if found is None:
        raise OutOfTurn
    return found


def apply(row: Sitting, event: Event) -> None:
    """Lead a sitting on. A code lives in its own state alone, a tablet's token in those on it.

    raises   OutOfTurn
    """
    state = after(SittingState(row.state), event)
    row.state = state
    if state != SittingState.CODE:
        row.code_hash = row.code_expires_at = None
    if state not in ON_A_TABLET:
        row.token_hash = row.tablet_id = None


def pass_consent(row: Sitting) -> None:
    """On to the questions. Who was told to stop is led back to that: a pause does not undo it.

    raises   OutOfTurn
    """
    apply(row, Event.CONSENT_PASSED)
    if row.held_since is not None:
        apply(row, Event.STOPPED)
