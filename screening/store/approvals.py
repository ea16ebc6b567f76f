"""Approvals: a named clinician stands for points, bands and findings of exactly these bytes.

An approval is bound to the SHA-256 of a text and to that of the version in use that it was held
against. Where either is another, there is none: nobody has to take it back.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from screening.store import models
from screening.store.audit import Kind, record


@dataclass(frozen=True, slots=True)
class Approval:
    """Who has approved a text, and when."""

    sha256: str  # of the text's bytes, 64 hex digits
    against: str | None  # SHA-256 of the version in use at that time; None: there was none
    by: UUID
    name: str  # the clinician's, in full
    at: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """Who has handed a draft's text to the clinicians, and when."""

    draft_id: UUID
    sha256: str  # of the text's bytes; another text is not what was asked for
    by: UUID
    name: str
    at: datetime


def ask(session: Session, draft_id: UUID, sha256: str, *, by: UUID, now: datetime) -> None:
    """Hand a draft's text to the clinicians. Twice changes nothing."""
    if session.get(models.ApprovalRequest, (draft_id, sha256)) is not None:
        return
    session.add(models.ApprovalRequest(draft_id=draft_id, sha256=sha256, asked_by=by, asked_at=now))
    session.flush()
    record(session, now, Kind.APPROVAL_ASKED, by, draft=draft_id, sha256=sha256)


def asked(session: Session) -> tuple[Asked, ...]:
    """Everything that was asked for in drafts that are open, the oldest first."""
    rows = session.execute(
        select(models.ApprovalRequest, models.Account.full_name)
        .join(models.Account, models.Account.id == models.ApprovalRequest.asked_by)
        .join(models.DefinitionDraft, models.DefinitionDraft.id == models.ApprovalRequest.draft_id)
        .where(models.DefinitionDraft.closed_at.is_(None))
        .order_by(models.ApprovalRequest.asked_at, models.ApprovalRequest.draft_id)
    )
    return tuple(
        Asked(row.draft_id, row.sha256, row.asked_by, name, row.asked_at) for row, name in rows
    )


def approve(
    session: Session,
    item_id: str,
    sha256: str,
    *,
    against: str | None,
    by: UUID,
    now: datetime,
) -> Approval:
    """Approve a text held against the version in use; where that was done, it stands as it is."""
    known = find(session, sha256, against=against)
    if known is not None:
        return known
    row = models.Approval(
        id=uuid4(), item_id=item_id, sha256=sha256, against=against, approved_by=by,
        approved_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    record(session, now, Kind.DEFINITION_APPROVED, by, item=item_id, sha256=sha256)
    return Approval(sha256, against, by, session.get_one(models.Account, by).full_name, now)


def find(session: Session, sha256: str, *, against: str | None) -> Approval | None:
    """The approval of a text beside the version that is in use; None where there is none."""
    return next((one for one in _of(session, [sha256]) if one.against == against), None)


def of_versions(session: Session, sha256s: Collection[str]) -> dict[str, Approval]:
    """The first approval of each version, by SHA-256; those that nobody approved are left out."""
    found: dict[str, Approval] = {}
    for one in _of(session, sha256s):
        found.setdefault(one.sha256, one)
    return found


def _of(session: Session, sha256s: Collection[str]) -> tuple[Approval, ...]:
    """The approvals of these texts, the oldest first."""
    rows = session.execute(
        select(models.Approval, models.Account.full_name)
        .join(models.Account, models.Account.id == models.Approval.approved_by)
        .where(models.Approval.sha256.in_(sha256s))
        .order_by(models.Approval.approved_at, models.Approval.id)
    )
    return tuple(
        Approval(row.sha256, row.against, row.approved_by, name, row.approved_at)
        for row, name in rows
    )
