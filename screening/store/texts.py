"""Versions of clinic texts and leaflets: taken from the folder or made on a page, never changed.

The version taken last is in use. The folder brings a new one when its file differs from what it
brought last; until then one that was made on a page stays in use.
"""

import hashlib
from dataclasses import field
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from screening.quick_dataclass import dataclass
from screening.store.audit import Kind, newest_of, record
from screening.store.errors import VersionConflict
from screening.store.models import TextVersion

TextKind = Literal["clinic", "site", "leaflet"]


@dataclass(frozen=True, slots=True)
class Text:
    """One version of one text in one language."""

    number: int  # order of taking, over all texts
    kind: str  # clinic, site (what one site says in place of the clinic's) or leaflet
    id: str  # clinic.en, clinic.en.<site>, withdrawal_and_hair.es
    version: str
    part: str  # what was edited; empty where all of it may be new
    sha256: str  # of the bytes, 64 hex digits
    data: bytes = field(repr=False)  # the YAML text
    imported_at: datetime
    made_by: UUID | None  # None: taken from the folder


def site_key(id: str, site_id: UUID) -> str:
    """The id under which a site keeps what it says in place of a text of the installation."""
    return f"{id}.{site_id.hex}"


def site_of(key: str) -> tuple[str, UUID]:
    """The text of the installation, and the site that says something in its place."""
    id, _, site = key.rpartition(".")
    return id, UUID(site)


def newest_number(session: Session) -> int:
    """The number of the version taken last, 0 before the first: cheap, for whoever keeps texts."""
    return session.scalar(select(func.max(TextVersion.sequence))) or 0


def current(session: Session) -> tuple[Text, ...]:
    """Of every text the version in use, sorted by id."""
    newest = select(func.max(TextVersion.sequence)).group_by(TextVersion.item_id)
    rows = select(TextVersion).where(TextVersion.sequence.in_(newest))
    return tuple(_value(row) for row in session.scalars(rows.order_by(TextVersion.item_id)))


def history(session: Session, id: str) -> tuple[Text, ...]:
    """Every version of a text, the newest first."""
    rows = select(TextVersion).where(TextVersion.item_id == id)
    return tuple(_value(row) for row in session.scalars(rows.order_by(TextVersion.sequence.desc())))


def head_at(session: Session, id: str) -> str:
    """Hash of the audit event by which the version in use came in; empty without one."""
    newest = next(iter(history(session, id)), None)
    if newest is None:
        return ""
    return newest_of(session, (Kind.VERSION_IMPORTED, Kind.VERSION_PUBLISHED), [_told(newest)])


def import_text(
    session: Session, kind: TextKind, id: str, version: str, data: bytes, *, now: datetime
) -> None:
    """Take a file of the folder in, unless it is what the folder brought last.

    version   the file's own; empty where it has none and is counted here
    raises    VersionConflict when this id and version are known with other bytes
    """
    known = history(session, id)
    sha256 = hashlib.sha256(data).hexdigest()
    if version:
        same = [one for one in known if one.version == version]
        if same and same[0].sha256 != sha256:
            raise VersionConflict(id, version)
        if same:
            return
    brought = [one for one in known if one.made_by is None]
    if not brought or brought[0].sha256 != sha256:
        _add(session, kind, id, version or str(len(known) + 1), "", data, None, now)


def import_shipped(
    session: Session, kind: TextKind, id: str, data: bytes, *, now: datetime
) -> None:
    """Take in what stands in for a file that the folder does not have, while nobody wrote here."""
    if all(one.made_by is None for one in history(session, id)):
        import_text(session, kind, id, "", data, now=now)


def publish(
    session: Session,
    kind: TextKind,
    id: str,
    version: str,
    data: bytes,
    *,
    part: str,
    by: UUID,
    now: datetime,
) -> Text:
    """Keep a version that was made on a page; it is in use from the commit on.

    version   the text's own; empty where it has none and is counted here
    raises    VersionConflict when this id and version are known
    """
    known = history(session, id)
    if any(one.version == version for one in known):
        raise VersionConflict(id, version)
    return _add(session, kind, id, version or str(len(known) + 1), part, data, by, now)


def _add(
    session: Session,
    kind: TextKind,
    id: str,
    version: str,
    part: str,
    data: bytes,
    by: UUID | None,
    now: datetime,
) -> Text:
    row = TextVersion(
        sequence=newest_number(session) + 1,
        kind=kind,
        item_id=id,
        version=version,
        part=part,
        sha256=hashlib.sha256(data).hexdigest(),
        data=data,
        imported_at=now,
        made_by=by,
    )
    session.add(row)
    session.flush()
    what = Kind.VERSION_IMPORTED if by is None else Kind.VERSION_PUBLISHED
    found = _value(row)
    record(session, now, what, by, **_told(found))
    return found


def _told(text: Text) -> dict[str, str]:
    """What the audit trail says of a version.

    A leaflet's id and language may be two letters longer than an id of the trail; the hash tells.
    """
    return {
        "what": text.kind, "item": text.id[:64], "version": text.version, "sha256": text.sha256,
    }  # fmt: skip


def _value(row: TextVersion) -> Text:
    return Text(
        row.sequence,
        row.kind,
        row.item_id,
        row.version,
        row.part,
        row.sha256,
        row.data,
        row.imported_at,
        row.made_by,
    )
