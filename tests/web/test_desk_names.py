"""Names as people write and paste them: found, taken, or refused with the right reason."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from screening.app import create_app
from screening.store import models, patients
from screening.store.patients import Identity
from tests.web.conftest import SMALL, Clinic, settings_in

ANN = Identity("O’Brien", "Ann", date(1990, 1, 2), "N1")
BORN = {"day": "2", "month": "1", "year": "1990"}


def test_a_database_of_an_earlier_release_is_marked_anew_at_the_start(
    clinic: Clinic, tmp_path: Path
) -> None:
    with clinic.parts.database.write() as session:
        ann = patients.add(session, clinic.parts.site.id, ANN, by=clinic.fay.id, now=clinic.clock())
        row = session.get_one(models.Patient, ann.id)
        row.family_mark, row.marks_recipe = "of another recipe", 1

    create_app(settings_in(tmp_path, SMALL), clock=clinic.clock)

    desk = clinic.signed_in(clinic.fay)
    desk.open("/desk/patients/")
    desk.press("Find", family="O'Brien", day="2", month="1", year="1990")
    assert "O’Brien, Ann" in desk.page.text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Nguyễn\u00a0Văn", "Nguyễn Văn"),
        ("De\u2009la \u3000 Cruz", "De la Cruz"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("\u200dක්\u200dර\u200c", "ක්\u200dර"),  # inside the name they stay
    ],
)
def test_names_with_other_spaces_and_joiners_are_taken(
    clinic: Clinic, typed: str, kept: str
) -> None:
    desk = clinic.signed_in(clinic.fay)
    desk.follow("Add a patient")

    desk.press("Add the patient", record="N1", family=typed, given="A", **BORN)

    assert desk.status == 200
    with clinic.parts.database.read() as session:
        found = patients.find_by_record(session, clinic.parts.site.id, "N1")
    assert found is not None
    assert found.identity.family == kept


@pytest.mark.parametrize("sign", ["\u202e", "\u2067", "\u200f", "\u200b", "\u3164", "\x07"])
def test_signs_that_nobody_sees_are_refused_with_the_reason(clinic: Clinic, sign: str) -> None:
    desk = clinic.signed_in(clinic.fay)
    desk.follow("Add a patient")

    desk.press("Add the patient", record=f"N{sign}1", family=f"Li{sign}nd", given="A", **BORN)

    assert desk.status == 422
    for label in ("family name", "record number"):
        assert f"In the {label} is a sign that cannot be seen" in desk.page.text


def test_a_name_that_is_too_long_is_told_so(clinic: Clinic) -> None:
    desk = clinic.signed_in(clinic.fay)
    desk.follow("Add a patient")

    desk.press("Add the patient", record="N1", family="X" * 81, given="A", **BORN)

    assert "Enter the family name in at most 80 characters." in desk.page.text
