"""Sites: added and set by an administrator on a form."""

from __future__ import annotations

from sqlalchemy import select

from screening.store import site_settings
from screening.store.models import AuditEvent
from screening.store.site_settings import Own
from tests.web.at_sites import own_settings, set_here
from tests.web.browser import SAME_ORIGIN, Browser
from tests.web.conftest import Clinic


def rows(browser: Browser, caption: str) -> dict[str, str]:
    table = next(t for t in browser.page.root.all("table") if caption in t.all("thead")[0].text)
    found = [row for row in table.all("tr") if row.all("td")]
    return {row.all("th")[0].text: " | ".join(td.text for td in row.all("td")) for row in found}


def test_the_page_says_what_holds_and_where_it_comes_from(clinic: Clinic) -> None:
    moss = clinic.signed_in(clinic.moss)
    moss.follow("Sites")
    assert rows(moss, "Accounts in use")["Harbour Clinic Your site"].startswith("3")
    moss.follow("Settings")

    assert rows(moss, "From") == {
        "Name": "Harbour Clinic | the installation",
        "Time zone": "America/New_York | the installation",
        "Paper": "A4 | the installation",
        "Languages for patients": "English, and Español to choose | the installation",
        "Minutes until a tablet warns": "5 | the installation",
        "Consent before the first question": "Do not ask | the installation",
        "Years for which visits are kept": "10 | the installation",
        "Why they are fewer": "none | the installation",
    }
    assert "Nothing was set here yet" in moss.page.text

    moss.press("Save", paper="letter", idle_minutes="2")

    assert rows(moss, "From")["Paper"] == "Letter | set here"
    assert rows(moss, "From")["Name"] == "Harbour Clinic | the installation"
    assert rows(moss, "Changed") == {
        "1": "18 Nov 2026, 09:30 | Moss Keeper | Paper: the installation → Letter "
        "Minutes until a tablet warns: the installation → 2"
    }
    with clinic.parts.database.read() as session:
        told = session.scalars(select(AuditEvent.ids).where(AuditEvent.kind == "site_set")).one()
    assert '"changed":"paper+idle_minutes"' in told


def test_a_value_is_given_back_to_the_installation(clinic: Clinic) -> None:
    set_here(clinic, paper="letter")
    moss = set_here(clinic, paper="")

    assert rows(moss, "From")["Paper"] == "A4 | the installation"
    assert len(rows(moss, "Changed")) == 2


WRONG = (
    ("name", "", "Enter the name of the site."),
    ("name", "x" * 81, "Enter the name in one line"),
    ("name", "Har\u202ebour", "Enter the name in one line"),
    ("time_zone", "New York", "Enter the name of a time zone"),
    ("time_zone", "America", "Enter the name of a time zone"),
    ("time_zone", "../../etc/passwd", "Enter the name of a time zone"),
    ("paper", "a3", "Choose one of the list."),
    ("languages", "en+en", "Choose one of the list."),
    ("languages", "fr", "Choose one of the list."),
    ("idle_minutes", "6", "Choose one of the list."),
    ("idle_minutes", "0", "Choose one of the list."),
    ("ask_consent", "maybe", "Choose one of the list."),
)


def test_what_cannot_be_is_said_and_nothing_is_saved(clinic: Clinic) -> None:
    moss = clinic.signed_in(clinic.moss)
    for field, typed, words in WRONG:
        moss.open(own_settings(clinic))
        moss.press("Save", **{field: typed})

        assert moss.status == 422
        assert words in moss.page.text
    with clinic.parts.database.read() as session:
        assert site_settings.newest(session, clinic.parts.site.id) == (0, Own())


def test_two_administrators_at_once_lose_nothing(clinic: Clinic) -> None:
    moss, other = clinic.signed_in(clinic.moss), clinic.signed_in(clinic.moss)
    for browser in (moss, other):
        browser.open(own_settings(clinic))
    moss.press("Save", paper="letter")

    other.press("Save", name="Typed meanwhile", idle_minutes="3")

    assert other.status == 409
    assert other.page.value("name") == "Typed meanwhile"
    assert other.page.value("idle_minutes") == "3"
    assert rows(other, "From")["Paper"] == "Letter | set here"
    other.press("Save", paper="letter")
    assert other.status == 200
    assert rows(other, "From")["Name"] == "Typed meanwhile | set here"


def test_a_form_with_another_field_and_an_unknown_site_are_refused(clinic: Clinic) -> None:
    moss = clinic.signed_in(clinic.moss)
    path = own_settings(clinic)

    assert moss.client.post(path, data={"role": "x"}, headers=SAME_ORIGIN).status_code == 400
    assert moss.client.post(path, data={"version": "x"}, headers=SAME_ORIGIN).status_code == 403
    assert moss.client.get(f"/admin/sites/{clinic.cleo.id}").status_code == 404
    for who in (clinic.fay, clinic.ada):
        assert clinic.signed_in(who).client.get("/admin/sites/").status_code == 403


def test_a_site_is_added_under_a_name_of_its_own(clinic: Clinic) -> None:
    moss = clinic.signed_in(clinic.moss)
    moss.open("/admin/sites/")
    moss.press("Add the site", name="harbour CLINIC")
    assert moss.status == 422
    assert "Another site has this name." in moss.page.text
    moss.press("Add the site", name="")
    assert moss.status == 422

    moss.press("Add the site", name="Hill Clinic")

    assert moss.page.h1 == "Settings of Hill Clinic"
    moss.press("Save", name="Harbour Clinic")
    assert moss.status == 422
    with clinic.parts.database.read() as session:
        event = session.scalars(
            select(AuditEvent).where(AuditEvent.kind == "site_added")
            .order_by(AuditEvent.number.desc())
        ).first()  # fmt: skip
    assert event is not None
    assert event.account_id == clinic.moss.id
