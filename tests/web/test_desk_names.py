"""Names as people write and paste them: found, taken, or refused with the right reason."""

from __future__ import annotations

from datetime import date

from screening.app import create_app
from screening.store import models, patients
from screening.store.patients import Identity
from tests.web.conftest import SMALL, Clinic, settings_in

ANN = Identity("O’Brien", "Ann", date(1990, 1, 2), "N1")


def test_a_database_of_an_earlier_release_is_marked_anew_at_the_start(
    clinic: Clinic, tmp_path
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
