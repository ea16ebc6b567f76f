"""Erasure on its pages: asked for by the administrator, carried out by a second person."""

from __future__ import annotations

import csv
import io

import pytest

from screening.store import accounts, audit, encounters, erasures, legal_holds
from screening.store.account_value import Account
from screening.store.encounters import Encounter
from screening.store.erasures import Erasure, State
from screening.web.fresh import FRESH_FOR
from tests.trail import ids_of
from tests.web.browser import Browser
from tests.web.conftest import CLEO, PASSWORD, Clinic
from tests.web.listing import send

START = "/admin/erasures/find"
REASON = "Case 12 of the county court"
ERASE = "Erase for ever"


@pytest.fixture
def visit(clinic: Clinic) -> Encounter:
    """A visit of Cleo's with answers that were sent; another one without any stands beside it."""
    found = clinic.start_visit()
    send(clinic, found, "check_in", {"gate": "no", "nights": "5", "ache": "7"})
    clinic.start_visit()
    return found


@pytest.fixture
def moss(clinic: Clinic, visit: Encounter) -> Browser:
    """The administrator on the page of Cleo's record number."""
    browser = clinic.signed_in(clinic.moss)
    browser.open(START)
    browser.press("Find", record=CLEO.record)
    return browser


@pytest.fixture
def ada(clinic: Clinic) -> Browser:
    """The clinician."""
    return clinic.signed_in(clinic.ada)


def ask(moss: Browser, what: str) -> str:
    """The address of the request."""
    moss.press("Ask for it", what=what, ground="asked_by_patient")
    return moss.path


def states(clinic: Clinic) -> list[str]:
    with clinic.parts.database.read() as session:
        found = encounters.of_patient(session, clinic.cleo.id, void=True)
    return [one.state for one in found]


def requests(clinic: Clinic) -> tuple[Erasure, ...]:
    with clinic.parts.database.read() as session:
        return erasures.of_site(session, clinic.parts.site.id)


def test_the_administrator_finds_a_record_and_sees_no_name_and_no_answer(moss: Browser) -> None:
    assert CLEO.record in moss.page.text
    assert "Visit 1" in moss.page.text
    assert CLEO.family not in moss.page.text
    assert CLEO.given not in moss.page.text


def test_a_visit_goes_when_a_clinician_carries_it_out(
    clinic: Clinic, visit: Encounter, moss: Browser, ada: Browser
) -> None:
    here = ask(moss, str(visit.id))
    assert states(clinic) == ["open", "open"]  # nothing is erased by asking
    assert ada.open("/clinic/").link("Erasure") == "/admin/erasures/"

    ada.open(here)
    assert f"Visit 1 of record {CLEO.record}" in ada.page.text
    ada.press(ERASE)

    assert "Carried out by Dr Ada Byron" in ada.page.text
    assert states(clinic) == ["erased", "open"]
    with clinic.parts.database.read() as session:
        assert audit.verify(session) == []


def test_an_erased_visit_is_shown_as_erased_and_no_page_fails(
    clinic: Clinic, visit: Encounter, moss: Browser, ada: Browser
) -> None:
    here = ask(moss, str(visit.id))
    ada.open(here)
    ada.press(ERASE)

    for address, words in (
        (f"/clinic/visits/{visit.id}", "This visit was erased"),
        (f"/clinic/patients/{clinic.cleo.id}", "Erased: visit 1."),
        (f"/desk/patients/{clinic.cleo.id}", "(erased)"),
        (f"/desk/visits/{visit.id}", "This visit was erased"),
        (f"/desk/visits/{visit.id}/correct", "there is nothing to put right"),
        ("/clinic/", "Worklist"), ("/desk/", "Today"), ("/export/", "Export"),
        ("/admin/erasures/", "1 carried out"),
    ):  # fmt: skip
        assert words in ada.open(address).text, address
        assert ada.status == 200
    ada.open(f"/clinic/visits/{visit.id}/summary/a4")
    assert ada.status == 409


def test_a_patient_goes_with_everything(
    clinic: Clinic, visit: Encounter, moss: Browser, ada: Browser
) -> None:
    here = ask(moss, "patient")
    ada.open(here)
    ada.press(ERASE)

    assert states(clinic) == []
    for address in (f"/clinic/visits/{visit.id}", f"/desk/patients/{clinic.cleo.id}"):
        ada.open(address)
        assert ada.status == 404
    for address in ("/clinic/", "/desk/", here, "/admin/erasures/", "/export/"):
        ada.open(address)
        assert ada.status == 200, address
    moss.open(START)
    moss.press("Find", record=CLEO.record)
    assert "No patient of this site has this record number." in moss.page.text


def test_who_asked_has_no_button_and_is_refused(
    clinic: Clinic, moss: Browser, ada: Browser
) -> None:
    here = ask(moss, "patient")
    assert ERASE not in moss.page.text
    ada.open(here)

    withdraw = moss.page.form("Let the request go").data({}, "Let the request go")
    reply = moss.post(f"{here}/carry-out", withdraw)

    assert reply.status_code == 409
    assert "Another administrator or a clinician" in reply.get_data(as_text=True)
    assert states(clinic) == ["open", "open"]


def test_another_administrator_is_a_second_person_too(
    clinic: Clinic, moss: Browser, password_hash: str
) -> None:
    here = ask(moss, "patient")
    other = clinic.signed_in(an_administrator(clinic, password_hash))
    other.open(here)
    other.press(ERASE)

    assert [one.state for one in requests(clinic)] == [State.DONE]


def an_administrator(clinic: Clinic, password_hash: str) -> Account:
    with clinic.parts.database.write() as session:
        return accounts.add(
            session, clinic.parts.site.id, "iris", full_name="Iris Keeper", role="administrator",
            password_hash=password_hash, must_change=False, by=None, now=clinic.clock(),
        )  # fmt: skip


def test_asking_and_carrying_out_need_a_fresh_proof(
    clinic: Clinic, moss: Browser, ada: Browser
) -> None:
    clinic.clock.forward(seconds=FRESH_FOR.total_seconds() + 60)
    moss.press("Ask for it", what="patient", ground="ordered")
    assert requests(clinic) == ()
    moss.press("Go on", **{"proof-password": PASSWORD})
    here = moss.path
    assert len(requests(clinic)) == 1

    ada.open(here)
    ada.press(ERASE)
    assert states(clinic) == ["open", "open"]
    ada.press("Go on", **{"proof-password": PASSWORD})
    assert states(clinic) == []


def test_let_go_nothing_is_erased(clinic: Clinic, moss: Browser, ada: Browser) -> None:
    ada.open(ask(moss, "patient"))
    ada.press("Let the request go")

    assert "Nothing was erased." in ada.page.text
    assert states(clinic) == ["open", "open"]


def test_what_was_not_chosen_is_asked_for_again(clinic: Clinic, moss: Browser) -> None:
    moss.press("Ask for it", what="patient")

    assert moss.status == 422
    assert moss.page.value("what") == "patient"
    assert requests(clinic) == ()


def test_under_a_hold_there_is_no_way_to_ask_and_taken_off_there_is(
    clinic: Clinic, moss: Browser
) -> None:
    before = moss.page.form("Ask for it")
    moss.press("Put a hold on", reason="short")
    assert moss.status == 422
    moss.press("Put a hold on", reason=REASON)
    assert REASON in moss.page.text
    assert "Ask for it" not in moss.page.text

    values = {"what": "patient", "ground": "ordered"}
    reply = moss.post(before.action, before.data(values, "Ask for it"))
    assert reply.status_code == 409
    moss.press("Take the hold off")

    ask(moss, "patient")
    assert len(requests(clinic)) == 1
    with clinic.parts.database.read() as session:
        assert legal_holds.of_patient(session, clinic.cleo.id) is None


def test_the_report_counts_and_names_nobody(
    clinic: Clinic, visit: Encounter, moss: Browser, ada: Browser
) -> None:
    ada.open(ask(moss, "patient"))
    ada.press(ERASE)
    ada.open("/admin/erasures/")
    form = ada.page.form("Download as CSV")

    reply = ada.post(form.action, form.data({}, "Download as CSV"))

    (row,) = csv.DictReader(io.StringIO(reply.get_data(as_text=True)))
    assert (row["patients"], row["visits"], row["responses"]) == ("1", "2", "1")
    assert (row["asked_by"], row["carried_out_by"]) == ("Moss Keeper", "Dr Ada Byron")
    for told in (ada.page.text, reply.get_data(as_text=True)):
        assert CLEO.record not in told
        assert "check_in" not in told


def test_what_is_past_retention_goes_to_a_second_person_in_one(
    clinic: Clinic, visit: Encounter, ada: Browser, password_hash: str
) -> None:
    clinic.clock.forward(days=3660)  # ten years and some days
    young = clinic.start_visit()
    moss = clinic.signed_in(clinic.moss)
    moss.open("/admin/erasures/past-retention")
    assert "2 visits" in moss.page.text
    moss.press("Ask for the erasure of all of them")
    here = moss.path

    ada = clinic.signed_in(clinic.ada)
    ada.open(here)
    assert states(clinic) == ["open", "open", "open"]
    ada.press(ERASE)

    assert states(clinic) == ["erased", "erased", "open"]
    assert young.number == 3
    moss.open("/admin/erasures/past-retention")
    assert "No visit is older than that." in moss.page.text


def test_whose_record_the_second_person_saw_is_on_the_trail(
    clinic: Clinic, visit: Encounter, moss: Browser, password_hash: str
) -> None:
    olga = clinic.signed_in(an_administrator(clinic, password_hash))

    olga.open(ask(moss, str(visit.id)))

    assert CLEO.record in olga.page.text
    seen = [event["patient"] for event in ids_of(clinic.parts.database, "patient_read")]
    assert seen == [str(clinic.cleo.id)] * 2  # Moss, who asked, and Olga


def test_when_others_have_become_too_old_meanwhile_the_page_says_so(
    clinic: Clinic, visit: Encounter
) -> None:
    clinic.clock.forward(days=3660)
    moss = clinic.signed_in(clinic.moss)
    moss.open("/admin/erasures/past-retention")

    moss.submit(moss.page.form("Ask for the erasure"), {"number": "1"}, "Ask for the erasure")

    assert moss.status == 409
    assert "other visits than this page had counted. Nothing was asked for yet." in moss.page.text
    moss.press("Ask for the erasure of all of them")
    assert moss.page.h1 == "Visits past retention: erasure"


@pytest.mark.parametrize(
    ("years", "reason", "saved"),
    [("6", "", True), ("5", "", False), ("5", "Order of the board", True), ("0", "x", False),
     ("7", "a reason too many", False), ("101", "", False), ("", "", True), ("x", "", False)],
)  # fmt: skip
def test_a_site_keeps_for_six_years_or_says_why_not(
    clinic: Clinic, years: str, reason: str, saved: bool
) -> None:
    moss = clinic.signed_in(clinic.moss)
    moss.open(f"/admin/sites/{clinic.parts.site.id}")
    moss.press("Save", retention_years=years, retention_reason=reason)

    assert (moss.status == 200) == saved
    assert moss.page.value("retention_years") == years
    if saved:
        moss.open("/admin/erasures/past-retention")
        assert f"keeps visits for {years or 10} years" in moss.page.text
