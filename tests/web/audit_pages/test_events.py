"""The audit trail looked through: by patient, visit, person, kind and day."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from screening.store import accounts, patients, sites
from screening.store.models import AuditEvent
from screening.store.patients import Identity
from screening.web import audit_pages
from tests.trail import kinds
from tests.web.audit_pages.looking import kinds_on, look, olga_of
from tests.web.browser import SAME_ORIGIN, Browser
from tests.web.conftest import PASSWORD, Clinic


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
