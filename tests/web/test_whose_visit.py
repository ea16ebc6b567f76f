"""Every page of a visit says whose visit it is: nobody rates, amends or passes on another's."""

from __future__ import annotations

import pytest

from tests.web.conftest import Clinic
from tests.web.signing import the_visit
from tests.web.test_clinician import sent_visit

PAGES = ("rating", "note", "revisions", "outside", "chart/a4", "chart/letter")


def is_named(text: str) -> bool:
    return all(word in text for word in ("Cleo", "7 February 1994", "MRN-00417"))


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_a_visit_names_its_patient(clinic: Clinic, page: str) -> None:
    doctor = sent_visit(clinic)

    doctor.open(f"/clinic/visits/{the_visit(clinic).id}/{page}")

    assert doctor.status == 200
    assert is_named(doctor.page.text)


def test_the_form_of_an_amendment_names_the_patient_with_and_without_a_fault(
    clinic: Clinic,
) -> None:
    doctor = sent_visit(clinic)

    doctor.follow("Amend Made-up check-in, answered by the patient")
    first = doctor.page.text
    doctor.press("Save as an amendment")

    assert is_named(first)
    assert doctor.page.title.startswith("Error: ")
    assert is_named(doctor.page.text)
