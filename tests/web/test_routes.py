"""Route x role x own or another site's record: what the table says is what the app does.

What is not one's own is not there: the same page as for what never was, and nothing is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import uuid4

import pytest

from screening.store import audit, sites
from screening.store.account_value import Account
from screening.store.patients import Identity
from screening.web import csrf, papers
from screening.web.cookies import STAFF as STAFF_COOKIE
from tests.web.browser import SAME_ORIGIN, Browser
from tests.web.conftest import PASSWORD, Clinic
from tests.web.route_table import ROUTES, STAFF, Row
from tests.web.ways import NoPrinter, Records, a_staff, of_staff, send, some_records, ways

STRANGERS = Identity("Strangeways", "Perpetua", date(1971, 3, 9), "HILL-7")


@dataclass(frozen=True, slots=True)
class TwoSites:
    """Ours, and another one in the same database."""

    clinic: Clinic
    staff: dict[str, Account]  # ours, by role
    mine: Records
    theirs: Records
    nobodys: Records

    def head(self) -> str:
        """Of the audit trail: another one means that something was written."""
        with self.clinic.parts.database.read() as session:
            return audit.head(session)


@pytest.fixture
def two(clinic: Clinic, password_hash: str) -> TwoSites:
    clinic.app.extensions[papers.EXTENSION] = NoPrinter()
    with clinic.parts.database.write() as session:
        hill = sites.add_site(session, "Hill Clinic", "UTC", now=clinic.clock()).id
    here = a_staff(clinic, clinic.parts.site.id, password_hash, "here")
    there = a_staff(clinic, hill, password_hash, "hill")
    ours = Identity("Own", "Ida", date(1980, 1, 2), "OWN-1")
    mine = some_records(clinic, clinic.parts.site.id, here["clinician"].id, ours)
    theirs = some_records(clinic, hill, there["clinician"].id, STRANGERS)
    return TwoSites(clinic, here, mine, theirs, {kind: uuid4() for kind in mine})


@pytest.fixture
def any_token(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every form's token fits: what is asked here is what stands behind it."""
    monkeypatch.setattr(csrf, "fits", lambda *given: True)


def test_the_table_has_every_route_and_no_other(clinic: Clinic) -> None:
    assert set(ROUTES) == {way.endpoint for way in ways(clinic)}


def just_come_in(two: TwoSites, role: str) -> Browser:
    """Somebody who sent the form of the sign-in, and asked for no page before or after it."""
    browser = two.clinic.browser("10.0.0.9")
    reply = browser.post("/sign-in", {"name": two.staff[role].name, "password": PASSWORD})
    assert (reply.status_code, browser.cookie(STAFF_COOKIE) != "") == (303, True)
    return browser


def wrongly_reached(two: TwoSites, role: str) -> list[tuple[str, str, int]]:
    """The ways at which the app decides otherwise than the table."""
    wrong = []
    for way in of_staff(two.clinic):
        # Some routes sign out who asks, so each is asked by somebody who has just come in.
        status, _ = send(just_come_in(two, role), way, two.mine)
        if (status == 403) == (role in way.row.who) or status >= 500:
            wrong.append((way.endpoint, way.method, status))
    return wrong


@pytest.mark.parametrize("role", STAFF)
def test_a_role_reaches_its_routes_and_is_refused_at_all_others(
    two: TwoSites, any_token: None, role: str
) -> None:
    assert wrongly_reached(two, role) == []


def test_nobody_reaches_a_staff_route_without_a_sign_in(two: TwoSites, any_token: None) -> None:
    before = two.head()
    for way in of_staff(two.clinic):
        stranger = two.clinic.browser()
        reply = stranger._send(
            way.method, way.path(two.mine), data=way.data(two.mine), headers=SAME_ORIGIN
        )

        assert (reply.status_code, reply.headers["Location"]) == (303, "/sign-in"), way

    assert two.head() == before


@pytest.mark.parametrize("role", STAFF)
def test_another_sites_record_is_not_there_and_nothing_is_written(
    two: TwoSites, any_token: None, role: str
) -> None:
    """The same page for theirs and for nobody's, and neither leaves a trace."""
    browser, wrong, asked = two.clinic.signed_in(two.staff[role]), [], 0
    for way in of_staff(two.clinic):
        if not way.row.of or role not in way.row.who:
            continue
        before, asked = two.head(), asked + 1
        theirs, nobodys = (send(browser, way, records) for records in (two.theirs, two.nobodys))
        if theirs[0] != 404 or theirs != nobodys or two.head() != before:
            wrong.append((way.endpoint, way.method, theirs[0]))

    assert wrong == []
    assert asked > 0 or role == "auditor"


@pytest.mark.parametrize("role", STAFF)
def test_ones_own_record_is_there(two: TwoSites, any_token: None, role: str) -> None:
    """Else the test above would be green where nothing is ever found."""
    browser = two.clinic.signed_in(two.staff[role])
    gone = [
        way.endpoint
        for way in of_staff(two.clinic)
        if way.row.of and role in way.row.who and way.method == "GET"
        if send(browser, way, two.mine)[0] == 404
    ]

    assert set(gone) <= {
        "clinician.consent",  # nobody was asked for one
        "clinician.chart.chart",  # there is nothing to sum up yet
        "paper_entry.check", "paper_entry.sheet",  # nothing was typed in from paper
        "clinician.amending.amend",  # nothing was sent yet
    }  # fmt: skip


@pytest.mark.parametrize("role", STAFF)
def test_no_page_names_anybody_of_another_site(two: TwoSites, role: str) -> None:
    browser = two.clinic.signed_in(two.staff[role])
    for way in of_staff(two.clinic):
        if way.method == "GET" and role in way.row.who:
            _, text = send(browser, way, two.mine)

            assert STRANGERS.family not in text, way
            assert STRANGERS.record not in text, way


def test_a_row_that_grants_too_much_or_too_little_is_noticed(
    two: TwoSites, any_token: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ROUTES, "audit.files.export", Row(("auditor", "administrator")))
    monkeypatch.setitem(ROUTES, "account_admin.overview", Row(("auditor",)))

    assert wrongly_reached(two, "administrator") == [
        ("account_admin.overview", "GET", 200), ("audit.files.export", "POST", 403)
    ]  # fmt: skip
