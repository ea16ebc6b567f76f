"""One PDF of a day: the sent visits in their order, and the audit trail says how many."""

from __future__ import annotations

import io
import json

import pytest
from pypdf import PdfReader

from screening.report.renderer import RendererTimedOut, missing_packages
from screening.web import day_summaries, papers
from tests.trail import events
from tests.web.browser import Browser
from tests.web.conftest import CLEO, NOAH, Clinic

needs_pango = pytest.mark.skipif(bool(missing_packages()), reason="PDFs cannot be made here")
DAY = "/clinic/days/2026-11-18/a4"


def rate(clinic: Clinic, ada: Browser, visit_id: object) -> None:
    """Something is sent in a visit."""
    ada.open(f"/clinic/visits/{visit_id}/rating")
    ada.press("Send the rating", check_in__pulse="80")


@pytest.fixture
def ada(clinic: Clinic) -> Browser:
    """Dr Ada after two visits in which something was sent, and one without."""
    browser = clinic.signed_in(clinic.ada)
    for patient in (clinic.cleo, clinic.add_noah()):
        rate(clinic, browser, clinic.start_visit(of=patient).id)
        clinic.clock.forward(minutes=3)
    clinic.start_visit()
    return browser


@needs_pango
def test_the_visits_of_a_day_are_one_file_and_one_event(clinic: Clinic, ada: Browser) -> None:
    ada.open("/clinic/")
    ada.follow("One PDF of all visits")
    assert "2 visits in which something was sent, each on pages of its own; 1" in ada.page.text
    assert "1 without are left out" in ada.page.text

    response = ada.client.get(ada.page.link("PDF, A4"))
    clinic.app.extensions[papers.EXTENSION].close()

    assert response.headers["Content-Disposition"].endswith('filename="summaries-2026-11-18.pdf"')
    reader = PdfReader(io.BytesIO(response.data))
    assert [mark["/Title"] for mark in reader.outline] == [  # type: ignore[call-overload,index]
        "Okonkwo, Cleo · 09:30", "Lind, Noah · 09:33",
    ]  # fmt: skip
    texts = [page.extract_text() for page in reader.pages]
    assert CLEO.record in texts[0]
    assert NOAH.record in texts[len(texts) // 2]
    (event,) = events(clinic.parts.database, "day_summaries_made")
    assert (json.loads(event.ids), event.account_id) == ({"visits": 2}, clinic.ada.id)
    assert len(events(clinic.parts.database, "summary_read")) == 2


def test_a_day_that_takes_long_is_taken_up_again(
    clinic: Clinic, ada: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    times = iter((0.0, 1.0, 21.0))
    monkeypatch.setattr(day_summaries, "monotonic", lambda: next(times))
    monkeypatch.setattr(day_summaries, "packages_to_install", lambda: ())
    monkeypatch.setattr(day_summaries, "summary_pdf", lambda *_: b"%PDF-1.7")

    response = ada.client.get(DAY)

    assert response.status_code == 503
    assert "1 of 2 summaries are ready." in response.get_data(as_text=True)
    assert events(clinic.parts.database, "day_summaries_made") == []


def test_a_summary_that_cannot_be_drawn_leaves_no_half_file(
    clinic: Clinic, ada: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> bytes:
        raise RendererTimedOut

    monkeypatch.setattr(day_summaries, "packages_to_install", lambda: ())
    monkeypatch.setattr(day_summaries, "summary_pdf", fail)

    response = ada.client.get(DAY)

    assert response.status_code == 503
    assert "took too long" in response.get_data(as_text=True)
    assert events(clinic.parts.database, "day_summaries_made") == []


def test_a_day_without_anything_sent_says_so(clinic: Clinic) -> None:
    ada = clinic.signed_in(clinic.ada)

    ada.open("/clinic/days/?on=2026-11-17")
    response = ada.client.get("/clinic/days/2026-11-17/a4")

    assert "Nothing was sent in a visit of this day." in ada.page.text
    assert response.status_code == 409


@pytest.mark.parametrize("path", ["?on=yesterday", "2026-02-30/a4", "2026-11-18/a3"])
def test_what_is_no_day_or_paper_is_not_there(clinic: Clinic, path: str) -> None:
    ada = clinic.signed_in(clinic.ada)

    assert ada.client.get(f"/clinic/days/{path}").status_code == 404


def test_the_desk_makes_no_summaries(clinic: Clinic) -> None:
    desk = clinic.signed_in(clinic.fay)

    assert desk.client.get(DAY).status_code == 403


def test_one_visit_of_a_day_is_told_as_one(clinic: Clinic) -> None:
    browser = clinic.signed_in(clinic.ada)
    rate(clinic, browser, clinic.start_visit().id)

    browser.open("/clinic/days/")

    assert "1 visit in which something was sent." in browser.page.text
