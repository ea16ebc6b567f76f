"""An auditor, and what a look at the audit trail's page shows."""

from __future__ import annotations

from urllib.parse import urlencode

from screening.store import accounts
from screening.store.account_value import Account
from tests.web.browser import Browser
from tests.web.conftest import Clinic


def add_auditor(clinic: Clinic, password_hash: str, *, name: str = "olga") -> Account:
    with clinic.parts.database.write() as session:
        return accounts.add(
            session,
            clinic.parts.site.id,
            name,
            full_name="Olga Trail",
            role="auditor",
            password_hash=password_hash,
            must_change=False,
            by=None,
            now=clinic.clock(),
        )


def look(browser: Browser, **wanted: str) -> None:
    """What the form of filters asks for."""
    fields = browser.page.form("Look").data(wanted, "Look")
    pairs = {name: value[0] if isinstance(value, list) else value for name, value in fields.items()}
    browser.open(f"/admin/audit/?{urlencode(pairs)}")


def kinds_on(browser: Browser) -> list[str]:
    return [row.all("td")[1].text for row in browser.page.root.all("tr")[1:]]


def olga_of(clinic: Clinic) -> Account:
    with clinic.parts.database.read() as session:
        found = accounts.find(session, "olga")
    assert found is not None
    return found
