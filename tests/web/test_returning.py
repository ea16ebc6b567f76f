"""A workstation between two people: enrolled, locked, opened again by PIN, retired."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from screening.security import kiosk_tokens, passwords
from screening.store import models, pins, returning, sign_ins, workstations
from screening.store.account_value import Account
from screening.web.cookies import STAFF, WORKSTATION
from tests.web.browser import Browser
from tests.web.conftest import PASSWORD, SMALL, Clinic

PIN, OTHER = "402975", "838201"


def at_desk(clinic: Clinic, name: str = "Front desk") -> Browser:
    """The browser of an enrolled workstation, nobody signed in."""
    token, browser = kiosk_tokens.new_token(), clinic.browser("10.0.0.9")
    with clinic.parts.database.write() as session:
        workstations.enrol(
            session, clinic.parts.site.id, name, token=token, by=clinic.moss.id, now=clinic.clock()
        )
    browser.client.set_cookie(WORKSTATION, token)
    return browser


def sign_in(browser: Browser, account: Account) -> Browser:
    browser.open("/sign-in")
    browser.press("Sign in", name=account.name, password=PASSWORD)
    return browser


def choose_pin(browser: Browser, pin: str = PIN) -> None:
    browser.open("/your-account/pin")
    browser.press("Save the PIN", pin=pin, again=pin)
    assert "You have a PIN." in browser.page.text


def who(browser: Browser) -> list[str]:
    """Whom the page offers to come back."""
    labels = [e.text for e in browser.page.root.all("label")]
    return [text for text in labels if text != "Your PIN"]


@pytest.fixture
def desk(clinic: Clinic) -> Browser:
    """Dr Ada at a workstation, with a PIN."""
    browser = sign_in(at_desk(clinic), clinic.ada)
    choose_pin(browser)
    return browser


def test_locked_and_opened_again_by_the_pin(clinic: Clinic, desk: Browser) -> None:
    before = desk.cookie(STAFF)
    desk.open("/clinic/")

    desk.press("Lock")
    assert (desk.path, desk.page.h1) == ("/sign-in/pin", "Come back")
    assert desk.open("/clinic/").h1 == "Come back"
    desk.press("Go on", pin=PIN)

    assert desk.path == "/clinic/"
    assert desk.cookie(STAFF) not in ("", before)
    desk.client.set_cookie(STAFF, before)
    assert desk.open("/clinic/").h1 == "Come back"


def test_after_ten_idle_minutes_the_pin_is_asked_for_and_no_password(
    clinic: Clinic, desk: Browser
) -> None:
    clinic.clock.forward(minutes=10)

    assert desk.open("/clinic/").h1 == "Come back"
    desk.press("Go on", pin=PIN)

    assert desk.path == "/clinic/"


def test_strangers_at_the_desk_see_initials_and_nothing_else(clinic: Clinic, desk: Browser) -> None:
    desk.press("Lock")

    assert who(desk) == ["AB"]
    for told in ("Ada", "Byron", "ada", "Dr"):
        assert told not in desk.page.text
    assert desk.page.title == "Come back – Harbour Clinic"


def test_any_other_computer_tells_nobody_and_takes_no_pin(clinic: Clinic, desk: Browser) -> None:
    desk.press("Lock")
    sent = desk.page.form("Go on").data({"pin": PIN}, "Go on")
    stranger = clinic.browser("10.0.0.9")

    assert stranger.open("/sign-in/pin").h1 == "Sign in"
    assert "PIN" not in stranger.page.text
    stranger.client.set_cookie(STAFF, desk.cookie(STAFF))  # so that the form's token fits
    stranger._show(stranger.post("/sign-in/pin", sent))

    assert (stranger.path, stranger.page.h1) == ("/sign-in", "Sign in")
    assert stranger.open("/clinic/").h1 == "Sign in"


def test_without_the_enrolment_being_asked_a_stolen_page_would_open(
    clinic: Clinic, desk: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The counter-proof of the one above."""
    desk.press("Lock")
    with clinic.parts.database.read() as session:
        (known,) = workstations.in_use(session, clinic.parts.site.id)
    monkeypatch.setattr("screening.web.returning.this_workstation", lambda: known)
    monkeypatch.setattr("screening.web.workstation_here.this_workstation", lambda: known)
    stranger = clinic.browser("10.0.0.9")

    stranger.open("/sign-in/pin")
    stranger.press("Go on", pin=PIN)

    assert stranger.path == "/clinic/"


def test_three_wrong_pins_and_only_the_password_helps(clinic: Clinic, desk: Browser) -> None:
    desk.press("Lock")
    for _ in range(2):
        desk.press("Go on", pin=OTHER)
        assert (desk.status, who(desk)) == (422, ["AB"])
        assert OTHER not in desk.page.html

    desk.press("Go on", pin=OTHER)

    assert desk.status == 422
    assert who(desk) == []
    assert desk.open("/clinic/").h1 == "Sign in"
    sign_in(desk, clinic.ada)
    assert desk.path == "/clinic/"


def test_a_wrong_choice_and_a_wrong_pin_are_told_in_the_same_words(
    clinic: Clinic, desk: Browser
) -> None:
    desk.press("Lock")
    desk.press("Go on", pin=OTHER)
    wrong_pin = desk.page.text

    for chosen in ("", "nobody", str(clinic.ada.id)):
        desk.press("Go on", who=chosen, pin=PIN)
        assert (desk.status, desk.page.text) == (422, wrong_pin)


@pytest.mark.parametrize("typed", ["", "40297", PIN + " 1", "x" * 5000])
def test_what_cannot_be_a_pin_counts_as_a_wrong_one(
    clinic: Clinic, desk: Browser, typed: str
) -> None:
    desk.press("Lock")

    desk.press("Go on", pin=typed)

    assert desk.status == 422
    with clinic.parts.database.read() as session:
        assert session.scalar(select(models.SignIn.pin_tries)) == 1


def test_two_people_share_a_workstation(clinic: Clinic, desk: Browser) -> None:
    desk.press("Lock")
    sign_in(desk, clinic.fay)
    choose_pin(desk, OTHER)
    clinic.clock.forward(minutes=11)

    desk.open("/desk/")
    assert who(desk) == ["AB", "FD"]
    ada, fay = (e.attributes["value"] for e in desk.page.root.all("input")
                if e.attributes.get("name") == "who")  # fmt: skip
    desk.press("Go on", who=fay, pin=PIN)
    assert desk.status == 422
    desk.press("Go on", who=ada, pin=PIN)
    assert desk.path == "/clinic/"
    desk.press("Lock")
    desk.press("Go on", who=fay, pin=OTHER)
    assert desk.path == "/desk/"


def test_signing_out_ends_coming_back(clinic: Clinic, desk: Browser) -> None:
    desk.press("Sign out")

    assert desk.page.h1 == "Sign in"
    assert "PIN" not in desk.page.text
    assert desk.open("/sign-in/pin").h1 == "Sign in"


def test_a_pin_is_no_fresh_proof(clinic: Clinic, desk: Browser) -> None:
    desk.open("/your-account/pin")
    assert desk.page.h1 == "Your PIN"  # a minute after the password it is not asked for again
    desk.press("Lock")
    desk.press("Go on", pin=PIN)

    desk.open("/your-account/pin")
    assert desk.page.h1 == "Show that it is you"
    desk.press("Go on", **{"proof-password": PIN})
    assert desk.status == 422
    desk.press("Go on", **{"proof-password": PASSWORD})
    assert desk.page.h1 == "Your PIN"


def test_with_the_proof_kept_a_pin_would_pass_for_one(
    clinic: Clinic, desk: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The counter-proof."""
    monkeypatch.setattr(sign_ins, "forget_proof", lambda session, sign_in_id: None)
    desk.press("Lock")
    desk.press("Go on", pin=PIN)

    assert desk.open("/your-account/pin").h1 == "Your PIN"


def test_while_a_patient_answers_in_this_browser_nobody_is_offered(
    clinic: Clinic, desk: Browser
) -> None:
    desk.press("Lock")
    sent = desk.page.form("Go on").data({"pin": PIN}, "Go on")

    clinic.tablet(on=desk)
    desk._show(desk.post("/sign-in/pin", sent))

    assert desk.page.h1 == "Sign in"
    assert desk.open("/sign-in/pin").h1 == "Sign in"


def test_without_looking_for_the_patient_initials_would_be_offered(
    clinic: Clinic, desk: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The counter-proof."""
    desk.press("Lock")
    clinic.tablet(on=desk)
    monkeypatch.setattr("screening.web.workstation_here.guards.sitting_here", lambda: None)

    desk.open("/sign-in/pin")
    assert who(desk) == ["AB"]


def test_every_staff_page_of_a_workstation_has_its_lock_and_no_other_has(
    clinic: Clinic, desk: Browser
) -> None:
    elsewhere = clinic.signed_in(clinic.ada)
    for browser, expected in ((desk, True), (elsewhere, False)):
        for path in ("/clinic/", "/desk/", "/desk/tablets/", "/admin/"):
            browser.open(path)
            buttons = [b.text for b in browser.page.root.all("button")]
            assert ("Lock" in buttons, path) == (expected, path)


def test_locking_without_a_pin_signs_out(clinic: Clinic) -> None:
    browser = sign_in(at_desk(clinic), clinic.ada)

    browser.press("Lock")

    assert browser.page.h1 == "Sign in"


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ("123456", "123456", "among the first that are tried"),
        ("40297", "40297", "6 to 12 digits"),
        (PIN, OTHER, "do not match"),
        ("", "", "6 to 12 digits"),
    ],
)
def test_a_pin_that_cannot_be_taken_changes_nothing_and_is_not_shown(
    clinic: Clinic, first: str, second: str, words: str
) -> None:
    browser = clinic.signed_in(clinic.ada)
    browser.open("/your-account/pin")

    browser.press("Save the PIN", pin=first, again=second)

    assert browser.status == 422
    assert words in browser.page.text
    assert "You have no PIN." in browser.page.text
    assert not first or first not in browser.page.html


def test_a_pin_is_removed_and_then_opens_nothing(clinic: Clinic, desk: Browser) -> None:
    desk.open("/your-account/pin")

    desk.press("Remove my PIN")

    assert "You have no PIN." in desk.page.text
    clinic.clock.forward(minutes=11)
    assert desk.open("/clinic/").h1 == "Sign in"


def test_a_clinic_may_want_no_pins(make_clinic: Callable[..., Clinic]) -> None:
    clinic = make_clinic(SMALL, SCREENING_PIN_HOURS="0")
    desk = sign_in(at_desk(clinic), clinic.ada)
    with clinic.parts.database.write() as session:
        pins.keep(session, clinic.ada.id, passwords.hash_password("x"), now=clinic.clock())

    desk.press("Lock")

    assert desk.page.h1 == "Sign in"
    sign_in(desk, clinic.ada)
    assert "lets nobody come back by a PIN" in desk.open("/your-account/pin").text


def test_no_act_of_a_desk_leaves_a_pin_or_a_name_in_the_trail(
    clinic: Clinic, desk: Browser
) -> None:
    desk.press("Lock")
    desk.press("Go on", pin=OTHER)
    desk.press("Go on", pin=PIN)

    with clinic.parts.database.read() as session:
        events = session.execute(
            select(models.AuditEvent.kind, models.AuditEvent.ids)
            .order_by(models.AuditEvent.number.desc())
            .limit(3)
        ).all()
        (held,) = session.scalars(select(models.Pin.pin_hash)).all()
    assert [kind for kind, _ in events] == ["came_back", "pin_refused", "locked"]
    assert not [ids for _, ids in events if PIN in ids or OTHER in ids]
    assert held.startswith("$argon2id$")
    assert returning.PIN_TRIES == 3
