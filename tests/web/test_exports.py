"""Export: only what was sent here on these days, after a fresh proof, and in the audit trail."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import select

from screening.settings import ROOT
from screening.store import models
from screening.store.erasures import Scope
from tests.trail import ids_of
from tests.web.browser import Browser
from tests.web.conftest import PASSWORD, Clinic
from tests.web.filling import answer_all
from tests.web.listing import erase, send

DAY = "2026-11-18"


def sent(clinic: Clinic) -> None:
    tablet = clinic.tablet()
    answer_all(tablet)
    tablet.press("Send my answers")


def at_the_form(clinic: Clinic) -> Browser:
    doctor = clinic.signed_in(clinic.ada)
    doctor.follow("Export")
    return doctor


def export(doctor: Browser, **typed: str) -> bytes:
    values = {"first": DAY, "last": DAY, "format": "csv", **typed}
    form = doctor.page.form("Export")
    response = doctor.post(form.action, form.data(values, "Export"))
    if response.mimetype == "text/html":
        doctor._show(response)
    doctor.response = response
    return response.get_data()


def test_tables_of_what_was_sent_go_out_and_the_trail_says_so(clinic: Clinic) -> None:
    sent(clinic)
    doctor = at_the_form(clinic)

    data = export(doctor)

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        answers = archive.read("answers.csv").decode()
        assert '"check_in"' in answers
        assert "Zürich &" in answers
        assert not any(b"Okonkwo" in archive.read(name) for name in archive.namelist())
    assert doctor.response.headers["Content-Disposition"].endswith(
        'filename="export-2026-11-18-2026-11-18.zip"'
    )
    (event,) = ids_of(clinic.parts.database, "answers_exported")
    assert (event["format"], event["visits"], event["first_day"]) == ("csv", 1, 20261118)
    assert len(ids_of(clinic.parts.database, "encounter_exported")) == 1


def test_fhir_goes_out_as_one_bundle(clinic: Clinic) -> None:
    sent(clinic)

    bundle = json.loads(export(at_the_form(clinic), format="fhir"))

    kinds = {entry["resource"]["resourceType"] for entry in bundle["entry"]}
    assert {"Questionnaire", "QuestionnaireResponse", "Encounter", "Patient"} <= kinds


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"first": "18 November"}, "Give the day as year, month and day"),
        ({"last": "2026-11-17"}, "must not lie before the first"),
        ({"last": "2026-12-19"}, "Choose 31 days at most"),
        ({"first": "2026-11-17", "last": "2026-11-17"}, "Nothing was sent on these days."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_goes_out(
    clinic: Clinic, typed: dict[str, str], said: str
) -> None:
    sent(clinic)
    doctor = at_the_form(clinic)

    export(doctor, **typed)

    assert doctor.status == 422
    assert said in doctor.page.text
    assert ids_of(clinic.parts.database, "answers_exported") == []


def test_a_late_export_goes_out_after_a_proof_and_not_before(clinic: Clinic) -> None:
    sent(clinic)
    doctor = at_the_form(clinic)
    clinic.clock.forward(minutes=6)
    export(doctor)
    asked = (doctor.status, ids_of(clinic.parts.database, "answers_exported"))

    form = doctor.page.form("Go on")
    data = form.data({"proof-password": PASSWORD}, "Go on")
    response = doctor.post(form.action, data)

    assert asked == (403, [])
    assert response.mimetype == "application/zip"
    assert len(ids_of(clinic.parts.database, "answers_exported")) == 1


def test_a_form_that_was_not_sent_stays_here(clinic: Clinic) -> None:
    tablet = clinic.tablet()
    tablet.press("Next", gate="no")
    doctor = at_the_form(clinic)

    export(doctor)

    assert "Nothing was sent on these days." in doctor.page.text


def test_a_visit_of_another_site_and_a_void_one_stay_here(clinic: Clinic) -> None:
    sent(clinic)
    with clinic.parts.database.write() as session:
        visit = session.scalars(select(models.Encounter)).one()
        visit.state = "void"
    doctor = at_the_form(clinic)
    export(doctor)
    void = doctor.status
    with clinic.parts.database.write() as session:
        visit = session.scalars(select(models.Encounter)).one()
        visit.state = "ended"
        here = visit.site_id
        elsewhere = models.Site(
            id=clinic.cleo.id, name="Elsewhere", time_zone="UTC", created_at=clinic.clock(),
            key_proof=session.get_one(models.Site, here).key_proof,
        )  # fmt: skip
        session.add(elsewhere)
        session.flush()
        visit.site_id = elsewhere.id
    doctor = at_the_form(clinic)

    export(doctor)

    assert (void, doctor.status) == (422, 422)
    assert "Nothing was sent on these days." in doctor.page.text


@pytest.mark.parametrize("scope", [Scope.VISIT, Scope.PATIENT])
@pytest.mark.parametrize("form", ["csv", "fhir"])
def test_of_what_was_erased_nothing_goes_out_and_the_rest_does(
    clinic: Clinic, scope: Scope, form: str
) -> None:
    visits = [clinic.start_visit(of=who) for who in (clinic.cleo, clinic.add_noah())]
    for visit, nights in zip(visits, ("3", "6"), strict=True):
        send(clinic, visit, "check_in", {"gate": "no", "nights": nights, "ache": "7"})
    gone, kept = visits
    erase(clinic, scope, gone.id if scope == Scope.VISIT else gone.patient_id)

    data = export(at_the_form(clinic), format=form)

    if form == "csv":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found = {name: archive.read(name).decode() for name in archive.namelist()}
        rows = list(csv.DictReader(io.StringIO(found["visits.csv"], newline="")))
        told = list(csv.DictReader(io.StringIO(found["answers.csv"], newline="")))
        assert [(one["visit"], one["patient"]) for one in rows] == [
            (str(kept.id), str(kept.patient_id))
        ]
        assert {one["visit"] for one in told} == {str(kept.id)}
        assert [one["value"] for one in told if one["item"] == "nights"] == ["6"]
    else:
        resources = [entry["resource"] for entry in json.loads(data)["entry"]]
        kinds = Counter(one["resourceType"] for one in resources)
        assert [kinds[one] for one in ("Patient", "Encounter", "QuestionnaireResponse")] == [1] * 3
        (response,) = (r for r in resources if r["resourceType"] == "QuestionnaireResponse")
        assert "'valueInteger': 6}" in str(response["item"])
    trail = ids_of(clinic.parts.database, "encounter_exported")
    assert [one["encounter"] for one in trail] == [str(kept.id)]


def test_where_everything_was_erased_nothing_is_left_to_go_out(clinic: Clinic) -> None:
    visit = clinic.start_visit()
    send(clinic, visit, "check_in", {"gate": "no", "nights": "3", "ache": "7"})
    erase(clinic, Scope.VISIT, visit.id)
    doctor = at_the_form(clinic)

    export(doctor)

    assert (doctor.status, ids_of(clinic.parts.database, "answers_exported")) == (422, [])
    assert "Nothing was sent on these days." in doctor.page.text


@pytest.mark.parametrize("name", ["fay", "moss"])
def test_the_desk_and_the_administrator_may_not(clinic: Clinic, name: str) -> None:
    staff = clinic.signed_in(getattr(clinic, name))

    staff.open("/export/")

    assert staff.status == 403
    assert "Export" not in staff.page.root.text.split("Sign out")[0]


def test_the_command_writes_the_same_file_as_the_page(clinic: Clinic, tmp_path: Path) -> None:
    sent(clinic)
    out, chosen = tmp_path / "export.zip", clinic.parts.settings
    environ = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "SCREENING_DATA": str(chosen.data),
        "SCREENING_KEY_FILE": str(chosen.key_file),
        "SCREENING_QUESTIONNAIRES": str(chosen.questionnaires),
    }

    def command(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "screening.cli", "export", *words],
            env=environ, capture_output=True, text=True, check=False,
        )  # fmt: skip

    done = command("--from", DAY, "--until", DAY, "--format", "csv", "--out", str(out))
    wrong = command("--from", DAY, "--until", "2026-11-17", "--format", "csv", "--out", str(out))

    assert (done.returncode, wrong.returncode) == (0, 2), done.stderr
    assert out.read_bytes() == export(at_the_form(clinic))
    assert [event["visits"] for event in ids_of(clinic.parts.database, "answers_exported")] == [
        1,
        1,
    ]
