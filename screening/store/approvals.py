"""Approvals: a named clinician stands for points, bands and findings of exactly these bytes.

An approval is bound to the SHA-256 of a text and to that of the version in use that it was held
against. Where either is another, there is none: nobody has to take it back.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from screening.quick_dataclass import dataclass
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


def ask(
    session: Session, draft_id: UUID, number: int, sha256: str, *, by: UUID, now: datetime
) -> None:
    """Hand a draft's text to the clinicians. Twice changes nothing.

    number   of the text
    """
    if session.get(models.ApprovalRequest, (draft_id, number)) is not None:
        return
    row = models.ApprovalRequest(
        draft_id=draft_id, number=number, sha256=sha256, asked_by=by, asked_at=now
    )
    session.add(row)
    session.flush()
    record(session, now, Kind.APPROVAL_ASKED, by, draft=draft_id, sha256=sha256)


def asked(session: Session) -> tuple[Asked, ...]:
    """What was asked for of texts that are the newest of an open draft, the oldest first."""
    rows = session.execute(
        select(models.ApprovalRequest, models.Account.full_name)
        .join(models.Account, models.Account.id == models.ApprovalRequest.asked_by)
        .join(models.DefinitionDraft, models.DefinitionDraft.id == models.ApprovalRequest.draft_id)
        .where(_still_asked())
        .order_by(models.ApprovalRequest.asked_at, models.ApprovalRequest.draft_id)
    )
    return tuple(
        Asked(row.draft_id, row.sha256, row.asked_by, name, row.asked_at) for row, name in rows
    )


def anything_awaits(session: Session) -> bool:
    """Whether a clinician is asked for, or a version in use was approved by nobody yet."""
    request, draft = models.ApprovalRequest, models.DefinitionDraft
    before = (
        select(models.QuestionnaireVersion.sha256)
        .where(models.QuestionnaireVersion.item_id == draft.item_id)
        .order_by(models.QuestionnaireVersion.sequence.desc())
        .limit(1)
        .scalar_subquery()
    )
    approved = (
        select(models.Approval.id)
        .where(models.Approval.sha256 == request.sha256)
        .where(models.Approval.against.is_not_distinct_from(before))
    )
    asked_for = (
        select(request.number)
        .join(draft, draft.id == request.draft_id)
        .where(_still_asked(), ~approved.exists())
    )
    return bool(session.scalar(select(or_(_unapproved().exists(), asked_for.exists()))))


def unapproved(session: Session) -> frozenset[str]:
    """SHA-256 of the versions in use that no clinician has approved here."""
    return frozenset(session.scalars(_unapproved()))


def _still_asked() -> ColumnElement[bool]:
    """Whether a request is for the newest text of an open draft, which is joined to it."""
    request, text = models.ApprovalRequest, models.DefinitionText
    newest = select(func.max(text.number)).where(text.draft_id == request.draft_id)
    return and_(
        request.number == newest.scalar_subquery(), models.DefinitionDraft.closed_at.is_(None)
    )


def _unapproved() -> Select[str]:
    version, later = models.QuestionnaireVersion, aliased(models.QuestionnaireVersion)
    overtaken = select(later.sha256).where(
        later.item_id == version.item_id, later.sequence > version.sequence
    )
    retired = select(models.Retirement.sha256).where(models.Retirement.sha256 == version.sha256)
    approved = select(models.Approval.id).where(models.Approval.sha256 == version.sha256)
    return select(version.sha256).where(~overtaken.exists(), ~retired.exists(), ~approved.exists())


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
