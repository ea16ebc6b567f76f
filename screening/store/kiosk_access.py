"""How a sitting gets onto a tablet: by a one-use code, or handed over on this very one.

Codes and tokens come from screening.security.kiosk_tokens; only keyed hashes of them are kept.
"""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from screening.store import attempts, models
from screening.store.audit import Kind, record
from screening.store.encounters import EncounterState
from screening.store.errors import EncounterEnded, NotThere
from screening.store.hand_over import OVER, Event, SittingState, apply
from screening.store.sealing import keyed, keys_of
from screening.store.sittings import Sitting, pause, row_of, token_hash, value_of

CODE_LIFE = timedelta(hours=24)  # or the visit's end, whichever comes first


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
    return value_of(row)


def new_code(
    session: Session,
    sitting_id: UUID,
    *,
    code: str,
    read_aloud: bool = False,
    by: UUID,
    now: datetime,
) -> Sitting:
    """Another code for a paused, locked or lost sitting; the tablet that had it is cut off.

    raises   NotThere (a finished one as well), EncounterEnded
    """
    row = row_of(session, sitting_id)
    _open_encounter(session, row.encounter_id)
    if SittingState(row.state) in OVER:
        raise NotThere("sitting")
    row.birth_tries, row.last_seen_at = 0, now
    row.read_aloud = _read_aloud(row, read_aloud)
    _give_code(session, row, code, now)
    session.flush()
    record(session, now, Kind.CODE_MADE, by, sitting=row.id)
    return value_of(row)


def hand_over(
    session: Session,
    encounter_id: UUID,
    *,
    token: str,
    tablet_id: UUID | None = None,
    old_token: str = "",
    language: str,
    read_aloud: bool = False,
    by: UUID,
    now: datetime,
) -> Sitting:
    """The visit's sitting on this very tablet, without a code; the caller has signed staff out.

    One that is not over goes on here, and is cut off wherever it was. Whatever else was on this
    tablet is paused by it.

    token       256 fresh random bits (screening.security.kiosk_tokens.new_token)
    tablet_id   enrolled; the web asks for a name before it hands an unknown device over
    old_token   what this browser had until now
    raises      NotThere, EncounterEnded
    """
    row = _going_on(session, encounter_id) or _new(session, encounter_id, language, read_aloud, now)
    _open_encounter(session, encounter_id)
    row.read_aloud = _read_aloud(row, read_aloud)
    apply(row, Event.HANDED_OVER)
    session.add(row)
    _bind(session, row, token, tablet_id)
    row.birth_tries, row.last_seen_at = 0, now
    session.flush()
    _clear_tablet(session, row, old_token, by, now)
    record(session, now, Kind.HANDED_OVER, by, sitting=row.id)
    return value_of(row)


def redeem(
    session: Session,
    code: str,
    *,
    token: str,
    tablet: str,
    tablet_id: UUID | None = None,
    old_token: str = "",
    now: datetime,
) -> Sitting | None:
    """Open the sitting of a code and bind it to the token; None when that cannot be.

    Wrong, used, expired and locked out are the same None. The caller commits in every case, because
    the try was counted. Whatever else was on this tablet is paused by a code that opens.

    code        normalised
    tablet      what tries are counted by: the enrolled device, else the address
    tablet_id   where it is an enrolled one
    old_token   what this browser had until now
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
    apply(row, Event.CODE_TYPED)
    _bind(session, row, token, tablet_id)
    row.last_seen_at = now
    session.flush()
    _clear_tablet(session, row, old_token, None, now)
    attempts.succeeded(session, attempts.CODE_AT_TABLET, at, now=now)
    record(session, now, Kind.CODE_USED, None, sitting=row.id)
    return value_of(row)


def _bind(session: Session, row: models.Sitting, token: str, tablet_id: UUID | None) -> None:
    row.token_hash = token_hash(session, token)
    row.tablet_id = row.last_tablet_id = tablet_id


def _clear_tablet(
    session: Session, row: models.Sitting, old_token: str, by: UUID | None, now: datetime
) -> None:
    """One tablet holds one sitting: the others on it, or behind its old cookie, are paused.

    Else a call would name a tablet that is in somebody else's hands.
    """
    theirs = [models.Sitting.token_hash == token_hash(session, old_token)]
    if row.tablet_id is not None:
        theirs.append(models.Sitting.tablet_id == row.tablet_id)
    others = session.scalars(
        select(models.Sitting.id).where(or_(*theirs), models.Sitting.id != row.id)
    )
    for other_id in others.all():
        pause(session, other_id, by=by, now=now)


def _new(
    session: Session, encounter_id: UUID, language: str, read_aloud: bool, now: datetime
) -> models.Sitting:
    _open_encounter(session, encounter_id)
    return models.Sitting(
        id=uuid4(),
        encounter_id=encounter_id,
        state=SittingState.LOCKED,
        birth_tries=0,
        language=language,
        read_aloud=read_aloud,
        opened_at=now,
        last_seen_at=now,
    )


def _going_on(session: Session, encounter_id: UUID) -> models.Sitting | None:
    """The visit's newest sitting unless that is over."""
    row = session.scalar(
        select(models.Sitting)
        .where(models.Sitting.encounter_id == encounter_id)
        .order_by(models.Sitting.opened_at.desc(), models.Sitting.id.desc())
        .limit(1)
    )
    return row if row is not None and SittingState(row.state) not in OVER else None


def _read_aloud(row: models.Sitting, wanted: bool) -> bool:
    """What was read aloud in part stays marked, wherever the sitting goes on."""
    begun = row.state in (SittingState.ANSWERING, SittingState.REVIEW, SittingState.PAUSED)
    return wanted or (begun and row.read_aloud)


def _open_encounter(session: Session, encounter_id: UUID) -> None:
    row = session.get(models.Encounter, encounter_id)
    if row is None:
        raise NotThere("visit")
    if row.state != EncounterState.OPEN:
        raise EncounterEnded


def _give_code(session: Session, row: models.Sitting, code: str, now: datetime) -> None:
    apply(row, Event.CODE_MADE)
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
