"""Sittings: one patient's time at a tablet, from access code to hand-back.

Codes and tokens come from screening.security.kiosk_tokens; only keyed hashes of them are kept. A
function that answers None or False may still have counted a try: the caller commits in every case.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from screening.store import attempts, models
from screening.store.audit import Kind, record
from screening.store.encounters import EncounterState
from screening.store.errors import EncounterEnded, NotThere
from screening.store.patients import get as get_patient
from screening.store.sealing import keyed, keys_of

CODE_LIFE = timedelta(hours=24)  # or the visit's end, whichever comes first
BIRTH_TRIES = 3
IDLE = timedelta(minutes=6)  # five minutes and the sixty seconds of the warning
SEEN_STEP = timedelta(seconds=15)


class SittingState(StrEnum):
    """Where a sitting stands."""

    WAITING = "waiting"  # a code is out, or it is to be made anew
    CONFIRMING = "confirming"  # on a tablet, birth day and month not confirmed yet
    OPEN = "open"
    PAUSED = "paused"  # draft kept; goes on with a new code
    LOCKED = "locked"  # birth day and month wrong three times; staff make a new code
    FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class Sitting:
    """One patient's time at the tablet."""

    id: UUID
    encounter_id: UUID
    state: SittingState
    language: str
    read_aloud: bool  # staff read the questions to the patient
    birth_tries_left: int  # 0 to 3
    opened_at: datetime
    last_seen_at: datetime
    finished_at: datetime | None


def open_sitting(
    session: Session,
    encounter_id: UUID,
    *,
    code: str,
    language: str,
    read_aloud: bool = False,
    by: UUID,
    now: datetime,
) -> Sitting:
    """A sitting that waits for its code to be typed at a tablet.

    code     normalised, fresh (screening.security.kiosk_tokens.new_code)
    raises   NotThere, EncounterEnded
    """
    row = _new(session, encounter_id, language, read_aloud, now)
    _give_code(session, row, code, now)
    session.add(row)
    session.flush()
    record(session, now, Kind.CODE_MADE, by, sitting=row.id)
    return _value(row)


def new_code(session: Session, sitting_id: UUID, *, code: str, by: UUID, now: datetime) -> Sitting:
    """Another code for a paused, locked or lost sitting; the tablet that had it is cut off.

    raises   NotThere (a finished one as well), EncounterEnded
    """
    row = _row(session, sitting_id)
    _open_encounter(session, row.encounter_id)
    if row.state == SittingState.FINISHED:
        raise NotThere("sitting")
    row.state, row.token_hash, row.tablet, row.birth_tries = SittingState.WAITING, None, None, 0
    _give_code(session, row, code, now)
    session.flush()
    record(session, now, Kind.CODE_MADE, by, sitting=row.id)
    return _value(row)


def hand_over(
    session: Session,
    encounter_id: UUID,
    *,
    token: str,
    language: str,
    read_aloud: bool = False,
    by: UUID,
    now: datetime,
) -> Sitting:
    """A sitting on this very tablet, without a code; the caller has signed staff out.

    token    256 fresh random bits (screening.security.kiosk_tokens.new_token)
    raises   NotThere, EncounterEnded
    """
    row = _new(session, encounter_id, language, read_aloud, now)
    row.state, row.token_hash = SittingState.CONFIRMING, _token_hash(session, token)
    session.add(row)
    session.flush()
    record(session, now, Kind.HANDED_OVER, by, sitting=row.id)
    return _value(row)


def redeem(
    session: Session, code: str, *, token: str, tablet: str, now: datetime
) -> Sitting | None:
    """Open the sitting of a code and bind it to the token; None when that cannot be.

    Wrong, used, expired and locked out are the same None, and each counts as a try.

    code     normalised
    tablet   address or device the try comes from
    """
    at = attempts.mark(session, "tablet", tablet)
    anywhere = attempts.mark(session, "anywhere")
    if attempts.is_locked(session, attempts.CODE_AT_TABLET, at, now=now):
        return None
    if attempts.is_locked(session, attempts.CODE_ANYWHERE, anywhere, now=now):
        return None
    row = _with_code(session, code, now)
    if row is None:
        attempts.failed(session, attempts.CODE_AT_TABLET, at, now=now)
        attempts.failed(session, attempts.CODE_ANYWHERE, anywhere, now=now)
        record(session, now, Kind.CODE_REFUSED, None, tablet=at)
        return None
    row.state, row.code_hash, row.code_expires_at = SittingState.CONFIRMING, None, None
    row.token_hash, row.tablet, row.last_seen_at = _token_hash(session, token), at, now
    attempts.succeeded(session, attempts.CODE_AT_TABLET, at, now=now)
    record(session, now, Kind.CODE_USED, None, sitting=row.id)
    return _value(row)


def by_token(
    session: Session, token: str, *, now: datetime, idle: timedelta = IDLE
) -> Sitting | None:
    """The sitting of a kiosk cookie; None when it ended, or was left idle and is paused by this."""
    row = session.scalar(
        select(models.Sitting).where(models.Sitting.token_hash == _token_hash(session, token))
    )
    if row is None:
        return None
    if now - row.last_seen_at >= idle:
        pause(session, row.id, now=now)
        return None
    if now - row.last_seen_at >= SEEN_STEP:
        row.last_seen_at = now
        session.flush()
    return _value(row)


def confirm_birth(
    session: Session, sitting_id: UUID, *, day: int, month: int, now: datetime
) -> Sitting:
    """Compare birth day and month; the state tells the outcome: open, confirming, or locked.

    raises   NotThere
    """
    row = _row(session, sitting_id)
    if row.state != SittingState.CONFIRMING:
        return _value(row)
    encounter = session.get_one(models.Encounter, row.encounter_id)
    born = get_patient(session, encounter.patient_id).identity.born
    right = (born.day, born.month) == (day, month)
    if right:
        row.state = SittingState.OPEN
    else:
        row.birth_tries += 1
        if row.birth_tries >= BIRTH_TRIES:
            row.state, row.token_hash = SittingState.LOCKED, None
    session.flush()
    kind = Kind.BIRTH_CONFIRMED if right else Kind.BIRTH_REFUSED
    record(session, now, kind, None, sitting=row.id)
    return _value(row)


def pause(session: Session, sitting_id: UUID, *, now: datetime) -> Sitting:
    """Cut the tablet off and keep the draft; it goes on elsewhere with a new code.

    raises   NotThere
    """
    row = _row(session, sitting_id)
    if row.token_hash is not None:
        row.state, row.token_hash, row.tablet = SittingState.PAUSED, None, None
        session.flush()
        record(session, now, Kind.SITTING_PAUSED, None, sitting=row.id)
    return _value(row)


def finish(session: Session, sitting_id: UUID, *, now: datetime) -> Sitting:
    """The patient handed the tablet back: its token opens nothing from now on.

    raises   NotThere
    """
    row = _row(session, sitting_id)
    if row.state != SittingState.FINISHED:
        row.state, row.finished_at = SittingState.FINISHED, now
        row.token_hash = row.code_hash = row.tablet = None
        session.flush()
        record(session, now, Kind.SITTING_FINISHED, None, sitting=row.id)
    return _value(row)


def for_encounter(session: Session, encounter_id: UUID) -> tuple[Sitting, ...]:
    """All sittings of one visit, the oldest first."""
    rows = session.scalars(
        select(models.Sitting)
        .where(models.Sitting.encounter_id == encounter_id)
        .order_by(models.Sitting.opened_at, models.Sitting.id)
    )
    return tuple(_value(row) for row in rows)


def _new(
    session: Session, encounter_id: UUID, language: str, read_aloud: bool, now: datetime
) -> models.Sitting:
    _open_encounter(session, encounter_id)
    return models.Sitting(
        id=uuid4(),
        encounter_id=encounter_id,
        state=SittingState.WAITING,
        birth_tries=0,
        language=language,
        read_aloud=read_aloud,
        opened_at=now,
        last_seen_at=now,
    )


def _open_encounter(session: Session, encounter_id: UUID) -> None:
    row = session.get(models.Encounter, encounter_id)
    if row is None:
        raise NotThere("visit")
    if row.state != EncounterState.OPEN:
        raise EncounterEnded


def _row(session: Session, sitting_id: UUID) -> models.Sitting:
    row = session.get(models.Sitting, sitting_id)
    if row is None:
        raise NotThere("sitting")
    return row


def _give_code(session: Session, row: models.Sitting, code: str, now: datetime) -> None:
    row.code_hash, row.code_expires_at = _code_hash(session, code), now + CODE_LIFE


def _with_code(session: Session, code: str, now: datetime) -> models.Sitting | None:
    row = session.scalar(
        select(models.Sitting).where(models.Sitting.code_hash == _code_hash(session, code))
    )
    if row is None or row.code_expires_at is None or row.code_expires_at <= now:
        return None
    return row


def _code_hash(session: Session, code: str) -> str:
    return keyed(keys_of(session).codes, code)


def _token_hash(session: Session, token: str) -> str:
    return keyed(keys_of(session).tokens, "kiosk", token)


def _value(row: models.Sitting) -> Sitting:
    return Sitting(
        id=row.id,
        encounter_id=row.encounter_id,
        state=SittingState(row.state),
        language=row.language,
        read_aloud=row.read_aloud,
        birth_tries_left=max(0, BIRTH_TRIES - row.birth_tries),
        opened_at=row.opened_at,
        last_seen_at=row.last_seen_at,
        finished_at=row.finished_at,
    )
