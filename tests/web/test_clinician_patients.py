"""A patient's page for clinicians: all visits, trends, the sentence, and who may see it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from screening.store import corrections, patients, sites
from screening.store.models import AuditEvent
from tests.web.conftest import Clinic
from tests.web.listing import send
from tests.web.test_worked_cases_in_forms import shelf_for
from tests.web.test_worklist import CALM, SCALE, WORSE


@pytest.fixture
def scale_clinic(make_clinic: Callable[[Path], Clinic], tmp_path: Path) -> Clinic:
    """A clinic whose only packet is one short scale."""
    return make_clinic(shelf_for(SCALE, tmp_path / "definitions"))


def test_all_visits_stand_on_one_page_with_trend_and_sentence(scale_clinic: Clinic) -> None:
    clinic = scale_clinic
    for answers in (CALM, WORSE):
        send(clinic, clinic.start_visit(), SCALE, answers)
        clinic.clock.forward(days=7)
    clinic.start_visit()  # nothing is sent in the third one yet
    doctor = clinic.signed_in(clinic.ada)
    doctor.follow("Okonkwo, Cleo")

    doctor.follow("All visits of this patient")

    page = doctor.page
    assert page.h1 == "Patient"
    assert "Okonkwo, Cleo" in page.text
    assert ">Dr Ada Byron<" in doctor.response.text  # in the head, whatever the page imports
    # some days 1 -> almost every day 3, and 1 -> 2: two items, 2 and 5 points.
    assert "Since 18 Nov: GAD-2 3 higher (2 → 5)." in page.text
    assert "GAD-2, moved by two points or more: Nervous 1 → 3." in page.text
    assert len(page.root.all("svg")) == 1
    rows = [row.text for row in page.root.all("tr")[1:]]
    assert [row.split(" ")[1] for row in rows] == ["3", "2", "1"]
    assert "▲ 3 higher than 18 Nov (2)" in rows[1]
    assert "Plain text of what was sent in the visit that it names." in page.text


def test_a_patient_without_a_visit_has_a_page_that_says_what_to_do(clinic: Clinic) -> None:
    doctor = clinic.signed_in(clinic.ada)

    doctor.open(f"/clinic/patients/{clinic.cleo.id}")

    assert "No visit yet." in doctor.page.text
    doctor.follow("the patient’s page at the desk")
    assert doctor.path == f"/desk/patients/{clinic.cleo.id}"
    doctor.follow("Findings, scores and trend of all visits")
    assert doctor.path == f"/clinic/patients/{clinic.cleo.id}"


def test_the_desk_and_another_site_do_not_get_it(clinic: Clinic) -> None:
    with clinic.parts.database.write() as session:
        other = sites.add_site(session, "Elsewhere", "UTC", now=clinic.clock())
        stranger = patients.add(
            session, other.id, clinic.cleo.identity, by=None, now=clinic.clock()
        )
    desk, doctor = clinic.signed_in(clinic.fay), clinic.signed_in(clinic.ada)

    desk.open(f"/clinic/patients/{clinic.cleo.id}")
    doctor.open(f"/clinic/patients/{stranger.id}")

    assert desk.status == 403
    assert doctor.status == 404
    desk.open(f"/desk/patients/{clinic.cleo.id}")
    assert "trend of all visits" not in desk.page.text


def test_a_merged_entry_leads_to_the_one_that_stays(clinic: Clinic) -> None:
    noah = clinic.add_noah()
    with clinic.parts.database.write() as session:
        corrections.merge(
            session, noah.id, clinic.cleo.id, site_id=clinic.parts.site.id, reason="twice",
            by=clinic.fay.id, now=clinic.clock(),
        )  # fmt: skip
    doctor = clinic.signed_in(clinic.ada)

    doctor.open(f"/clinic/patients/{noah.id}")

    assert doctor.path == f"/clinic/patients/{clinic.cleo.id}"


def test_a_look_is_on_the_trail_once_per_sign_in(scale_clinic: Clinic) -> None:
    clinic = scale_clinic
    send(clinic, clinic.start_visit(), SCALE, CALM)
    doctor = clinic.signed_in(clinic.ada)
    for _ in range(2):
        doctor.open(f"/clinic/patients/{clinic.cleo.id}")

    with clinic.parts.database.read() as session:
        kinds = [event.kind for event in session.query(AuditEvent).all()]
    assert kinds.count("patient_read") == kinds.count("encounter_read") == 1
