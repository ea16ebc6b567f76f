"""Blank forms on staff pages: who may print which, and in which languages."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from screening.report.renderer import missing_packages
from screening.web import blank_forms, papers
from tests.web.conftest import CLEO, Clinic

ONE = "/paper-forms/questionnaires/check_in/en/a4"
needs_pango = pytest.mark.skipif(bool(missing_packages()), reason="PDFs cannot be made here")


def test_the_desk_prints_packets_and_nothing_else(clinic: Clinic) -> None:
    desk = clinic.signed_in(clinic.fay)

    desk.follow("Paper forms")

    assert desk.page.h1 == "Paper forms"
    assert "Small packet" in desk.page.text
    assert "Made-up check-in" not in desk.page.text
    assert desk.client.get(ONE).status_code == 403


@pytest.mark.parametrize("who", ["ada", "moss"])
def test_clinician_and_administrator_print_single_ones_too(clinic: Clinic, who: str) -> None:
    browser = clinic.signed_in(getattr(clinic, who))

    browser.open("/paper-forms/")

    assert "Small packet" in browser.page.text
    assert "Made-up check-in" in browser.page.text


def test_a_questionnaire_is_offered_in_the_languages_it_is_told_in(shipped_clinic: Clinic) -> None:
    ada = shipped_clinic.signed_in(shipped_clinic.ada)

    ada.open("/paper-forms/")

    assert "/paper-forms/questionnaires/cows/es/letter" in ada.page.html


@pytest.mark.parametrize(
    "path",
    [
        "/paper-forms/packets/nowhere/en/a4",
        "/paper-forms/packets/small/fr/a4",
        "/paper-forms/packets/small/en/a3",
        "/paper-forms/questionnaires/nowhere/en/a4",
        "/paper-forms/questionnaires/check_in/es/a4",  # there is no such translation
    ],
)
def test_what_is_not_there_is_not_made_up(clinic: Clinic, path: str) -> None:
    ada = clinic.signed_in(clinic.ada)

    assert ada.client.get(path).status_code == 404


@needs_pango
def test_the_pdf_names_nobody(clinic: Clinic) -> None:
    clinic.start_visit()
    ada = clinic.signed_in(clinic.ada)

    response = ada.client.get("/paper-forms/packets/small/en/letter")
    clinic.app.extensions[papers.EXTENSION].close()

    assert response.headers["Content-Disposition"].endswith('filename="form-small-en.pdf"')
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(response.data)).pages)
    assert "Did anything change?" in text
    assert "Pulse taken by staff" in text
    for word in (CLEO.family, CLEO.given, CLEO.record, clinic.fay.full_name):
        assert word not in text


def test_without_the_renderer_the_page_says_so(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blank_forms, "packages_to_install", lambda: ("libpango-1.0-0",))
    ada = clinic.signed_in(clinic.ada)

    response = ada.client.get(ONE)

    assert response.status_code == 503
    assert "An administrator must install: libpango-1.0-0." in response.get_data(as_text=True)
