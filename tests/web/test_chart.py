"""The line for a chart on its pages, and the one press that gives line and PDF."""

from __future__ import annotations

import pytest

from screening.report import pango
from screening.web import papers
from tests.web.conftest import Clinic
from tests.web.signing import the_visit, visit_of
from tests.web.test_clinician import sent_visit

LINE = "18 Nov 2026, visit 1, Harbour Clinic. No flag raised."


def line(text: str) -> str:
    return " ".join(text.split())


def test_the_visit_shows_the_line_to_be_read_and_copied(clinic: Clinic) -> None:
    doctor = sent_visit(clinic)

    (field,) = [e for e in doctor.page.root.all("textarea") if "readonly" in e.attributes]
    assert line(field.text).startswith(LINE)
    assert line(field.text).endswith("Not signed.")
    (button,) = [e for e in doctor.page.root.all("button") if "data-copy" in e.attributes]
    assert "hidden" in button.attributes  # shown by the script, which can copy


def test_one_press_gives_the_line_and_fetches_the_pdf(clinic: Clinic) -> None:
    doctor = sent_visit(clinic)

    doctor.follow("PDF and chart line")

    assert LINE in doctor.page.text
    (refresh,) = [e for e in doctor.page.root.all("meta") if "http-equiv" in e.attributes]
    assert refresh.attributes["content"] == f"0; url={doctor.page.link('Fetch it again')}"
    assert doctor.page.link("Fetch it again").endswith(f"{the_visit(clinic).id}/summary/a4")


def test_answers_that_were_not_sent_are_in_no_line(clinic: Clinic) -> None:
    tablet = clinic.tablet()
    tablet.press("Next", gate="no")
    doctor = visit_of(clinic, clinic.ada)
    assert "Line for the chart" not in doctor.page.text

    doctor.open(f"{doctor.path}/chart/a4")

    assert doctor.status == 404


def test_without_a_renderer_the_line_is_there_all_the_same(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    doctor = sent_visit(clinic)
    address = doctor.page.link("PDF and chart line")
    monkeypatch.setitem(pango.LIBRARIES, "libnowhere.so.9", "libnowhere9")
    papers.packages_to_install.cache_clear()

    try:
        doctor.open(address)
    finally:
        papers.packages_to_install.cache_clear()

    assert LINE in doctor.page.text
    assert "PDFs are off on this server." in doctor.page.text
    assert not [e for e in doctor.page.root.all("meta") if "http-equiv" in e.attributes]
