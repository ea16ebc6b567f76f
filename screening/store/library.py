"""Imported versions of questionnaires, translations, packets: pinned by their bytes, unchanged."""

import hashlib
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import cast
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from screening.quick_dataclass import dataclass
from screening.store.audit import Kind, newest_of, record
from screening.store.errors import NotThere, VersionConflict
from screening.store.models import (
    PacketVersion,
    QuestionnaireVersion,
    Retirement,
    TranslationVersion,
)

Row = QuestionnaireVersion | TranslationVersion | PacketVersion
Table = type[QuestionnaireVersion] | type[TranslationVersion] | type[PacketVersion]
WHAT: dict[Table, str] = {
    QuestionnaireVersion: "questionnaire",
    TranslationVersion: "translation",
    PacketVersion: "packet",
}


@dataclass(frozen=True, slots=True)
class Version:
    """One file as it was imported."""

    id: str  # of the questionnaire or packet; hair_check.es of a translation
    version: str
    sha256: str  # of the bytes, 64 hex digits
    data: bytes  # the YAML text
    imported_at: datetime
    made_by: UUID | None = None  # of a packet that was made on a page


def import_version(
    session: Session, id: str, version: str, data: bytes, *, now: datetime
) -> Version:
    """Take a questionnaire file in; the same bytes again change nothing.

    raises   VersionConflict when this id and version are known with other bytes
    """
    return _import(session, QuestionnaireVersion, id, version, data, now)


def import_packet(
    session: Session, id: str, version: str, data: bytes, *, now: datetime
) -> Version:
    """Take a packet file in, by the same rule."""
    return _import(session, PacketVersion, id, version, data, now)


def publish_packet(
    session: Session, id: str, version: str, data: bytes, *, by: UUID, now: datetime
) -> Version:
    """Keep a version of a packet that was made on a page; visits begun from now on have it.

    raises   VersionConflict when this id and version are known
    """
    if _find(session, PacketVersion, id, version) is not None:
        raise VersionConflict(id, version)
    return _import(session, PacketVersion, id, version, data, now, by=by)


def packet_history(session: Session, id: str) -> tuple[Version, ...]:
    """Every version of a packet, the newest first."""
    rows = select(PacketVersion).where(PacketVersion.item_id == id)
    return tuple(
        _value(row) for row in session.scalars(rows.order_by(PacketVersion.sequence.desc()))
    )


def import_translation(
    session: Session, id: str, version: str, data: bytes, *, for_version: str, now: datetime
) -> Version:
    """Take a translation or wording pack in, by the same rule.

    id            the name of its file, e.g. hair_check.es
    for_version   the version of the questionnaire that it tells
    """
    return _import(session, TranslationVersion, id, version, data, now, for_version=for_version)


def get(session: Session, sha256: str) -> Version:
    """The questionnaire version that a response is pinned to.

    raises   NotThere
    """
    return _get(session, QuestionnaireVersion, sha256)


def get_packet(session: Session, sha256: str) -> Version:
    """The packet version that an encounter is pinned to.

    raises   NotThere
    """
    return _get(session, PacketVersion, sha256)


def find(session: Session, id: str, version: str) -> Version | None:
    """A questionnaire by id and version; None when it was never imported."""
    row = _find(session, QuestionnaireVersion, id, version)
    return _value(row) if row else None


def find_packet(session: Session, id: str, version: str) -> Version | None:
    """A packet by id and version; None when it was never imported."""
    row = _find(session, PacketVersion, id, version)
    return _value(row) if row else None


def find_translation(session: Session, id: str, for_version: str) -> Version | None:
    """Of the translations of one version of a questionnaire the one imported last, if any."""
    rows = (
        select(TranslationVersion)
        .where(TranslationVersion.item_id == id, TranslationVersion.for_version == for_version)
        .order_by(TranslationVersion.sequence.desc())
        .limit(1)
    )
    row = session.scalar(rows)
    return _value(row) if row else None


def proven(session: Session) -> frozenset[str]:
    """SHA-256 of every questionnaire version: none is here whose worked cases did not hold."""
    return frozenset(session.scalars(select(QuestionnaireVersion.sha256)))


def current(session: Session) -> tuple[Version, ...]:
    """Of every questionnaire the version imported last, sorted by id, without the retired ones."""
    retired = frozenset(session.scalars(select(Retirement.sha256)))
    held = _current(session, QuestionnaireVersion)
    return tuple(version for version in held if version.sha256 not in retired)


def newest(session: Session, id: str) -> Version | None:
    """Of one questionnaire the version imported last, retired or not; None for an unknown one."""
    row = session.scalar(
        select(QuestionnaireVersion)
        .where(QuestionnaireVersion.item_id == id)
        .order_by(QuestionnaireVersion.sequence.desc())
        .limit(1)
    )
    return _value(row) if row else None


def current_translations(session: Session) -> tuple[Version, ...]:
    """Of every translation and wording pack the version imported last, sorted by id."""
    return _current(session, TranslationVersion)


def current_packets(session: Session) -> tuple[Version, ...]:
    """Of every packet the version imported last, sorted by id."""
    return _current(session, PacketVersion)


def head_at(session: Session, sha256s: Collection[str]) -> str:
    """Hash of the audit event by which the last of these versions came in; empty without one."""
    taken = [
        {"what": what, "item": row.item_id, "version": row.version, "sha256": row.sha256}
        for table, what in WHAT.items()
        for row in _held(session, table, sha256s)
    ]
    return newest_of(session, (Kind.VERSION_IMPORTED, Kind.VERSION_PUBLISHED), taken)


def _held(session: Session, table: Table, sha256s: Collection[str]) -> Iterable[Row]:
    return cast(Iterable[Row], session.scalars(select(table).where(table.sha256.in_(sha256s))))


def _import(
    session: Session,
    table: Table,
    id: str,
    version: str,
    data: bytes,
    now: datetime,
    by: UUID | None = None,
    **more: str,
) -> Version:
    sha256 = hashlib.sha256(data).hexdigest()
    known = _find(session, table, id, version)
    if known is not None:
        if known.sha256 != sha256:
            raise VersionConflict(id, version)
        return _value(known)
    last = session.scalar(select(func.max(table.sequence))) or 0
    row = table(
        sha256=sha256,
        item_id=id,
        version=version,
        data=data,
        sequence=last + 1,
        imported_at=now,
        **more,
    )
    if isinstance(row, PacketVersion):
        row.made_by = by
    session.add(row)
    session.flush()
    record(
        session,
        now,
        Kind.VERSION_IMPORTED if by is None else Kind.VERSION_PUBLISHED,
        by,
        what=WHAT[table],
        item=id,
        version=version,
        sha256=sha256,
    )
    return _value(row)


def _get(session: Session, table: Table, sha256: str) -> Version:
    row = cast(Row | None, session.get(table, sha256))
    if row is None:
        raise NotThere("version")
    return _value(row)


def _find(session: Session, table: Table, id: str, version: str) -> Row | None:
    same = select(table).where(table.item_id == id, table.version == version)
    return cast(Row | None, session.scalar(same))


def _current(session: Session, table: Table) -> tuple[Version, ...]:
    newest = select(func.max(table.sequence)).group_by(table.item_id)
    rows = session.scalars(select(table).where(table.sequence.in_(newest)).order_by(table.item_id))
    return tuple(_value(cast(Row, row)) for row in rows)


def _value(row: Row) -> Version:
    by = row.made_by if isinstance(row, PacketVersion) else None
    return Version(row.item_id, row.version, row.sha256, row.data, row.imported_at, by)
