"""The audit trail: who did what, when, to which ids. Written in the transaction of the act itself.

Numbers have no gap and each event holds the hash of the one before, so nothing inside the chain can
be changed, moved or taken out unseen. A cut tail shows only against a head that left the machine.
"""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from screening.store.audit_chain import Fault, head, verify
from screening.store.audit_kinds import CARRIES, Kind
from screening.store.audit_link import BEFORE_THE_FIRST, about_of, hash_of, sign
from screening.store.models import AuditEvent

__all__ = [
    "BEFORE_THE_FIRST", "Fault", "Kind", "head", "newest_of", "record",
    "record_read", "record_reads", "sign", "verify",
]  # fmt: skip

# Ids, versions and numbers fit; a name with a space, an answer in words or a date of birth do not.
PLAIN_ID = re.compile(r"(?!\d{4}-\d{2}-\d{2}$)[A-Za-z0-9_.+-]{1,64}", re.ASCII)

Id = UUID | int | str


def record(session: Session, now: datetime, kind: Kind, account_id: UUID | None, **ids: Id) -> str:
    """Append one event; returns its hash, the new head.

    Numbers have no gap because a writing session is the only writer (screening.store.db).

    account_id   who acted; None for the patient and for the app itself
    ids          exactly the keys that the kind declares
    raises       ValueError for other keys, or for a value that is not an id
    """
    return _append(session, now, kind, account_id, [_canonical_ids(kind, ids)])


def record_read(
    session: Session, now: datetime, kind: Kind, account_id: UUID, *, sign_in: UUID, **ids: Id
) -> None:
    """Record a look by staff, once per sign-in and record, however often the page is loaded."""
    carried = _canonical_ids(kind, {**ids, "sign_in": sign_in})
    known = session.scalar(
        select(AuditEvent.number).where(
            AuditEvent.account_id == account_id,
            AuditEvent.kind == kind.value,
            AuditEvent.ids == carried,
        )
    )
    if known is None:
        record(session, now, kind, account_id, sign_in=sign_in, **ids)


def record_reads(
    session: Session,
    now: datetime,
    kind: Kind,
    account_id: UUID,
    *,
    sign_in: UUID,
    key: str,
    ids: Iterable[UUID],
) -> None:
    """The same for many records at once, in as many statements as for one.

    key   which of the kind's keys the ids stand for, e.g. "patient"
    """
    wanted = [_canonical_ids(kind, {key: one, "sign_in": sign_in}) for one in dict.fromkeys(ids)]
    known = set(
        session.scalars(
            select(AuditEvent.ids)
            .where(AuditEvent.account_id == account_id, AuditEvent.kind == kind.value)
            .where(AuditEvent.ids.in_(wanted))
        )
    )
    fresh = [carried for carried in wanted if carried not in known]
    if fresh:
        _append(session, now, kind, account_id, fresh)


def newest_of(session: Session, kinds: Iterable[Kind], ids: Iterable[Mapping[str, Id]]) -> str:
    """Hash of the newest event of these kinds that carries one of these ids; empty without one."""
    found = session.scalar(
        select(AuditEvent.hash)
        .where(AuditEvent.kind.in_([kind.value for kind in kinds]))
        .where(AuditEvent.ids.in_([_plain_ids(one) for one in ids]))
        .order_by(AuditEvent.number.desc())
        .limit(1)
    )
    return found or ""


def _append(
    session: Session, now: datetime, kind: Kind, account_id: UUID | None, carried: Iterable[str]
) -> str:
    """Events of one kind, one after the other; the hash of the last one."""
    last = session.execute(
        select(AuditEvent.number, AuditEvent.hash).order_by(AuditEvent.number.desc()).limit(1)
    ).one_or_none()
    number, previous = (last.number, last.hash) if last else (0, BEFORE_THE_FIRST)
    for ids in carried:
        number += 1
        event = AuditEvent(
            number=number,
            at=now.astimezone(UTC),
            kind=kind.value,
            account_id=account_id,
            ids=ids,
            about=about_of(json.loads(ids)),
            previous_hash=previous,
        )
        event.hash = previous = hash_of(number, now, kind.value, account_id, ids, previous)
        event.signature = sign(session, event.hash)
        session.add(event)
    session.flush()
    return previous


def _canonical_ids(kind: Kind, ids: dict[str, Id]) -> str:
    if set(ids) != CARRIES[kind]:
        raise ValueError(f"{kind} carries exactly {sorted(CARRIES[kind])}.")
    for key, value in ids.items():
        if not isinstance(value, int) and not PLAIN_ID.fullmatch(str(value)):
            raise ValueError(f"{kind} was given a {key} that is not an id.")
    return _plain_ids(ids)


def _plain_ids(ids: Mapping[str, Id]) -> str:
    plain = {key: str(value) if isinstance(value, UUID) else value for key, value in ids.items()}
    return json.dumps(plain, sort_keys=True, separators=(",", ":"))
