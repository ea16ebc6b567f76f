"""A visit of which everything stands that can stand, for those who erase it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from sqlalchemy import LargeBinary, select
from sqlalchemy.orm import Session

from screening.store import (
    break_glass,
    consents,
    corrections,
    day_entries,
    disclosures,
    encounters,
    findings,
    kiosk_access,
    legal_holds,
    models,
    notes,
    paper,
    patients,
    responses,
    revisions,
    signatures,
    summaries,
)
from screening.store.consents import ConsentText
from screening.store.db import Base
from screening.store.hand_over import SittingState
from screening.store.visit_states import state_of
from tests.store.builders import CLEO, NOW, ZONE, Clinic, a_key, an_agreed, an_identity, later

FIRST_NAMED = an_identity("Okonko", CLEO.record + "-X", given="Cloe", born=CLEO.born)


def fill(session: Session, clinic: Clinic) -> UUID:
    """Everything of Cleo's; returns the entry of hers that was merged into the one that stays."""
    visit, response, by = clinic.encounter.id, clinic.response, clinic.ada.id
    site = clinic.site.id
    opened = kiosk_access.open_sitting(
        session, visit, code="QRST2345", language="en", by=by, now=NOW
    )
    page = {"form_key": a_key(), "now": NOW}
    responses.save_answers(
        session, response.id, {"x": "very restless"}, shown_save_number=0, **page
    )
    paper.begin(session, visit, language="en", filled_in_on=date(2026, 11, 17), by=by, now=NOW)
    paper.keep_page(session, response.id, "one", typed=["x"], blank=[], by=by, now=NOW)
    responses.send(session, response.id, shown_save_number=1, **page)
    revisions.amend(
        session, response.id, {"x": "calm"}, reason="wrong day", shown_revision=1, by=by, **page
    )
    again = responses.start(
        session, visit, response.questionnaire_sha256, role="clinician", author_id=by, now=NOW
    )
    responses.save_answers(
        session, again.id, {"x": "half"}, shown_save_number=0, form_key=a_key(), now=NOW
    )
    findings.raise_finding(
        session, response.id, "x", level="now", text="X", because="answered Yes", now=NOW
    )
    notes.write(session, visit, "lives with a sister", shown=0, by=by, now=NOW)
    _consent(session, opened.id)
    _of_the_desk(session, clinic)
    merged = patients.add(session, site, FIRST_NAMED, by=by, now=NOW)
    corrections.merge(
        session, merged.id, clinic.cleo.id, site_id=site, reason="one person", by=by, now=NOW
    )
    return merged.id


def see_and_sign(session: Session, clinic: Clinic) -> None:
    """The finding is seen, the visit signed."""
    visit = clinic.encounter.id
    (found,) = findings.for_encounter(session, visit)
    findings.mark_seen(session, found.id, by=clinic.ada.id, now=later(60))
    summaries.keep(session, visit, "a" * 64, paper="a4", language="en", data=b"%PDF", now=NOW)
    shown = state_of(session, visit)
    assert shown is not None
    signatures.sign(
        session, visit, shown=shown, shown_number=0, by=clinic.ada.id, name="Dr Ada", now=later(90)
    )


def _consent(session: Session, sitting_id: UUID) -> None:
    row = session.get_one(models.Sitting, sitting_id)
    row.state = SittingState.CONSENT
    text = ConsentText("1", sha256(b"clinic").hexdigest(), "en")
    consents.answer(session, sitting_id, text, document=b"clinic", agreed=True, now=NOW)


def _of_the_desk(session: Session, clinic: Clinic) -> None:
    site, by, cleo = clinic.site.id, clinic.ada.id, clinic.cleo
    day_entries.expect(
        session, site, cleo.id, date(2026, 11, 20), time="", packet_id="", by=by, now=NOW
    )
    break_glass.open_access(session, cleo, "found unconscious", by=by, now=NOW)
    _passed_on(session, clinic)
    legal_holds.place(session, cleo.id, "case of the county court", by=by, now=NOW)
    packet = clinic.encounter.packet_sha256
    extra = encounters.start(session, cleo.id, packet, time_zone=ZONE, by=by, now=later(5))
    corrections.void(session, extra.id, site_id=site, reason="never was", by=by, now=NOW)
    corrections.correct(
        session, cleo.id, replace(CLEO, given="Cleopatra"), site_id=site, reason="as she says",
        by=by, now=NOW,
    )  # fmt: skip


def _passed_on(session: Session, clinic: Clinic) -> None:
    by, cleo, day = clinic.ada.id, clinic.cleo, NOW.date()
    given = disclosures.agree(session, cleo.id, an_agreed(), by=by, now=NOW)
    disclosures.note_copy(
        session, clinic.encounter, given.id, day=day, sha256="b" * 64, version="1.0.0", by=by,
        now=NOW,
    )  # fmt: skip
    disclosures.keep_back(session, cleo.id, "nothing to the employer", by=by, now=NOW)


def sealed(session: Session) -> dict[str, set[bytes]]:
    """Every stored blob of every table, by table and column."""
    found = {}
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, LargeBinary):
                values = session.scalars(select(column)).all()
                found[f"{table.name}.{column.name}"] = {one for one in values if one}
    return found


def linked(roots: Collection[str]) -> set[str]:
    """The tables that lead to one of these by foreign keys, over any number of steps."""
    found, tables = set(roots), Base.metadata.sorted_tables
    grown = True
    while grown:
        grown = False
        for table in tables:
            to = {key.column.table.name for key in table.foreign_keys}
            if table.name not in found and to & found:
                found.add(table.name)
                grown = True
    return found


def in_files(folder: Path) -> bytes:
    """Database and journal, as they stand on the disk."""
    return b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())
