"""Checking a PDF: what the clinic printed agrees with itself, an altered copy does not."""

from __future__ import annotations

import io

import pikepdf
import pytest

from screening.report.renderer import missing_packages
from screening.store.models import AuditEvent, SummaryDocument
from screening.web import papers
from tests.web.browser import Browser
from tests.web.conftest import Clinic
from tests.web.filling import answer_all


@pytest.fixture
def pdf(clinic: Clinic) -> bytes:
    """The summary of a visit, as Dr Ada downloads it."""
    if missing := missing_packages():
        pytest.skip(f"needs {' '.join(missing)}")
    tablet = clinic.tablet()
    answer_all(tablet)
    tablet.press("Send my answers")
    doctor = clinic.signed_in(clinic.ada)
    doctor.follow("Okonkwo")
    response = doctor.client.get(doctor.page.link("PDF, Letter"))
    clinic.app.extensions[papers.EXTENSION].close()
    assert response.mimetype == "application/pdf"
    return response.get_data()


def hand_in(doctor: Browser, data: bytes) -> str:
    doctor.open("/verify/")
    form = doctor.page.form("Check it")
    sent = {**form.data({}, "Check it"), "file": (io.BytesIO(data), "summary.pdf")}
    doctor._show(doctor.post(form.action, sent))
    return doctor.page.text


def with_other_rater(pdf: bytes) -> bytes:
    """The same with another word in one of the attached files."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        held = opened.attachments["scores.csv"].get_file().read_bytes()
        wrong = held.replace(b'"maximum"', b'"minimum"')
        assert wrong != held
        opened.attachments["scores.csv"] = pikepdf.AttachedFileSpec(opened, wrong)
        opened.save(out)
    return out.getvalue()


def test_a_summary_of_this_clinic_agrees_until_it_is_altered_and_is_not_kept(
    clinic: Clinic, pdf: bytes
) -> None:
    doctor = clinic.signed_in(clinic.ada)
    with clinic.parts.database.read() as session:
        kept = session.query(SummaryDocument).count()

    agreed = hand_in(doctor, pdf)
    altered = hand_in(doctor, with_other_rater(pdf))

    assert "Paper and data agree" in agreed
    assert "The file is as it was written." in agreed
    assert "Paper and data do not agree" in altered
    assert "The file is not as it was written" in altered
    with clinic.parts.database.read() as session:
        assert session.query(SummaryDocument).count() == kept
        checks = session.query(AuditEvent).filter_by(kind="summary_checked").all()
        assert [event.account_id for event in checks] == [clinic.ada.id] * 2


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"", "Choose the PDF of a summary."), (b"text", "This is not a PDF that can be read.")],
)
def test_what_is_no_pdf_is_refused_in_a_sentence(clinic: Clinic, data: bytes, said: str) -> None:
    doctor = clinic.signed_in(clinic.ada)

    assert said in hand_in(doctor, data)
    assert doctor.status == 422


def test_a_pdf_without_our_data_has_nothing_to_compare(clinic: Clinic) -> None:
    blank = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(blank)

    said = hand_in(clinic.signed_in(clinic.ada), blank.getvalue())

    assert "This PDF carries no data to compare" in said


def test_the_desk_may_not(clinic: Clinic) -> None:
    desk = clinic.signed_in(clinic.fay)

    desk.open("/verify/")

    assert desk.status == 403
