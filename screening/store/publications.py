"""The history of a definition: its versions, who put each into use, who took it out."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from screening.quick_dataclass import dataclass
from screening.store import models


@dataclass(frozen=True, slots=True)
class Published:
    """One version with its history; names in full, empty where nobody is on the record."""

    version: str
    sha256: str
    imported_at: datetime
    published_by: str  # empty: from the folder at start, or by command
    retired_by: str
    retired_at: datetime | None


def note(session: Session, sha256: str, draft_id: UUID, *, by: UUID, now: datetime) -> None:
    """Write down who put the version of a draft into use."""
    row = models.Publication(sha256=sha256, draft_id=draft_id, published_by=by, published_at=now)
    session.add(row)
    session.flush()


def history(session: Session, item_id: str) -> tuple[Published, ...]:
    """Every version of one questionnaire, the newest first."""
    table, publisher, retirer = (
        models.QuestionnaireVersion,
        aliased(models.Account),
        aliased(models.Account),
    )
    rows = session.execute(
        select(
            table.version,
            table.sha256,
            table.imported_at,
            publisher.full_name,
            retirer.full_name,
            models.Retirement.retired_at,
        )
        .outerjoin(models.Publication, models.Publication.sha256 == table.sha256)
        .outerjoin(publisher, publisher.id == models.Publication.published_by)
        .outerjoin(models.Retirement, models.Retirement.sha256 == table.sha256)
        .outerjoin(retirer, retirer.id == models.Retirement.retired_by)
        .where(table.item_id == item_id)
        .order_by(table.sequence.desc())
    )
    return tuple(
        Published(version, sha256, at, by or "", taken_by or "", taken_at)
        for version, sha256, at, by, taken_by, taken_at in rows
    )
