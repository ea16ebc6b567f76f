"""The audit trail as a file: its hash on the trail, its chain, no formulas."""

from __future__ import annotations

import csv
import hashlib
import io
import json

import pytest
from sqlalchemy import select

from screening.store import audit
from screening.store.audit import Kind, record
from screening.store.models import AuditEvent
from screening.web import audit_files
from tests.trail import kinds
from tests.web.browser import Browser
from tests.web.conftest import CLEO, Clinic


def test_the_wanted_events_go_out_as_a_file_whose_hash_is_on_the_trail(
    clinic: Clinic, olga: Browser
) -> None:
    clinic.start_visit()
    for form in ("csv", "jsonl"):
        goes_out_as(clinic, olga, form)


def goes_out_as(clinic: Clinic, olga: Browser, form: str) -> None:
    olga.open(f"/admin/audit/?about={clinic.cleo.id}")

    olga.press("Export", format=form)

    assert olga.status == 200
    data = olga.response.data
    lines = (
        list(csv.DictReader(io.StringIO(data.decode())))
        if form == "csv"
        else [json.loads(line) for line in data.splitlines()]
    )
    assert [line["kind"] for line in lines][:2] == ["patient_added", "encounter_started"]
    assert lines[1]["account"] == "fay"
    assert "Okonkwo" not in data.decode()
    assert CLEO.record not in data.decode()
    with clinic.parts.database.read() as session:
        newest = session.scalars(select(AuditEvent).order_by(AuditEvent.number.desc())).first()
        assert newest is not None
        assert newest.kind == "audit_exported"
        told = json.loads(newest.ids)
        assert told == {
            "format": form, "events": len(lines), "sha256": hashlib.sha256(data).hexdigest()
        }  # fmt: skip
        assert audit.verify(session) == []


def test_the_chain_can_be_worked_out_from_the_file_of_everything(
    clinic: Clinic, olga: Browser
) -> None:
    olga.open("/admin/audit/")
    olga.press("Export", format="jsonl")

    previous = "0" * 64
    for line in map(json.loads, olga.response.data.splitlines()):
        account = line["account_id"].replace("-", "") or None
        content = [line["number"], line["at"], line["kind"], account, line["ids"], previous]
        said = json.dumps(content, separators=(",", ":"), ensure_ascii=False).encode()
        previous = hashlib.sha256(said).hexdigest()
        assert line["hash"] == previous


def test_no_cell_of_the_file_is_taken_for_a_formula(clinic: Clinic, olga: Browser) -> None:
    with clinic.parts.database.write() as session:
        record(session, clinic.clock(), Kind.CODE_USED, None, sitting=1)
        newest = session.scalars(select(AuditEvent).order_by(AuditEvent.number.desc())).first()
        assert newest is not None
        newest.ids = '=HYPERLINK("http://x.example")'
    olga.open("/admin/audit/")

    olga.press("Export", format="csv")

    assert "\"'=HYPERLINK(" in olga.response.data.decode()


def test_a_file_that_takes_too_long_is_not_made_and_the_page_says_what_to_do(
    clinic: Clinic, olga: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_files, "EVENTS_AT_MOST", 2)
    olga.open("/admin/audit/")

    olga.press("Export", format="csv")

    assert olga.path.startswith("/admin/audit/")
    assert "it would hold more than 2 events" in olga.page.text
    assert "audit_exported" not in kinds(clinic.parts.database)
