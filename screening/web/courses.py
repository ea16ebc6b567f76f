"""The way through a visit's packet, worked out from what was answered in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from screening.core.answers import Answer, Missing
from screening.core.moments import moment_of
from screening.core.questionnaire import Questionnaire
from screening.core.visit import FilledIn
from screening.store.encounters import Encounter
from screening.web.course import Course
from screening.web.history import History
from screening.web.shelf import Shelf


def course_of(
    session: Session,
    encounter: Encounter,
    shelf: Shelf,
    current: Mapping[str, Questionnaire],
    responses: Iterable[FilledIn],
    history: History,
    *,
    grids: bool = False,
) -> Course:
    """The visit's packet with these responses, in the versions they were answered in.

    current  of every questionnaire the version that was in use when the visit began, by id
    grids    as the patient meets them on a tablet
    """
    given: dict[str, dict[str, Answer | Missing]] = {}
    questionnaires = dict(current)
    for filled in responses:
        given.setdefault(filled.questionnaire.id, {}).update(filled.own_answers())
        questionnaires[filled.questionnaire.id] = filled.questionnaire
    packet = shelf.packet(session, encounter.packet_sha256)
    wanted = {entry.questionnaire for entry in packet.entries}
    held = {name: q for name, q in questionnaires.items() if name in wanted}
    started = encounter.started_at.astimezone(ZoneInfo(encounter.time_zone))
    resting = history.resting(packet, held, encounter_id=encounter.id, started=started)
    return Course(packet, held, given, moment_of(started), resting, grids=grids)
