"""Sittings: one patient's time at a tablet, from its first page to the hand-back.

How a sitting gets onto a tablet is told in kiosk_access, which state leads where in hand_over. A
function that answers None, or a state other than answering, may have counted a try: the caller
commits in every case.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from screening.quick_dataclass import dataclass
from screening.store import models
from screening.store.audit import Kind, record
from screening.store.errors import NotThere
from screening.store.hand_over import ON_A_TABLET, OVER, Event, SittingState, apply, pass_consent
from screening.store.patients import get as get_patient
from screening.store.sealing import keyed, keys_of

BIRTH_TRIES = 3
SEEN_STEP = timedelta(seconds=15)
LONGEST_IDLE = timedelta(minutes=5)  # until a tablet warns; a site may set less
TIME_TO_STAY = timedelta(seconds=60)


def idle_limit(warn_after: timedelta) -> timedelta:
    """How long nobody may touch a tablet before the server takes it for left alone.

    warn_after   when the tablet's own warning comes
    """
    # What was last seen may be a step old: nobody is locked out while the warning still counts.
    return warn_after + TIME_TO_STAY + SEEN_STEP


IDLE = idle_limit(LONGEST_IDLE)


@dataclass(frozen=True, slots=True)
class Sitting:
    """One patient's time at the tablet."""

    id: UUID
    encounter_id: UUID
    state: SittingState
    language: str
    read_aloud: bool  # staff read the questions to the patient
    tablet_id: UUID | None  # None on no tablet, or on a device that is not enrolled
    last_tablet_id: UUID | None  # the enrolled one that has it now or had it last
    held_since: datetime | None  # told to stop and tell the staff, who have not come yet
    birth_tries_left: int  # 0 to 3
    opened_at: datetime
    last_seen_at: datetime
    confirmed_at: datetime | None  # birth date, on the tablet that has it now or had it last
    finished_at: datetime | None


def by_token(
    session: Session, token: str, *, now: datetime, idle: timedelta = IDLE
) -> Sitting | None:
    """The sitting of a kiosk cookie; None when it ended, or was left idle and is paused by this."""
    row = session.scalar(
        select(models.Sitting).where(models.Sitting.token_hash == token_hash(session, token))
    )
    if row is None:
        return None
    if now - row.last_seen_at >= idle:
        pause(session, row.id, now=now)
        return None
    if now - row.last_seen_at >= SEEN_STEP:
        row.last_seen_at = now
        session.flush()
    return value_of(row)


def confirm_birth(
    session: Session,
    sitting_id: UUID,
    *,
    day: int,
    month: int,
    now: datetime,
    consent_asked: bool = False,
) -> Sitting:
    """Compare birth day and month; the state tells the outcome.

    consent_asked   whether the site asks for consent: then that state comes next
    raises          NotThere, OutOfTurn
    """
    row = row_of(session, sitting_id)
    encounter = session.get_one(models.Encounter, row.encounter_id)
    born = get_patient(session, encounter.patient_id).identity.born
    right = (born.day, born.month) == (day, month)
    if right:
        apply(row, Event.BIRTH_RIGHT)
        row.confirmed_at = now
        if not consent_asked:
            pass_consent(row)
    else:
        row.birth_tries += 1
        spent = row.birth_tries >= BIRTH_TRIES
        apply(row, Event.TRIES_SPENT if spent else Event.BIRTH_WRONG)
    session.flush()
    kind = Kind.BIRTH_CONFIRMED if right else Kind.BIRTH_REFUSED
    record(session, now, kind, None, sitting=row.id)
    return value_of(row)


def choose_language(
    session: Session, sitting_id: UUID, language: str, *, by: UUID | None = None, now: datetime
) -> Sitting:
    """Go on in another language; the audit trail keeps when.

    by       who at the desk; None: the patient
    raises   NotThere
    """
    row = row_of(session, sitting_id)
    if row.language != language:
        row.language = language
        session.flush()
        record(session, now, Kind.LANGUAGE_CHOSEN, by, sitting=row.id, language=language)
    return value_of(row)


def note_answer(session: Session, sitting_id: UUID, *, all_answered: bool) -> Sitting:
    """An answer was kept: on to the review when no question is open, else back to answering.

    raises   NotThere, OutOfTurn
    """
    row = row_of(session, sitting_id)
    apply(row, Event.ALL_ANSWERED if all_answered else Event.ANSWER_KEPT)
    session.flush()
    return value_of(row)


def pause(session: Session, sitting_id: UUID, *, by: UUID | None = None, now: datetime) -> Sitting:
    """Cut the tablet off and keep the draft; it goes on elsewhere with a new code.

    What is on no tablet stays as it is.

    by       account; None: nobody touched the tablet
    raises   NotThere
    """
    row = row_of(session, sitting_id)
    if SittingState(row.state) in ON_A_TABLET:
        apply(row, Event.PUT_DOWN)
        session.flush()
        record(session, now, Kind.SITTING_PAUSED, by, sitting=row.id)
    return value_of(row)


def finish(session: Session, sitting_id: UUID, *, now: datetime) -> Sitting:
    """The patient handed the tablet back: its token opens nothing from now on.

    raises   NotThere, OutOfTurn
    """
    row = row_of(session, sitting_id)
    if row.state != SittingState.HANDED_BACK:
        apply(row, Event.SENT)
        row.finished_at = now
        session.flush()
        record(session, now, Kind.SITTING_FINISHED, None, sitting=row.id)
    return value_of(row)


def end_all(session: Session, encounter_id: UUID) -> None:
    """The visit is over: its codes and tablets stop working."""
    rows = session.scalars(
        select(models.Sitting).where(models.Sitting.encounter_id == encounter_id)
    )
    for row in rows:
        if SittingState(row.state) not in OVER:
            apply(row, Event.VISIT_OVER)
    session.flush()


def for_encounter(session: Session, encounter_id: UUID) -> tuple[Sitting, ...]:
    """All sittings of one visit, the oldest first."""
    rows = session.scalars(
        select(models.Sitting)
        .where(models.Sitting.encounter_id == encounter_id)
        .order_by(models.Sitting.opened_at, models.Sitting.id)
    )
    return tuple(value_of(row) for row in rows)


def row_of(session: Session, sitting_id: UUID) -> models.Sitting:
    """The row, for the modules of the store.

    raises   NotThere
    """
    row = session.get(models.Sitting, sitting_id)
    if row is None:
        raise NotThere("sitting")
    return row


def token_hash(session: Session, token: str) -> str:
    """What a kiosk token is known by."""
    return keyed(keys_of(session).tokens, "kiosk", token)


def value_of(row: models.Sitting) -> Sitting:
    """The row as the value that may leave the store."""
    return Sitting(
        id=row.id,
        encounter_id=row.encounter_id,
        state=SittingState(row.state),
        language=row.language,
        read_aloud=row.read_aloud,
        tablet_id=row.tablet_id,
        last_tablet_id=row.last_tablet_id,
        held_since=row.held_since,
        birth_tries_left=max(0, BIRTH_TRIES - row.birth_tries),
        opened_at=row.opened_at,
        last_seen_at=row.last_seen_at,
        confirmed_at=row.confirmed_at,
        finished_at=row.finished_at,
    )
