"""Whether the audit trail is whole: checked in stretches, and held against kept lines."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import delete, select, update

from screening.store import audit_chain
from screening.store.models import AuditEvent
from screening.web import audit_chain_pages
from tests.trail import kinds
from tests.web.browser import SAME_ORIGIN, Browser
from tests.web.conftest import Clinic


def test_the_whole_chain_is_checked_and_the_check_is_on_the_trail(
    clinic: Clinic, olga: Browser
) -> None:
    olga.follow("Check the whole chain")
    assert "It was not checked yet." in olga.page.text
    before = len(kinds(clinic.parts.database))

    olga.press("Check from the first event")

    assert f"Events 1 to {before} hold" in olga.page.text
    assert "no faults" in olga.page.text
    assert kinds(clinic.parts.database)[before:] == ["audit_checked"]


def test_every_fault_is_told_with_its_number(clinic: Clinic, olga: Browser) -> None:
    with clinic.parts.database.write() as session:
        session.execute(update(AuditEvent).where(AuditEvent.number == 4).values(kind="code_made"))
        session.execute(delete(AuditEvent).where(AuditEvent.number == 2))
    olga.open("/admin/audit/chain/")

    olga.press("Check from the first event")

    assert "3 faults" in olga.page.text
    assert "Event 3: the events between 1 and 3 are missing." in olga.page.text
    assert "Event 3: it does not follow from the event before." in olga.page.text
    assert "Event 4: its content was changed." in olga.page.text
    with clinic.parts.database.read() as session:
        newest = session.scalars(select(AuditEvent).order_by(AuditEvent.number.desc())).first()
    assert newest is not None
    assert json.loads(newest.ids)["faults"] == 3


def test_a_long_chain_is_checked_in_stretches(
    clinic: Clinic, olga: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(20):
        clinic.start_visit()
    with clinic.parts.database.write() as session:
        session.execute(update(AuditEvent).where(AuditEvent.number == 5).values(kind="code_made"))
    monkeypatch.setattr(audit_chain, "PORTION", 15)
    monkeypatch.setattr(audit_chain_pages, "CHECKED_FOR_AT_MOST", 0.0)
    olga.open("/admin/audit/chain/")

    olga.press("Check from the first event")
    first = olga.page.text
    olga.press("Check on from event 16")

    assert "Events 1 to 15: 1 fault" in first
    assert "Events 16 to 3" in olga.page.text
    assert "In the stretches before: 1 fault" in olga.page.text


def test_a_kept_line_fits_until_the_tail_is_cut(clinic: Clinic, olga: Browser) -> None:
    olga.open("/admin/audit/chain/")
    line = next(e for e in olga.page.root.all("textarea") if e.attributes["id"] == "line").text
    olga.press("Compare", kept=line)
    assert olga.status == 200
    assert "It fits." in olga.page.text

    number = int(line.split()[3])
    with clinic.parts.database.write() as session:
        session.execute(delete(AuditEvent).where(AuditEvent.number >= number - 1))
    olga.press("Compare", kept=line)

    assert olga.status == 422
    assert f"Events {number - 1} to {number} are missing" in olga.page.text
    assert olga.page.value("kept") == line


def test_a_form_with_another_field_or_without_a_token_is_refused(
    clinic: Clinic, olga: Browser
) -> None:
    before = kinds(clinic.parts.database)
    for path in ("chain/check", "chain/compare", "patient", "file/"):
        for data, status in (({"more": "x"}, 400), ({}, 403)):
            reply = olga.client.post(f"/admin/audit/{path}", data=data, headers=SAME_ORIGIN)
            assert reply.status_code == status
    assert kinds(clinic.parts.database) == before
