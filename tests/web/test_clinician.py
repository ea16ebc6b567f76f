"""The clinician: the worklist, one visit, findings that are seen, and the PDF."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from screening.report import pango
from screening.report.renderer import Renderer
from screening.store import findings
from screening.store.models import AuditEvent, SummaryDocument
from screening.web import papers
from tests.web.browser import Browser
from tests.web.conftest import Clinic
from tests.web.filling import answer_all

NOWHERE = Path("/dev/null/renderer.sock")  # a file is no folder: no worker can be started there


def sent_visit(clinic: Clinic) -> Browser:
    """Dr Ada's browser on a visit whose patient has sent the answers."""
    tablet = clinic.tablet()
    answer_all(tablet)
    tablet.press("Send my answers")
    return on_visit(clinic)


def on_visit(clinic: Clinic) -> Browser:
    """Dr Ada's browser on the only visit."""
    doctor = clinic.signed_in(clinic.ada)
    doctor.follow("Okonkwo")
    return doctor


def test_the_worklist_puts_what_is_urgent_and_unseen_first(clinic: Clinic) -> None:
    clinic.start_visit()
    clinic.clock.forward(minutes=1)
    tablet = clinic.tablet()
    tablet.press("Next", gate="no")
    tablet.press("Next", nights="5")

    doctor = clinic.signed_in(clinic.ada)

    rows = [row.text for row in doctor.page.root.all("tr")[1:]]
    assert "1 safety finding" in rows[0]
    assert "not seen yet" in rows[0]
    assert "nothing sent yet" in rows[1]


def test_an_empty_worklist_says_what_to_do(clinic: Clinic) -> None:
    doctor = clinic.signed_in(clinic.ada)

    assert "No visit today." in doctor.page.text
    doctor.follow("the patient’s page")
    assert doctor.path == "/desk/patients/"


def test_a_visit_shows_identity_answers_and_free_text_as_typed(clinic: Clinic) -> None:
    doctor = sent_visit(clinic)

    assert doctor.page.h1 == "Visit 1"
    assert "OKONKWO, Cleo" in doctor.page.text
    assert "Zürich & <b>tea</b>" in doctor.page.text
    assert "Rate Made-up check-in" in doctor.page.text


def test_answers_that_were_not_sent_are_marked_and_stay_off_the_paper(clinic: Clinic) -> None:
    tablet = clinic.tablet()
    tablet.press("Next", gate="no")

    doctor = on_visit(clinic)

    assert "has not sent the answers yet" in doctor.page.text
    assert "Question 2 of 8" in doctor.page.text
    assert "The PDF can be made once something was sent." in doctor.page.text


def test_a_finding_is_seen_by_name_and_time_and_by_the_first_who_looked(clinic: Clinic) -> None:
    tablet = clinic.tablet()
    tablet.press("Next", gate="no")
    tablet.press("Next", nights="5")
    doctor = on_visit(clinic)
    form, here = doctor.page.form("I have seen this"), doctor.path

    doctor.press("I have seen this")
    clinic.clock.forward(minutes=2)
    doctor.post(form.action, form.data({}, "I have seen this"))
    doctor.open(here)

    assert "seen by Dr Ada Byron, 18 Nov 2026, 09:30" in doctor.page.text
    with clinic.parts.database.read() as session:
        assert findings.unseen(session, clinic.parts.site.id, ["before_leaving"]) == ()


def test_a_finding_that_the_visit_does_not_have_is_not_there(clinic: Clinic) -> None:
    tablet = clinic.tablet()
    tablet.press("Next", gate="no")
    tablet.press("Next", nights="5")
    doctor = on_visit(clinic)
    form = doctor.page.form("I have seen this")
    data = form.data({}, "I have seen this")

    reply = doctor.post(form.action.replace("quiet_one", "worst_ache"), data)

    assert reply.status_code == 404


def test_a_finding_stays_when_the_answer_is_changed(clinic: Clinic) -> None:
    tablet = clinic.tablet()
    tablet.press("Next", gate="no")
    tablet.press("Next", nights="5")
    tablet.open("/sitting/2")
    tablet.press("Next", nights="1")

    doctor = on_visit(clinic)

    assert "Five bad nights or more" in doctor.page.text
    assert "later changed" in doctor.page.text


def test_the_pdf_is_made_once_and_comes_out_of_the_store_after_that(clinic: Clinic) -> None:
    doctor = sent_visit(clinic)
    address = doctor.page.link("PDF, Letter")

    first = doctor.client.get(address)
    used = clinic.app.extensions[papers.EXTENSION]
    used.close()
    clinic.app.extensions[papers.EXTENSION] = Renderer(NOWHERE)
    second = doctor.client.get(address)

    assert first.mimetype == "application/pdf"
    assert first.data.startswith(b"%PDF-")
    assert second.data == first.data
    name = first.headers["Content-Disposition"].partition("filename=")[2].strip('"')
    assert name.startswith("summary-")
    assert "Okonkwo" not in name
    with clinic.parts.database.read() as session:
        stored = session.query(SummaryDocument).one()
        assert b"%PDF-" not in stored.document
        assert session.query(AuditEvent).filter_by(kind="summary_read").count() == 1


def test_without_a_renderer_the_page_says_so_and_offers_the_pdf_again(clinic: Clinic) -> None:
    doctor = sent_visit(clinic)
    clinic.app.extensions[papers.EXTENSION] = Renderer(NOWHERE)

    doctor.open(doctor.page.link("PDF, A4"))

    assert doctor.status == 503
    assert "renderer is not running" in doctor.page.text
    assert doctor.page.link("PDF, A4")
    doctor.open("/clinic/")
    assert doctor.status == 200


def test_without_pango_the_page_names_the_packages(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    doctor = sent_visit(clinic)
    address = doctor.page.link("PDF, A4")
    monkeypatch.setitem(pango.LIBRARIES, "libnowhere.so.9", "libnowhere9")
    papers.packages_to_install.cache_clear()

    try:
        doctor.open(address)
    finally:
        papers.packages_to_install.cache_clear()

    assert doctor.status == 503
    assert "PDFs are off on this server." in doctor.page.text
    assert "libnowhere9" in doctor.page.text


def test_another_paper_is_not_there(clinic: Clinic) -> None:
    doctor = sent_visit(clinic)

    doctor.open(doctor.page.link("PDF, A4").replace("a4", "a0"))

    assert doctor.status == 404


def test_a_visit_that_was_looked_at_is_on_the_trail_once_per_sign_in(clinic: Clinic) -> None:
    clinic.start_visit()
    doctor = on_visit(clinic)
    doctor.open(doctor.path)

    with clinic.parts.database.read() as session:
        assert session.query(AuditEvent).filter_by(kind="encounter_read").count() == 1


def test_the_pdf_comes_in_spanish_as_well(clinic: Clinic) -> None:
    doctor = sent_visit(clinic)
    address = doctor.page.link("PDF, Español")

    reply = doctor.client.get(address)
    clinic.app.extensions[papers.EXTENSION].close()

    first = PdfReader(io.BytesIO(reply.data)).pages[0].extract_text()
    assert "Resumen de la evaluación" in first
    assert "OKONKWO" in first
    assert "-es.pdf" in reply.headers["Content-Disposition"]
    assert doctor.client.get(address.replace("=es", "=xx")).status_code == 404
