"""Failed tries, counted in the database, and the lockouts that grow with them.

The count stands in the same transaction as the reply to the try: the caller commits in every case,
also when the try was refused.
"""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from screening.quick_dataclass import dataclass
from screening.store.models import AttemptCounter
from screening.store.sealing import keyed, keys_of

LONGEST_LOCKOUT = timedelta(hours=1)
QUIET_AFTER = timedelta(hours=24)  # with no failure for so long, rounds begin anew


@dataclass(frozen=True, slots=True)
class Limit:
    """How many failures one kind of mark may have before it is locked."""

    scope: str
    failures: int  # in one round
    first_lockout: timedelta  # doubled with each further round


# One person's name at one place. Elsewhere the same name still works, so nobody can be shut out.
NAME_AT_PLACE = Limit("name_at_place", 5, timedelta(minutes=1))
# Many names tried from one place. People who signed in there before are not held up by it.
SIGN_IN_PLACE = Limit("sign_in_place", 50, timedelta(minutes=1))
# Second factors of one account, wherever they are tried: only who has its password gets so far.
SECOND_FACTOR = Limit("second_factor", 20, timedelta(minutes=1))
# Ways back from the issuer that proved nothing. Nobody is shut out by it: see identities.refuse.
IDENTITY_PLACE = Limit("identity_place", 50, timedelta(minutes=1))
INVITATION_PLACE = Limit("invitation_place", 10, timedelta(minutes=1))
# One clinician's search for a patient of another site.
BREAK_GLASS = Limit("break_glass", 5, timedelta(minutes=1))
CODE_AT_TABLET = Limit("code_at_tablet", 10, timedelta(minutes=1))
# In all: far above honest typing in a large clinic; handing over a tablet needs no code.
CODE_ANYWHERE = Limit("code_anywhere", 500, timedelta(minutes=1))


def mark(session: Session, *parts: str) -> str:
    """What a name, an address or a device is counted under; the value itself is not kept."""
    return keyed(keys_of(session).tokens, "attempt", *parts)


def is_locked(session: Session, limit: Limit, at: str, *, now: datetime) -> bool:
    """Whether tries of this kind are refused for now, right or wrong."""
    row = session.get(AttemptCounter, (limit.scope, at))
    return row is not None and row.locked_until is not None and now < row.locked_until


def sign_in_locked(session: Session, place: str, name_at_place: str, *, now: datetime) -> bool:
    """Whether tries with this name at this place are refused for now; both are marks."""
    if is_locked(session, NAME_AT_PLACE, name_at_place, now=now):
        return True
    known_here = has_succeeded(session, NAME_AT_PLACE, name_at_place)
    return not known_here and is_locked(session, SIGN_IN_PLACE, place, now=now)


def has_succeeded(session: Session, limit: Limit, at: str) -> bool:
    """Whether a try at this mark was ever right."""
    row = session.get(AttemptCounter, (limit.scope, at))
    return row is not None and row.succeeded_at is not None


def failed(session: Session, limit: Limit, at: str, *, now: datetime) -> None:
    """Count one failure; a full round locks for twice as long as the round before."""
    row = _row(session, limit, at)
    if row.failed_at is not None and now - row.failed_at > QUIET_AFTER:
        row.failures, row.rounds = 0, 0
    row.failures, row.failed_at = row.failures + 1, now
    if row.failures >= limit.failures:
        # The exponent is capped as well, because a year of rounds would overflow the time.
        lockout = limit.first_lockout * 2 ** min(row.rounds, 10)
        row.failures, row.rounds = 0, row.rounds + 1
        row.locked_until = now + min(lockout, LONGEST_LOCKOUT)
    session.flush()


def succeeded(session: Session, limit: Limit, at: str, *, now: datetime) -> None:
    """Forget the failures and remember that this mark is known."""
    row = _row(session, limit, at)
    row.failures, row.rounds, row.locked_until, row.succeeded_at = 0, 0, None, now
    session.flush()


def _row(session: Session, limit: Limit, at: str) -> AttemptCounter:
    row = session.get(AttemptCounter, (limit.scope, at))
    if row is None:
        row = AttemptCounter(scope=limit.scope, mark=at, failures=0, rounds=0)
        session.add(row)
    return row
