"""The audit trail's pages: looked through, checked, compared with what was kept, taken away."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from datetime import date
from urllib.parse import urlencode

import pytest
from sqlalchemy import delete, select, update

from screening.store import accounts, audit, audit_chain, patients, sites
from screening.store.account_value import Account
from screening.store.audit import Kind, record
from screening.store.models import AuditEvent
from screening.store.patients import Identity
from screening.web import audit_chain_pages, audit_files, audit_pages
from tests.trail import kinds
from tests.web.browser import SAME_ORIGIN, Browser
from tests.web.conftest import CLEO, PASSWORD, Clinic


def add_auditor(clinic: Clinic, password_hash: str, *, name: str = "olga") -> Account:
    with clinic.parts.database.write() as session:
        return accounts.add(
            session,
            clinic.parts.site.id,
            name,
            full_name="Olga Trail",
            role="auditor",
            password_hash=password_hash,
            must_change=False,
            by=None,
            now=clinic.clock(),
        )


@pytest.fixture
def olga(clinic: Clinic, password_hash: str) -> Browser:
    """A browser signed in as somebody who may read the trail and take it away."""
    return clinic.signed_in(add_auditor(clinic, password_hash))


def look(browser: Browser, **wanted: str) -> None:
    """What the form of filters asks for."""
    fields = browser.page.form("Look").data(wanted, "Look")
    pairs = {name: value[0] if isinstance(value, list) else value for name, value in fields.items()}
    browser.open(f"/admin/audit/?{urlencode(pairs)}")


def kinds_on(browser: Browser) -> list[str]:
    return [row.all("td")[1].text for row in browser.page.root.all("tr")[1:]]


def test_the_trail_names_ids_and_times_and_holds(clinic: Clinic, olga: Browser) -> None:
    clinic.start_visit()
    olga.open("/admin/audit/")

    assert "The chain holds from the first event to the newest." in olga.page.text
    assert "encounter started" in kinds_on(olga)
    assert "Okonkwo" not in olga.page.html
    assert PASSWORD not in olga.page.html


def test_a_changed_event_is_located_without_being_asked_for(clinic: Clinic, olga: Browser) -> None:
    with clinic.parts.database.write() as session:
        session.get_one(AuditEvent, 3).kind = "signed_in"

    olga.open("/admin/audit/")

    assert "The chain does not hold" in olga.page.text
    assert "Event 3: its content was changed." in olga.page.text


def test_an_event_that_is_no_json_any_more_is_shown_as_it_stands(
    clinic: Clinic, olga: Browser
) -> None:
    with clinic.parts.database.write() as session:
        session.get_one(AuditEvent, 3).ids = "<b>not JSON</b>"

    olga.open("/admin/audit/")

    assert olga.status == 200
    assert "not as it was written: <b>not JSON</b>" in olga.page.text


def test_the_trail_is_read_page_by_page(
    clinic: Clinic, olga: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_pages, "EVENTS_A_PAGE", 10)
    for _ in range(7):
        clinic.start_visit()
        clinic.code_for(clinic.start_visit())

    olga.open("/admin/audit/?kind=encounter_started")
    newest = [int(row.text.split()[0]) for row in olga.page.root.all("tr")[1:]]
    olga.follow("Older events")
    older = [int(row.text.split()[0]) for row in olga.page.root.all("tr")[1:]]

    assert len(newest) == 10
    assert len(older) == 4
    assert max(older) < min(newest)
    assert set(kinds_on(olga)) == {"encounter started"}
    assert olga.page.link("Newest events") == "/admin/audit/?kind=encounter_started"


def test_an_event_number_without_end_shows_the_newest_events(olga: Browser) -> None:
    assert olga.client.get("/admin/audit/?before=" + "9" * 30).status_code == 200


def test_a_patient_is_looked_for_by_number_which_stands_in_no_address(
    clinic: Clinic, olga: Browser
) -> None:
    noah = clinic.add_noah()
    clinic.start_visit(of=noah)
    clinic.start_visit()
    olga.open("/admin/audit/?kind=encounter_started")

    olga.press("Look for the patient", record="mrn 00417")

    assert olga.path.startswith("/admin/audit/?")
    assert f"about={clinic.cleo.id}" in olga.path
    assert "00417" not in olga.path
    assert "00417" not in olga.page.html
    assert kinds_on(olga) == ["encounter started"]
    assert str(noah.id) not in olga.page.text
    assert kinds(clinic.parts.database)[-2:] == ["patient_searched", "audit_of_patient_read"]
    with clinic.parts.database.read() as session:
        assert "00417" not in "".join(session.scalars(select(AuditEvent.ids)))


def test_a_number_that_nobody_has_is_said_beside_it_and_kept(olga: Browser) -> None:
    for number in ("", "X-1", "9" * 41):
        olga.press("Look for the patient", record=number)

        assert olga.status == 422
        assert olga.page.title.startswith("Error: ")
        assert olga.page.value("record") == number


def test_a_visit_is_looked_at_by_its_id_and_that_is_on_the_trail(
    clinic: Clinic, olga: Browser
) -> None:
    visit = clinic.start_visit()
    clinic.code_for(visit)
    clinic.start_visit()

    olga.open(f"/admin/audit/?about={visit.id}")

    assert kinds_on(olga) == ["code made", "encounter started"]
    assert kinds(clinic.parts.database)[-1] == "audit_of_visit_read"
    olga.open("/admin/audit/")
    assert kinds(clinic.parts.database)[-1] == "audit_of_visit_read"  # the whole was read before


def test_a_person_and_days_narrow_it_down(clinic: Clinic, olga: Browser) -> None:
    clinic.start_visit()  # 18 November, 9:30 in New York
    clinic.clock.forward(hours=14, minutes=40)  # ten minutes past midnight there
    clinic.start_visit()
    olga = clinic.signed_in(olga_of(clinic))

    def seen(**wanted: str) -> list[str]:
        olga.open("/admin/audit/")
        look(olga, **wanted)
        return kinds_on(olga)

    by_fay = {"who": str(clinic.fay.id), "kind": "encounter_started"}
    assert len(seen(**by_fay)) == 2
    assert len(seen(**by_fay, first="2026-11-19")) == 1
    assert len(seen(**by_fay, last="2026-11-18")) == 1
    assert seen(**by_fay | {"who": str(clinic.ada.id)}) == []
    assert "No event is like this" in olga.page.text


def olga_of(clinic: Clinic) -> Account:
    with clinic.parts.database.read() as session:
        found = accounts.find(session, "olga")
    assert found is not None
    return found


def test_a_day_that_is_none_is_said_and_kept(olga: Browser) -> None:
    for first, last, words in (
        ("19.11.2026", "", "Give the first day as year, month and day"),
        ("2026-11-31", "", "Give the first day as year, month and day"),
        ("2026-11-19", "2026-11-18", "The last day must not lie before the first."),
    ):
        look(olga, first=first, last=last)

        assert olga.status == 422
        assert words in olga.page.text
        kept = olga.page.form("Look").data({}, "Look")
        assert (kept["first"], kept["last"]) == ([first], [last])


def test_what_no_form_of_ours_asks_is_not_there(olga: Browser) -> None:
    for query in ("about=nobody", "who=x", "kind=signed", "about=" + "0" * 32):
        assert olga.client.get(f"/admin/audit/?{query}").status_code == 404


def test_of_another_site_nothing_is_shown_and_nobody_can_be_told_from_nobody(
    clinic: Clinic, olga: Browser
) -> None:
    with clinic.parts.database.write() as session:
        hill = sites.add_site(session, "Hill Clinic", "UTC", now=clinic.clock())
        dora = accounts.add(
            session, hill.id, "dora", full_name="Dora Hill", role="clinician",
            password_hash="none", must_change=False, by=None, now=clinic.clock(),
        )  # fmt: skip
        hana = patients.add(
            session, hill.id, Identity("Hill", "Hana", date(1980, 5, 5), "H-1"),
            by=dora.id, now=clinic.clock(),
        )  # fmt: skip

    olga.open("/admin/audit/")
    assert str(hana.id) not in olga.page.text
    assert "Dora Hill" not in olga.page.text
    assert olga.client.get(f"/admin/audit/?about={hana.id}").status_code == 404
    olga.open("/admin/audit/")
    olga.press("Look for the patient", record="H-1")
    assert olga.status == 422


def test_an_administrator_reads_the_trail_but_neither_searches_patients_nor_takes_it(
    clinic: Clinic,
) -> None:
    moss = clinic.signed_in(clinic.moss)
    moss.follow("Audit trail")
    assert "The chain holds" in moss.page.text
    assert "record number" not in moss.page.text
    assert "As a file" not in moss.page.text

    for path in ("/admin/audit/patient", "/admin/audit/file/"):
        assert moss.client.post(path, headers=SAME_ORIGIN).status_code == 403


# --- the chain ------------------------------------------------------------------------------------


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


# --- as a file ------------------------------------------------------------------------------------


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
