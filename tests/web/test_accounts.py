"""Signing in and out."""

from __future__ import annotations

import pytest
from werkzeug.test import Client

from screening.security.passwords import hash_password
from screening.store import accounts
from screening.web.cookies import KIOSK, STAFF
from tests.web.browser import SAME_ORIGIN, Browser
from tests.web.conftest import PASSWORD, Clinic


@pytest.mark.parametrize(
    ("who", "path"), [("fay", "/desk/"), ("ada", "/clinic/"), ("moss", "/admin/")]
)
def test_everybody_lands_where_their_work_is(clinic: Clinic, who: str, path: str) -> None:
    browser = clinic.signed_in(getattr(clinic, who))

    assert browser.path == path
    assert browser.status == 200
    browser.open("/sign-in")
    assert browser.path == path


@pytest.mark.parametrize(
    ("name", "password"),
    [("ada", "not her password"), ("nobody", PASSWORD), ("", ""), ("ada", "x" * 5000)],
)
def test_every_refusal_is_the_same_page(clinic: Clinic, name: str, password: str) -> None:
    browser = clinic.browser()
    browser.open("/sign-in")

    browser.press("Sign in", name=name, password=password)

    assert browser.status == 422
    assert browser.page.text == (
        "There is a problem Name and password do not go together, or there were too many tries. "
        "Try again later. Sign in Name Password Sign in Use a passkey instead "
        "Invited for the first time? Use your code. Patients: enter your code."
    )
    browser.open("/desk/")
    assert browser.path == "/sign-in"


def test_too_many_tries_lock_the_name_here_and_nowhere_else(clinic: Clinic) -> None:
    browser = clinic.browser()
    browser.open("/sign-in")
    for _ in range(5):
        browser.press("Sign in", name="ada", password="wrong as can be")

    browser.press("Sign in", name="ada", password=PASSWORD)
    locked = browser.status
    elsewhere = clinic.signed_in(clinic.ada)
    clinic.clock.forward(minutes=2)
    browser.press("Sign in", name="ada", password=PASSWORD)

    assert locked == 422
    assert elsewhere.path == "/clinic/"
    assert browser.path == "/clinic/"


def test_signing_in_gives_a_new_token_and_signing_out_ends_it(clinic: Clinic) -> None:
    browser = clinic.browser()
    browser.open("/sign-in")
    before = browser.cookie(STAFF)
    browser.press("Sign in", name="fay", password=PASSWORD)
    during = browser.cookie(STAFF)

    browser.press("Sign out")
    browser.client.set_cookie(STAFF, during)
    browser.open("/desk/")

    assert len({before, during, ""}) == 3
    assert browser.path == "/sign-in"


def test_a_sign_in_left_alone_ends_and_one_in_use_does_not(clinic: Clinic) -> None:
    browser = clinic.signed_in(clinic.fay)
    for _ in range(3):
        clinic.clock.forward(minutes=9)
        browser.open("/desk/")
    assert browser.path == "/desk/"

    clinic.clock.forward(minutes=11)
    browser.open("/desk/")

    assert browser.path == "/sign-in"


def test_the_tablet_and_the_staff_cookie_cannot_stand_for_each_other(clinic: Clinic) -> None:
    tablet = clinic.tablet()
    staff = clinic.signed_in(clinic.ada)
    swapped = clinic.browser()
    swapped.client.set_cookie(STAFF, tablet.cookie(KIOSK))
    swapped.client.set_cookie(KIOSK, staff.cookie(STAFF))

    swapped.open("/clinic/")
    assert swapped.path == "/sign-in"
    swapped.open("/sitting/1")
    assert swapped.status == 410


def test_cookies_are_bound_to_this_site_and_hidden_from_scripts(clinic: Clinic) -> None:
    client: Client = clinic.browser().client

    for path, name in (("/", KIOSK), ("/sign-in", STAFF)):
        (header,) = client.get(path).headers.getlist("Set-Cookie")

        value, *flags = header.split("; ")
        assert value.startswith(f"{name}=")
        assert name.startswith("__Host-")
        assert set(flags) == {"Secure", "HttpOnly", "Path=/", "SameSite=Strict"}


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://elsewhere.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
    ],
)
def test_a_form_from_elsewhere_is_refused(clinic: Clinic, headers: dict[str, str]) -> None:
    browser = clinic.browser()
    browser.open("/sign-in")
    data = browser.page.form("Sign in").data({"name": "ada", "password": PASSWORD}, "Sign in")

    response = browser.client.post("/sign-in", data=data, headers=headers)

    assert response.status_code == 403
    browser.open("/clinic/")
    assert browser.path == "/sign-in"


def test_our_own_origin_will_do_where_the_browser_says_no_more(clinic: Clinic) -> None:
    browser = clinic.browser()
    browser.open("/sign-in")
    data = browser.page.form("Sign in").data({"name": "ada", "password": PASSWORD}, "Sign in")

    response = browser.client.post("/sign-in", data=data, headers={"Origin": "http://localhost"})

    assert response.headers["Location"] == "/clinic/"


@pytest.mark.parametrize("token", ["none", "empty", "of another browser", "of another form"])
def test_a_form_without_its_token_is_refused(clinic: Clinic, token: str) -> None:
    browser, other = clinic.browser(), clinic.browser()
    browser.open("/sign-in")
    other.open("/sign-in")
    data = browser.page.form("Sign in").data({"name": "ada", "password": PASSWORD}, "Sign in")
    if token == "none":
        del data["form-token"]
    elif token == "of another browser":
        data["form-token"] = other.page.value("form-token")
    elif token == "of another form":
        data["form-token"] = clinic.signed_in(clinic.fay).page.value("form-token")
    else:
        data["form-token"] = ""

    response = browser.client.post("/sign-in", data=data, headers=SAME_ORIGIN)

    assert response.status_code == 403


OWN = "nine quiet kettles humming"


@pytest.fixture
def given(clinic: Clinic) -> Browser:
    """Dr Ada with a password that somebody else has set, signed in."""
    with clinic.parts.database.write() as session:
        accounts.reset_password(
            session,
            clinic.ada.id,
            password_hash=hash_password(PASSWORD),
            must_change=True,
            by=clinic.moss.id,
            now=clinic.clock(),
        )
    return clinic.signed_in(clinic.ada)


def test_a_password_set_by_somebody_else_opens_only_the_page_to_change_it(given: Browser) -> None:
    for path in ("/clinic/", "/desk/", "/desk/patients/"):
        given.open(path)

        assert given.path == "/sign-in/new-password"
        assert given.page.h1 == "Choose your own password"


@pytest.mark.parametrize(
    ("first", "second"),
    [(OWN, OWN + "s"), ("brief word", "brief word"), (PASSWORD, PASSWORD), ("x" * 129, "x" * 129)],
)
def test_a_new_password_that_cannot_be_taken_changes_nothing(
    clinic: Clinic, given: Browser, first: str, second: str
) -> None:
    given.press("Save the password", password=first, again=second)

    assert given.status == 422
    assert first not in given.page.html
    assert clinic.signed_in(clinic.ada).path == "/sign-in/new-password"


def test_the_own_password_is_the_one_to_sign_in_with_from_then_on(
    clinic: Clinic, given: Browser
) -> None:
    elsewhere = clinic.signed_in(clinic.ada)

    given.press("Save the password", password=OWN, again=OWN)

    assert given.page.h1 == "Sign in"
    elsewhere.open("/clinic/")
    assert elsewhere.path == "/sign-in"
    given.press("Sign in", name="ada", password=PASSWORD)
    assert given.status == 422
    given.press("Sign in", name="ada", password=OWN)
    assert given.path == "/clinic/"
    given.open("/sign-in/new-password")
    assert given.path == "/clinic/"
