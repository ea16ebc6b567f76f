"""The list of workstations: this computer enrolled, others renamed and retired."""

from __future__ import annotations

from uuid import uuid4

import pytest

from screening.store import workstations
from screening.store.models import Workstation
from screening.store.sites import add_site
from screening.web.cookies import TABLET, WORKSTATION
from tests.web.browser import Browser
from tests.web.conftest import PASSWORD, Clinic

PAGE = "/admin/workstations/"


def known(clinic: Clinic) -> list[str]:
    with clinic.parts.database.read() as session:
        return [one.name for one in workstations.in_use(session, clinic.parts.site.id)]


@pytest.fixture
def moss(clinic: Clinic) -> Browser:
    """The administrator on the list."""
    browser = clinic.signed_in(clinic.moss)
    browser.open(PAGE)
    return browser


def enrol(browser: Browser, name: str = "Front desk") -> None:
    browser.open(PAGE)
    browser.press("Enrol this computer", name=name)


def test_a_computer_is_enrolled_once_and_can_be_locked_from_then_on(
    clinic: Clinic, moss: Browser
) -> None:
    assert "No workstation is enrolled yet." in moss.page.text
    form = moss.page.form("Enrol this computer")

    moss.press("Enrol this computer", name="Front desk")

    assert "Front desk This computer" in moss.page.text
    assert "Lock" in [b.text for b in moss.page.root.all("button")]
    cookie = moss.cookie(WORKSTATION)
    moss.submit(form, {"name": "Front desk"}, "Enrol this computer")
    assert (known(clinic), moss.cookie(WORKSTATION)) == (["Front desk"], cookie)


def test_the_cookie_stays_for_400_days_and_is_bound_to_this_site(
    clinic: Clinic, moss: Browser
) -> None:
    form = moss.page.form("Enrol this computer")

    reply = moss.post(form.action, form.data({"name": "Front desk"}, "Enrol this computer"))

    (line,) = [c for c in reply.headers.getlist("Set-Cookie") if c.startswith(WORKSTATION)]
    for part in ("Secure", "HttpOnly", "Path=/", "SameSite=Strict", "Max-Age=34560000"):
        assert part in line.split("; ")
    assert "Domain" not in line


@pytest.mark.parametrize("name", ["", "x" * 41, "two\nlines", "hid\u202eden"])
def test_a_name_that_cannot_be_taken_is_kept_and_explained(
    clinic: Clinic, moss: Browser, name: str
) -> None:
    moss.press("Enrol this computer", name=name)

    assert (moss.status, known(clinic)) == (422, [])
    assert moss.cookie(WORKSTATION) == ""


def test_enrolling_takes_a_fresh_proof(clinic: Clinic, moss: Browser) -> None:
    clinic.clock.forward(minutes=6)

    moss.press("Enrol this computer", name="Front desk")
    assert (moss.page.h1, known(clinic)) == ("Show that it is you", [])
    moss.press("Go on", **{"proof-password": PASSWORD})

    assert known(clinic) == ["Front desk"]


def test_renamed_and_last_used(clinic: Clinic, moss: Browser) -> None:
    enrol(moss)
    clinic.clock.forward(minutes=1)
    other = clinic.signed_in(clinic.moss)
    enrol(other, "Room 2")

    moss.open(PAGE)
    moss.follow("Room 2")
    moss.press("Save the name", name="front desk")
    assert (moss.status, moss.page.value("name")) == (422, "front desk")
    moss.press("Save the name", name="Room 3")

    assert known(clinic) == ["Front desk", "Room 3"]
    assert "18 Nov 2026, 09:31" in moss.page.text  # in the clinic's zone


def test_a_retired_workstation_signs_out_whoever_is_there(clinic: Clinic, moss: Browser) -> None:
    desk = clinic.signed_in(clinic.moss)
    enrol(desk)
    desk.press("Sign out")
    desk.open("/sign-in")
    desk.press("Sign in", name="fay", password=PASSWORD)
    desk.open("/your-account/pin")
    desk.press("Save the PIN", pin="402975", again="402975")
    moss.open(PAGE)
    moss.follow("Front desk")

    moss.press("Retire this workstation")

    assert "No workstation is enrolled yet." in moss.page.text
    assert desk.open("/desk/").h1 == "Sign in"
    assert desk.open("/sign-in/pin").h1 == "Sign in"


def test_nobody_else_may_manage_workstations(clinic: Clinic, moss: Browser) -> None:
    enrol(moss)
    with clinic.parts.database.read() as session:
        (held,) = workstations.in_use(session, clinic.parts.site.id)
    for who in (clinic.fay, clinic.ada):
        browser = clinic.signed_in(who)
        for path in (PAGE, f"{PAGE}{held.id}"):
            assert (browser.open(path).h1, browser.status) == ("Not for this account", 403)
            assert browser.post(path, {}).status_code == 403
        assert browser.post(f"{PAGE}{held.id}/retire", {}).status_code == 403
    assert known(clinic) == ["Front desk"]


def test_one_that_is_not_there_is_404_and_so_is_another_sites(
    clinic: Clinic, moss: Browser
) -> None:
    enrol(moss)
    with clinic.parts.database.read() as session:
        (held,) = workstations.in_use(session, clinic.parts.site.id)
    moss.open(f"{PAGE}{uuid4()}")
    nobody = moss.page.text
    with clinic.parts.database.write() as session:
        away = add_site(session, "Hill Clinic", "UTC", now=clinic.clock())
        session.get_one(Workstation, held.id).site_id = away.id

    moss.open(f"{PAGE}{held.id}")

    assert (moss.status, moss.page.text) == (404, nobody)


def test_a_tablet_is_no_workstation_and_a_workstation_no_tablet(
    clinic: Clinic, moss: Browser
) -> None:
    moss.open("/desk/tablets/")
    moss.press("Enrol this device", tablet="Tablet 1")
    enrol(moss)
    assert (moss.status, known(clinic)) == (422, [])
    assert "tablets are handed to patients" in moss.page.text

    moss.open("/desk/tablets/")
    moss.press("Revoke")
    enrol(moss)
    assert known(clinic) == ["Front desk"]
    moss.open("/desk/tablets/")
    moss.press("Enrol this device", tablet="Tablet 1")
    assert moss.status == 422
    assert "This computer is a workstation" in moss.page.text


def test_a_workstation_is_not_handed_to_a_patient(clinic: Clinic, moss: Browser) -> None:
    enrol(moss)
    moss.press("Sign out")
    moss.open("/sign-in")
    moss.press("Sign in", name="fay", password=PASSWORD)
    moss.open(f"/desk/visits/{clinic.start_visit().id}")

    moss.press("Hand over this tablet")

    assert moss.status == 422
    assert "This computer is a workstation" in moss.page.text
    assert moss.cookie(TABLET) == ""
    assert moss.open("/desk/").h1 == "Today’s visits"  # nobody was signed out
