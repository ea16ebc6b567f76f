"""What a page of the staff asks every few seconds: ids and counts, and nothing else."""

from __future__ import annotations

import json

import pytest

from screening.store import patients, sites
from tests.web.conftest import Clinic
from tests.web.listing import SCALE, WORSE, a_visit, counted, end, send
from tests.web.listing import scale_clinic as scale_clinic


def test_a_poll_is_answered_by_ids_and_counts_alone(scale_clinic: Clinic) -> None:
    clinic = scale_clinic
    doctor = clinic.signed_in(clinic.ada)
    here = doctor.page.root.all("div")
    since = next(d.attributes["data-since"] for d in here if "data-since" in d.attributes)
    visit = a_visit(clinic, 1, level="now")
    quiet = json.loads(doctor.client.get(f"/clinic/changes?since={10**6}").data)

    told = json.loads(doctor.client.get(f"/clinic/changes?since={since}").data)
    again = json.loads(doctor.client.get(f"/clinic/changes?since={told['number']}").data)

    assert told["visits"] == [{"id": str(visit.id), "sent": 1, "findings": 1}]
    assert set(told) == {"number", "visits"}
    assert again["visits"] == quiet["visits"] == []


def test_nothing_new_is_two_short_reads(
    scale_clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    doctor = scale_clinic.signed_in(scale_clinic.ada)

    with counted(scale_clinic, monkeypatch) as sent:
        doctor.client.get(f"/clinic/changes?since={10**6}")

    assert sent == ["straight", "straight"]  # who asks, and whether there is anything


def test_another_sites_news_is_not_told(scale_clinic: Clinic) -> None:
    clinic = scale_clinic
    with clinic.parts.database.write() as session:
        other = sites.add_site(session, "Elsewhere", "UTC", now=clinic.clock())
        stranger = patients.add(
            session, other.id, clinic.cleo.identity, by=None, now=clinic.clock()
        )
    send(clinic, clinic.start_visit(of=stranger), SCALE, WORSE, level="now")
    doctor = clinic.signed_in(clinic.ada)

    told = json.loads(doctor.client.get("/clinic/changes?since=0").data)

    assert told["visits"] == []


def test_asking_for_news_keeps_nobody_signed_in(clinic: Clinic) -> None:
    doctor = clinic.signed_in(clinic.ada)
    for _ in range(11):
        clinic.clock.forward(minutes=1)
        doctor.open("/clinic/changes?since=0")

    doctor.open("/clinic/")

    assert doctor.path == "/sign-in"


@pytest.mark.parametrize("query", ["", "?since=", "?since=-1", "?since=x"])
def test_a_poll_that_names_no_number_is_refused(clinic: Clinic, query: str) -> None:
    doctor = clinic.signed_in(clinic.ada)

    assert doctor.client.get(f"/clinic/changes{query}").status_code == 400


def test_an_ended_visit_says_so(scale_clinic: Clinic) -> None:
    visit = a_visit(scale_clinic, 1)
    end(scale_clinic, visit)

    doctor = scale_clinic.signed_in(scale_clinic.ada)

    assert "Visit ended" in doctor.page.root.all("tr")[1].text
