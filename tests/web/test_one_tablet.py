"""A tablet that changes hands without being handed back: one sitting on it, and no open desk."""

from __future__ import annotations

from screening.store import sittings
from screening.store.encounters import Encounter
from screening.web.cookies import KIOSK, STAFF
from tests.trail import events
from tests.web.browser import Browser
from tests.web.conftest import PASSWORD, Clinic
from tests.web.test_calls import banners

LAST = "A patient last on Tablet 1 needs a nurse now"


def state(clinic: Clinic, visit: Encounter) -> str:
    with clinic.parts.database.read() as session:
        return sittings.for_encounter(session, visit.id)[-1].state


def worst_ache(clinic: Clinic, visit: Encounter, on: Browser) -> Browser:
    """The device with a patient whose answer has just called a nurse."""
    tablet = clinic.tablet(visit, on=on)
    tablet.press("Next", gate="no")
    tablet.press("Next", nights="1")
    tablet.press("Next", ache="10")
    return tablet


def call(clinic: Clinic) -> str:
    (banner,) = banners(clinic.signed_in(clinic.ada))
    return banner.text


def type_code(clinic: Clinic, device: Browser, visit: Encounter) -> None:
    """Staff take the tablet as it is and begin with the next patient."""
    device.open("/")
    device.press("Start", code=clinic.code_for(visit))


def test_a_call_names_no_tablet_that_is_in_somebody_elses_hands(clinic: Clinic) -> None:
    first, second = clinic.start_visit(), clinic.start_visit(of=clinic.add_noah())
    tablet = worst_ache(clinic, first, clinic.enrolled())
    assert "Tablet 1 needs a nurse now" in call(clinic)

    type_code(clinic, tablet, second)

    assert LAST in call(clinic)
    assert (state(clinic, first), state(clinic, second)) == ("paused", "confirm")


def test_the_next_code_on_a_strange_device_pauses_who_was_on_it(clinic: Clinic) -> None:
    first, second = clinic.start_visit(), clinic.start_visit(of=clinic.add_noah())
    device = clinic.tablet(first)

    type_code(clinic, device, second)

    assert (state(clinic, first), state(clinic, second)) == ("paused", "confirm")


def test_a_wrong_code_takes_the_tablet_from_nobody(clinic: Clinic) -> None:
    visit = clinic.start_visit()
    device = clinic.tablet(visit)

    device.open("/")
    device.press("Start", code="ZZZZ-ZZZZ")

    assert state(clinic, visit) == "answering"
    assert device.open("/sitting/1").title == "Question 1 of 8"


def test_who_answers_on_another_tablet_is_left_in_peace(clinic: Clinic) -> None:
    first, second = clinic.start_visit(), clinic.start_visit(of=clinic.add_noah())
    clinic.tablet(first, on=clinic.enrolled())

    type_code(clinic, clinic.enrolled(), second)

    assert state(clinic, first) == "answering"


def test_a_call_of_a_tablet_that_was_left_alone_says_where_it_was(clinic: Clinic) -> None:
    tablet = worst_ache(clinic, clinic.start_visit(), clinic.enrolled())
    clinic.clock.forward(minutes=7)

    tablet.open("/sitting")

    assert LAST in call(clinic)


def test_a_call_of_a_strange_device_names_no_place_once_it_is_off(clinic: Clinic) -> None:
    device = worst_ache(clinic, clinic.start_visit(), clinic.browser())
    clinic.clock.forward(minutes=7)

    device.open("/sitting")

    assert "A patient needs a nurse now" in call(clinic)


def sign_in(device: Browser, name: str = "fay", password: str = PASSWORD) -> None:
    device.open("/sign-in")
    device.press("Sign in", name=name, password=password)


def test_staff_who_sign_in_on_a_patients_tablet_take_it(clinic: Clinic) -> None:
    visit = clinic.start_visit()
    tablet = clinic.tablet(visit)
    before = tablet.cookie(KIOSK)

    sign_in(tablet)

    assert (tablet.path, state(clinic, visit)) == ("/desk/", "paused")
    assert tablet.cookie(KIOSK) not in ("", before)
    (paused,) = events(clinic.parts.database, "sitting_paused")
    assert paused.account_id == clinic.fay.id


def test_a_wrong_password_takes_the_tablet_from_nobody(clinic: Clinic) -> None:
    visit = clinic.start_visit()
    tablet = clinic.tablet(visit)

    sign_in(tablet, password="four loud herons")

    assert state(clinic, visit) == "answering"


def test_a_tablet_given_back_with_the_desk_open_opens_neither(clinic: Clinic) -> None:
    tablet = clinic.tablet()
    sign_in(tablet)

    tablet.open("/sitting/1")  # the patient goes back to the question
    assert (tablet.status, tablet.page.h1) == (410, "Enter your code")
    tablet.follow("Staff")

    assert tablet.page.h1 == "Sign in"
    assert tablet.open("/desk/").h1 == "Sign in"


def test_a_live_sitting_and_an_open_desk_never_share_a_browser(clinic: Clinic) -> None:
    """Two tabs at once may bring both cookies into one browser, whichever was first."""
    tablet, desk = clinic.tablet(), clinic.signed_in(clinic.fay)
    tablet.client.set_cookie(STAFF, desk.cookie(STAFF))
    data = tablet.page.form("Next").data({"gate": "no"}, "Next")

    reply = tablet.post("/sitting/1", data)

    assert reply.headers["Location"] == "/sitting/2"  # the answer is kept
    assert reply.headers["Clear-Site-Data"]
    assert tablet.open("/desk/").h1 == desk.open("/desk/").h1 == "Sign in"
    assert tablet.open("/sitting/2").title == "Question 2 of 8"


def test_a_tablets_own_script_signs_nobody_out(clinic: Clinic) -> None:
    device = clinic.signed_in(clinic.fay)

    assert device._send("GET", "/sitting/here").status_code == 410

    assert device.open("/desk/").h1 != "Sign in"
