"""A copy leaves the clinic under a signed consent that holds; each stands on an account."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from pypdf import PdfReader

from screening.store.models import AuditEvent
from screening.web import papers
from screening.web.passing_on import WORDS_AT_MOST
from tests.web.browser import Browser
from tests.web.conftest import Clinic
from tests.web.test_clinician import sent_visit
from tests.web.ways import NoPrinter

TO = {
    "recipient": "Dr Osei, Hill Clinic",
    "scope": "Summary of this visit",
    "purpose": "going on with care",
    "signed_by": "Cleo Okonkwo",
}
PUT = "Put it on record"
MAKE = "Make the copy"


def put_on_record(doctor: Browser, clinic: Clinic, days: int = 30, **other: str) -> None:
    """A consent from today on, from the visit's page."""
    doctor.follow("All visits of this patient")
    doctor.follow("Passing records on")
    today = clinic.clock().date()
    signed = {"signed_on": today.isoformat(), "until": (today + timedelta(days=days)).isoformat()}
    doctor.press(PUT, **(TO | signed | other))


def to_the_copy(doctor: Browser) -> None:
    doctor.follow("All visits of this patient")
    doctor.follow("Visit 1")
    doctor.follow("Copy for outside")


def consent_on(doctor: Browser) -> str:
    """The first consent that the page offers."""
    inputs = doctor.page.root.all("input")
    return next(one.attributes["value"] for one in inputs if one.attributes["name"] == "consent")


def copies_written_down(clinic: Clinic) -> int:
    with clinic.parts.database.read() as session:
        return session.query(AuditEvent).filter_by(kind="outside_copy_made").count()


def test_without_a_consent_no_copy_is_offered(clinic: Clinic) -> None:
    doctor = sent_visit(clinic)

    doctor.follow("Copy for outside")

    assert "No consent of this patient holds today." in doctor.page.text
    assert MAKE not in doctor.page.text


def test_a_copy_carries_notice_and_consent_and_is_written_down_each_time(clinic: Clinic) -> None:
    doctor = sent_visit(clinic)
    put_on_record(doctor, clinic)
    to_the_copy(doctor)
    form = doctor.page.form(MAKE)

    copies = [
        doctor.post(doctor.path, form.data({"consent": consent_on(doctor)}, MAKE)) for _ in range(2)
    ]
    clinic.app.extensions[papers.EXTENSION].close()

    assert [copy.status_code for copy in copies] == [200, 200]
    text = PdfReader(io.BytesIO(copies[0].data)).pages[0].extract_text()
    assert "42 CFR part 2" in text
    assert "Dr Osei, Hill Clinic" in text
    assert "Summary of this visit. Signed by Cleo Okonkwo on" in " ".join(text.split())
    assert copies[0].data == copies[1].data
    assert "-outside.pdf" in copies[0].headers["Content-Disposition"]
    assert copies_written_down(clinic) == 2
    doctor.follow("Consents, and what went out")
    account = doctor.page.root.all("table")[0].text
    assert account.count("Summary of visit 1, notice 1.0.0") == 2
    assert account.count("Dr Osei, Hill Clinic, going on with care") == 2


def test_a_consent_that_was_taken_back_serves_no_more_and_what_went_out_stays(
    clinic: Clinic,
) -> None:
    clinic.app.extensions[papers.EXTENSION] = NoPrinter()
    doctor = sent_visit(clinic)
    put_on_record(doctor, clinic)
    to_the_copy(doctor)
    form, chosen, path = doctor.page.form(MAKE), consent_on(doctor), doctor.path
    assert doctor.post(path, form.data({"consent": chosen}, MAKE)).status_code == 200

    doctor.follow("Consents, and what went out")
    doctor.press("Taken back")

    assert "Taken back," in doctor.page.text
    assert "Summary of visit 1" in doctor.page.root.all("table")[0].text
    # The page that was open before offers it still.
    assert doctor.post(path, form.data({"consent": chosen}, MAKE)).status_code == 422
    assert copies_written_down(clinic) == 1


def test_a_consent_that_has_run_out_is_not_offered(clinic: Clinic) -> None:
    doctor = sent_visit(clinic)
    put_on_record(doctor, clinic, days=1)
    clinic.clock.forward(days=2)
    doctor = clinic.signed_in(clinic.ada)
    doctor.open("/clinic/?show=all")
    doctor.follow("Okonkwo")

    doctor.follow("Copy for outside")

    assert "No consent of this patient holds today." in doctor.page.text
    doctor.follow("Consents, and what went out")
    assert "Ran out on" in doctor.page.text


def test_what_the_patient_keeps_back_stops_every_copy(clinic: Clinic) -> None:
    clinic.app.extensions[papers.EXTENSION] = NoPrinter()
    doctor = sent_visit(clinic)
    put_on_record(doctor, clinic)
    to_the_copy(doctor)
    form, chosen, path = doctor.page.form(MAKE), consent_on(doctor), doctor.path
    doctor.follow("Consents, and what went out")
    doctor.press("Keep it back", words="nothing about alcohol")

    reply = doctor.post(path, form.data({"consent": chosen}, MAKE))
    doctor.open(path)

    assert reply.status_code == 422
    assert "The patient keeps something back" in doctor.page.text
    assert "nothing about alcohol" in doctor.page.text
    assert copies_written_down(clinic) == 0
    doctor.follow("Consents, and what went out")
    doctor.press("Kept back no longer")
    assert doctor.post(path, form.data({"consent": chosen}, MAKE)).status_code == 200


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("recipient", "", "Say to whom"),
        ("scope", " ", "Say what may be passed on."),
        ("purpose", "x" * (WORDS_AT_MOST + 1), "Write at most 200 characters."),
        ("signed_by", "Cleo\u202eOkonkwo", "a sign in it that cannot be seen"),
        ("signed_on", "yesterday", "Give the day as year, month and day"),
        ("signed_on", "2099-01-01", "A consent that is signed later"),
        ("until", "", "Give the day as year, month and day"),
        ("until", "2020-01-01", "The last day must not lie before the signature."),
    ],
)
def test_what_is_wrong_in_a_consent_is_said_at_its_field(
    clinic: Clinic, field: str, typed: str, said: str
) -> None:
    doctor = sent_visit(clinic)

    put_on_record(doctor, clinic, **{field: typed})

    assert doctor.status == 422
    assert said in doctor.page.text
    assert "No consent is on record" in doctor.page.text
    assert doctor.page.value("purpose" if field != "purpose" else "scope")


def test_a_copy_needs_a_consent_and_a_language_that_were_chosen(clinic: Clinic) -> None:
    clinic.app.extensions[papers.EXTENSION] = NoPrinter()
    doctor = sent_visit(clinic)
    put_on_record(doctor, clinic)
    to_the_copy(doctor)

    doctor.press(MAKE)
    assert (doctor.status, "Choose the consent" in doctor.page.text) == (422, True)
    doctor.press(MAKE, consent=consent_on(doctor), language="xx")

    assert (doctor.status, "Choose a language." in doctor.page.text) == (422, True)
    assert copies_written_down(clinic) == 0


def test_without_a_notice_no_copy_goes_outside(clinic: Clinic) -> None:
    doctor = sent_visit(clinic)
    put_on_record(doctor, clinic)
    to_the_copy(doctor)
    form, chosen, path = doctor.page.form(MAKE), consent_on(doctor), doctor.path
    for language in ("en", "es"):
        clinic.parts.shelf.clinic[language] = clinic.parts.shelf.clinic[language].model_copy(
            update={"outside_copy": None}
        )

    reply = doctor.post(path, form.data({"consent": chosen}, MAKE))
    doctor.open(path)

    assert reply.status_code == 409
    assert "the clinic has no notice" in doctor.page.text
    doctor.follow("Back to visit 1")
    assert "Copy for outside" not in doctor.page.text


def test_before_anything_was_sent_there_is_no_copy(clinic: Clinic) -> None:
    clinic.start_visit()
    doctor = clinic.signed_in(clinic.ada)
    doctor.follow("Okonkwo")
    assert "Copy for outside" not in doctor.page.text

    doctor.open(f"{doctor.path}/outside")

    assert "nothing was sent in this visit" in doctor.page.text
