"""Heads of the audit trail that leave the machine, and whether the chain still holds them.

A cut tail, a backup put back and a chain written anew with the right key all look whole from
inside. They show against a line that was kept elsewhere, or against the digits at a PDF's foot.
"""

import hmac
import re
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from screening.quick_dataclass import dataclass
from screening.store.audit_chain import is_number, newest_number
from screening.store.audit_link import BEFORE_THE_FIRST, sign
from screening.store.models import AuditEvent

NAME = "screening-audit-head"
RECIPE = "1"
DIGITS_AT_LEAST = 12  # of a hash, as at the foot of a PDF
TIME = "%Y-%m-%dT%H:%M:%SZ"
LINE = re.compile(
    rf"{NAME} (?P<recipe>\d{{1,3}}) [0-9TZ:-]{{20}} (?P<number>\d{{1,15}}) (?P<hash>[0-9a-f]{{64}})"
    r" (?P<signature>[0-9a-f]{64})",
    re.ASCII,
)
DIGITS = re.compile(rf"[0-9a-f]{{{DIGITS_AT_LEAST},64}}", re.ASCII)

NOT_A_LINE = "This is neither a kept line nor the audit head of a PDF (12 digits from 0 to f)."
NOT_SIGNED = "This line was not made with this installation’s key, or it was changed since."
LATER_RECIPE = "This line was made by a later release of this product."


@dataclass(frozen=True, slots=True)
class Compared:
    """What a kept line or head says of the chain."""

    fits: bool
    words: str  # a sentence: where it fits, or what is wrong with which events
    number: int | None = None  # of the event that it names; None where that cannot be told


def kept_line(session: Session, *, now: datetime) -> str:
    """One line of ASCII: name, recipe, time, number and hash of the newest event, signature."""
    events = select(AuditEvent.number, AuditEvent.hash).where(is_number(session))
    row = session.execute(events.order_by(AuditEvent.number.desc()).limit(1)).one_or_none()
    number, event_hash = (row.number, row.hash) if row else (0, BEFORE_THE_FIRST)
    content = f"{NAME} {RECIPE} {now.astimezone(UTC).strftime(TIME)} {number} {event_hash}"
    return f"{content} {sign(session, content)}"


def compare(session: Session, kept: str) -> Compared:
    """Set the chain against a kept line, or against the digits of a head."""
    text = " ".join(kept.split())
    if DIGITS.fullmatch(text.lower()):
        return _compare_digits(session, text.lower())
    found = LINE.fullmatch(text)
    if found is None:
        return Compared(False, NOT_A_LINE)
    if found["recipe"] != RECIPE:
        return Compared(False, LATER_RECIPE)
    if not hmac.compare_digest(found["signature"], sign(session, text.rpartition(" ")[0])):
        return Compared(False, NOT_SIGNED)
    return _compare_event(session, int(found["number"]), found["hash"])


def _compare_event(session: Session, number: int, event_hash: str) -> Compared:
    if number == 0:
        return Compared(True, "The line was made before the first event.", 0)
    newest = newest_number(session)
    if number > newest:
        words = f"Events {newest + 1} to {number} are missing: the end of the trail was cut off."
        return Compared(False, words, newest + 1)
    held = session.scalar(select(AuditEvent.hash).where(AuditEvent.number == number))
    if held != event_hash:
        words = f"Event {number} is another one than when the line was made, or one before it is."
        return Compared(False, words, number)
    return Compared(
        True, f"The trail holds event {number} as it was when the line was made.", number
    )


def _compare_digits(session: Session, digits: str) -> Compared:
    # A range, so that the index is used; "g" comes after every digit.
    found = session.scalar(
        select(AuditEvent.number)
        .where(AuditEvent.hash >= digits, AuditEvent.hash < f"{digits}g")
        .order_by(AuditEvent.number)
    )
    if found is None:
        words = "No event of the trail has this head: it was cut off or changed, or never was here."
        return Compared(False, words)
    return Compared(True, f"This is the head of event {found}, and the trail holds it.", found)
