"""Addresses of the clinic's texts, what is kept of them, and what a page finds wrong."""

from __future__ import annotations

from screening.store.texts import Text, history
from tests.web.browser import Browser
from tests.web.conftest import Clinic

HERE = "/admin/texts"
CONSENT = f"{HERE}/clinic/en/consent"
HELP = f"{HERE}/clinic/en/help_lines"
FINDINGS = f"{HERE}/clinic/en/findings"


def stored(clinic: Clinic, item: str = "clinic.en") -> tuple[Text, ...]:
    with clinic.parts.database.read() as session:
        return history(session, item)


def errors(browser: Browser) -> list[str]:
    found = [e for e in browser.page.root.all("div") if e.attributes.get("id") == "error-summary"]
    return [link.text for one in found for link in one.all("a")]
