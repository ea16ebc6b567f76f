"""Translating in the tests: a Spanish of “second”, and a second administrator."""

from __future__ import annotations

from screening.store import accounts, library
from screening.store.account_value import Account
from tests.web.browser import Browser
from tests.web.conftest import SMALL, Clinic

SECOND = (SMALL / "second.yaml").read_bytes()
ES = "/admin/translations/second.es"
WORDS = {
    "t__title": "Segunda parte",
    "t__pages__end": "El final",
    "t__items__tired__text": "Tengo cansancio",
    "t__items__tired__options__no": "Nada",
    "t__items__tired__options__yes": "Mucho",
}


def add_nora(clinic: Clinic, password_hash: str) -> Account:
    """Another administrator."""
    with clinic.parts.database.write() as session:
        return accounts.add(
            session, clinic.parts.site.id, "nora", full_name="Nora Second", role="administrator",
            password_hash=password_hash, must_change=False, by=None, now=clinic.clock(),
        )  # fmt: skip


def translate(browser: Browser, **more: str) -> None:
    """Write the Spanish of “second” and save it."""
    browser.open(ES)
    browser.press("Save", **{**WORDS, **more})


def publish(browser: Browser, path: str = ES) -> None:
    """Compare both texts and put the draft into use."""
    browser.open(f"{path}/publish")
    browser.press("Publish", compared="yes")


def in_use(clinic: Clinic, name: str = "second.es") -> str:
    """The file of a translation that is in use; empty where there is none."""
    with clinic.parts.database.read() as session:
        found = [v.data for v in library.current_translations(session) if v.id == name]
    return found[0].decode() if found else ""


def change_original(clinic: Clinic, *changes: tuple[str, str], version: str = "1.0.1") -> None:
    """Put another version of “second” into use."""
    text = SECOND.decode().replace("1.0.0", version)
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    with clinic.parts.database.write() as session:
        library.import_version(session, "second", version, text.encode(), now=clinic.clock())
