"""A clinician of another clinic reads one record for an hour, and the administrator sees it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from screening.report.summary import summarise
from screening.store import accounts, break_glass, sites
from screening.store.account_value import Account
from screening.store.encounters import Encounter
from screening.web import break_glass as pages
from tests.web.browser import Browser
from tests.web.conftest import CLEO, PASSWORD, Clinic
from tests.web.listing import send

PAGE = "/clinic/break-glass/"
REASON = "Brought in unconscious, next of kin unknown"
OPEN = "Open the record for an hour"
ANSWERS = {"gate": "no", "nights": "5", "ache": "10", "words": "a dog barks"}


@dataclass(frozen=True)
class Border:
    """Two clinics in one installation; Cleo was at ours."""

    clinic: Clinic
    eve: Account  # clinician of the other
    visit: Encounter

    def fields(self, **other: str) -> dict[str, str]:
        """What Eve types."""
        return {
            "clinic": str(self.clinic.parts.site.id), "record": CLEO.record, "day": "7",
            "month": "2", "year": "1994", "reason": REASON,
        } | other  # fmt: skip


@pytest.fixture
def border(clinic: Clinic, password_hash: str) -> Border:
    with clinic.parts.database.write() as session:
        hill = sites.add_site(session, "Hill Clinic", "UTC", now=clinic.clock())
        eve = accounts.add(
            session, hill.id, "eve", full_name="Dr Eve Hill", role="clinician",
            password_hash=password_hash, must_change=False, by=None, now=clinic.clock(),
        )  # fmt: skip
    visit = clinic.start_visit()
    send(clinic, visit, "check_in", ANSWERS)
    return Border(clinic, eve, visit)


@pytest.fixture
def eve(border: Border) -> Browser:
    """Eve on the form."""
    browser = border.clinic.signed_in(border.eve)
    browser.open(PAGE)
    return browser


def test_across_the_border_nothing_is_there_without_it(border: Border, eve: Browser) -> None:
    for path in (
        f"/clinic/visits/{border.visit.id}",
        f"/clinic/patients/{border.clinic.cleo.id}",
        f"/desk/patients/{border.clinic.cleo.id}",
    ):
        eve.open(path)
        assert eve.status == 404
        assert CLEO.family not in eve.page.html


def test_a_reason_opens_the_record_for_an_hour_to_read(border: Border, eve: Browser) -> None:
    eve.press(OPEN, **border.fields())
    assert "Okonkwo, Cleo" in eve.page.text
    assert "Opened from Harbour Clinic" in eve.page.text
    patient = eve.path

    eve.follow("Visit 1")

    assert eve.page.h1 == "Visit 1 of another clinic"
    assert "Harbour Clinic" in eve.page.text
    assert not [form for form in eve.page.root.all("form") if "main" in _above(form)]
    visit = eve.path
    border.clinic.clock.forward(minutes=59)
    again = border.clinic.signed_in(border.eve)
    assert again.open(visit).h1 == "Visit 1 of another clinic"
    border.clinic.clock.forward(minutes=1)
    for path in (patient, visit):
        again.open(path)
        assert (again.status, CLEO.family in again.page.html) == (404, False)


def test_what_was_not_asked_again_is_said_there_too(
    border: Border, eve: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a question that was left out reads as one that was answered with nothing."""
    line = "Sleep was not asked again: it was answered on 2 Nov 2026."
    monkeypatch.setattr(
        pages, "summarise", lambda *given: replace(summarise(*given), not_again=(line,))
    )
    eve.press(OPEN, **border.fields())

    eve.open(f"{eve.path}/visits/{border.visit.id}")

    assert line in eve.page.text
    assert "blockquote" in eve.page.html


def _above(element: object) -> list[str]:
    tags = []
    while element is not None:
        tags.append(element.tag)
        element = element.parent
    return tags


def test_it_opens_nothing_else_and_nothing_to_anybody_else(border: Border, eve: Browser) -> None:
    eve.press(OPEN, **border.fields())
    patient = eve.path
    eve.follow("Visit 1")
    visit = eve.path
    for path in (f"/clinic/visits/{border.visit.id}", f"/clinic/patients/{border.clinic.cleo.id}"):
        eve.open(path)
        assert eve.status == 404  # what can be changed stays on the other side
    ada = border.clinic.signed_in(border.clinic.ada)
    for path in (patient, visit):
        ada.open(path)
        assert ada.status == 404
    for who in (border.clinic.fay, border.clinic.moss):
        other = border.clinic.signed_in(who)
        for path in (PAGE, patient, visit):
            other.open(path)
            assert other.status == 403


def test_every_fault_is_told_and_everything_typed_stays(border: Border, eve: Browser) -> None:
    for field, value, words in (
        ("clinic", "", "Choose the clinic"),
        ("clinic", str(border.eve.site_id), "Choose the clinic"),
        ("record", "", "Enter the record number"),
        ("day", "31", "Enter a day that this month has."),
        ("reason", "urgent", "Write in 10 to 300 characters"),
        ("record", "MRN-00418", "Nobody there has exactly this"),
        ("day", "8", "Nobody there has exactly this"),
    ):
        eve.press(OPEN, **border.fields(**{field: value}))
        assert eve.status == 422, field
        assert words in eve.page.text
        assert eve.page.value("record") == (value if field == "record" else CLEO.record)
        assert CLEO.family not in eve.page.html


def test_it_takes_a_fresh_proof(border: Border, eve: Browser) -> None:
    border.clinic.clock.forward(minutes=6)

    eve.press(OPEN, **border.fields())
    assert eve.page.h1 == "Show that it is you"
    eve.press("Go on", **{"proof-password": PASSWORD})

    assert "Okonkwo, Cleo" in eve.page.text


def test_the_administrator_of_the_patients_clinic_sees_who_and_why(
    border: Border, eve: Browser, password_hash: str
) -> None:
    eve.press(OPEN, **border.fields())
    with border.clinic.parts.database.write() as session:
        hal = accounts.add(
            session, border.eve.site_id, "hal", full_name="Hal Hill", role="administrator",
            password_hash=password_hash, must_change=False, by=None, now=border.clinic.clock(),
        )  # fmt: skip

    moss = border.clinic.signed_in(border.clinic.moss)
    text = moss.open("/admin/break-glass").text
    theirs = border.clinic.signed_in(hal).open("/admin/break-glass").text

    for told in ("Dr Eve Hill", "Hill Clinic", CLEO.record, REASON):
        assert told in text
    assert CLEO.family not in text
    assert "Nobody has opened one." in theirs


def test_in_an_installation_of_one_clinic_no_page_speaks_of_it(clinic: Clinic) -> None:
    ada = clinic.signed_in(clinic.ada)

    assert "another clinic" not in ada.open("/desk/patients/").text
    assert "no other clinic" in ada.open(PAGE).text
    assert "from elsewhere" not in clinic.signed_in(clinic.moss).open("/admin/accounts").text


def test_without_the_hour_in_the_query_it_would_stay_open(
    border: Border, eve: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The counter-proof: the time is looked at by the store and by nothing before it."""
    kept: Callable[..., object] = break_glass.visit
    start = border.clinic.clock()
    eve.press(OPEN, **border.fields())
    eve.follow("Visit 1")
    visit = eve.path
    border.clinic.clock.forward(hours=2)
    late = border.clinic.signed_in(border.eve)
    assert late.open(visit).h1 != "Visit 1 of another clinic"
    live = break_glass.live
    monkeypatch.setattr(break_glass, "visit", lambda *a, **k: kept(*a, **(k | {"now": start})))
    monkeypatch.setattr(break_glass, "live", lambda *a, **k: live(*a, **(k | {"now": start})))

    assert late.open(visit).h1 == "Visit 1 of another clinic"
