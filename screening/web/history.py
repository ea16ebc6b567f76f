"""A patient's earlier visits, as far as they decide what is not asked again yet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import product
from uuid import UUID

from sqlalchemy.orm import Session

from screening.core.answers import Role
from screening.core.intervals import answered_in_full, is_too_soon
from screening.core.item import Item
from screening.core.packet import Entry, Packet
from screening.core.questionnaire import Questionnaire
from screening.core.turns import RATERS
from screening.core.visit import AnsweredBefore
from screening.core.visit_evaluation import EvaluatedVisit, evaluate_visit
from screening.store import encounters
from screening.store.answered import SentBefore, sent_before
from screening.web.records import load_visit
from screening.web.shelf import Shelf


class History:
    """Looks into earlier visits, each worked out once."""

    def __init__(self, session: Session, shelf: Shelf) -> None:
        self._session, self._shelf = session, shelf
        self._known: dict[UUID, EvaluatedVisit] = {}

    def resting(
        self,
        packet: Packet,
        questionnaires: Mapping[str, Questionnaire],
        *,
        encounter_id: UUID,
        started: datetime,
    ) -> dict[tuple[int, Role], AnsweredBefore]:
        """Entries of a visit that one rater answered too short a while ago, and when.

        started  of the visit, in its own zone
        returns  by place of the entry, from 0, and role
        """
        kept = {
            number: entry
            for number, entry in enumerate(packet.entries)
            if entry.not_within_days and entry.questionnaire in questionnaires
        }
        if not kept:
            return {}
        most = max(entry.not_within_days or 0 for entry in kept.values())
        names = {entry.questionnaire for entry in kept.values()}
        since = started - timedelta(days=most + 1)
        sent = sent_before(self._session, encounter_id, names, since=since)
        found: dict[tuple[int, Role], AnsweredBefore] = {}
        for (number, entry), role in product(kept.items(), RATERS):
            items = _items(entry, questionnaires[entry.questionnaire], role)
            before = self._answered(entry, role, items, sent, started)
            if before is not None:
                found[number, role] = before
        return found

    def _answered(
        self,
        entry: Entry,
        role: Role,
        items: tuple[Item, ...],
        sent: tuple[SentBefore, ...],
        started: datetime,
    ) -> AnsweredBefore | None:
        """When this rater last answered all of it; None when that is long enough ago."""
        for one in sent:
            day = one.sent_at.astimezone(started.tzinfo).date()
            if (one.questionnaire_id, one.role) != (entry.questionnaire, role):
                continue
            if is_too_soon(day, started.date(), entry.not_within_days or 0):
                then = self._evaluated(one.encounter_id).find(entry.questionnaire)
                if then is not None and answered_in_full(then, items):
                    return AnsweredBefore(day, one.visit_number)
        return None

    def _evaluated(self, encounter_id: UUID) -> EvaluatedVisit:
        if encounter_id not in self._known:
            visit = encounters.get(self._session, encounter_id)
            record = load_visit(self._session, visit, self._shelf)
            self._known[encounter_id] = evaluate_visit(record)
        return self._known[encounter_id]


def _items(entry: Entry, questionnaire: Questionnaire, role: Role) -> tuple[Item, ...]:
    return tuple(
        item
        for page in entry.brings(questionnaire)
        for item in page.items
        if questionnaire.rater(item) in (role, "either")
    )
