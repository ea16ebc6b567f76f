"""The way to the issuer and back, as a browser of these tests goes it."""

from __future__ import annotations

from urllib.parse import urlsplit

import requests

from screening.store import identities
from screening.store.account_value import Account
from tests.web.browser import Browser
from tests.web.conftest import Clinic

ADA = "subject-of-ada"
REFUSED = "The other sign-in could not be used. Start again from here."


def link(clinic: Clinic, account: Account, subject: str) -> None:
    with clinic.parts.database.write() as session:
        known = clinic.parts.registration.issuer
        identities.link(session, account.id, known, subject, now=clinic.clock())


def there(browser: Browser, start: str = "/sign-in/identity") -> str:
    """Where the link leads: an address of the issuer."""
    reply = browser.client.get(start)
    assert reply.status_code == 303
    return reply.headers["Location"]


def back(address: str) -> str:
    """The address of ours that the issuer leads back to."""
    reply = requests.get(address, allow_redirects=False, timeout=5)
    assert reply.status_code == 302
    parts = urlsplit(reply.headers["Location"])
    return f"{parts.path}?{parts.query}"


def sign_in(clinic: Clinic) -> Browser:
    """All the way, in a browser that nobody has used."""
    browser = clinic.browser()
    browser.open("/sign-in")
    browser.open(back(there(browser)))
    browser.press("Go on")
    return browser


def refused(browser: Browser, words: str = REFUSED) -> bool:
    """Whether it shows the page to sign in with these words, and opens nothing."""
    said = browser.status in (422, 503) and words in browser.page.text
    return said and browser.open("/clinic/").h1 == "Sign in"
