"""One response filled in, sent and amended, each act in a transaction of its own."""

from uuid import UUID

from sqlalchemy import func, select

from screening.store import models, responses, revisions
from screening.store.db import Database
from screening.store.revisions import Revision
from tests.store.builders import NOW, Clinic, later

ANSWERS = {"pulse": "104", "restless": "often", "products": [{"form": "powder"}], "x": None}


def save(
    database: Database, response_id: UUID, document: dict[str, object], shown: int, key: str
) -> int:
    with database.write() as session:
        return responses.save_answers(
            session, response_id, document, shown_save_number=shown, form_key=key, now=NOW
        ).save_number


def send(database: Database, response_id: UUID, shown: int, key: str) -> Revision:
    with database.write() as session:
        return responses.send(
            session, response_id, shown_save_number=shown, form_key=key, now=later(60)
        )


def amend(
    database: Database, clinic: Clinic, document: dict[str, object], shown: int, key: str
) -> Revision:
    with database.write() as session:
        return revisions.amend(
            session,
            clinic.response.id,
            document,
            reason="Typed for the wrong day",
            shown_revision=shown,
            form_key=key,
            by=clinic.ada.id,
            now=later(120),
        )


def draft(database: Database, response_id: UUID) -> tuple[int, object]:
    with database.read() as session:
        stored = responses.load_draft(session, response_id)
    assert stored is not None
    return stored.save_number, stored.document


def count(database: Database, table: type[models.FormKey | models.Revision]) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0
