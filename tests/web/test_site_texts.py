"""What a site says in place of the installation: read by its own patients, and by nobody else's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import g

from screening.app import create_app
from screening.store import accounts, consents, sites, texts
from screening.store.account_value import Account
from screening.store.models import AuditEvent
from screening.store.sites import Site
from screening.web import shelf as shelf_module
from screening.web.cookies import SITE
from screening.web.parts import EXTENSION, Parts
from tests.web.at_sites import visit_at
from tests.web.browser import Browser
from tests.web.conftest import SMALL, Clinic
from tests.web.listing import send

TEXTS = "/admin/texts"
HELP = f"{TEXTS}/here/en/help_lines"
CONSENT = f"{TEXTS}/here/en/consent"
FINDINGS = f"{TEXTS}/here/en/findings"
OWN_LINE = "for the hill"
BELOW = "as the installation says"
OWN = "this clinic’s own"


class Both:
    """An installation with two sites: the cast's, and Hill with Dora and its administrator Hal."""

    def __init__(self, clinic: Clinic, password_hash: str) -> None:
        def person(name: str, role: str) -> Account:
            return accounts.add(
                session, self.hill.id, name, full_name=f"{name.title()} Hill", role=role,
                password_hash=password_hash, must_change=False, by=None, now=clinic.clock(),
            )  # fmt: skip

        self.clinic = clinic
        with clinic.parts.database.write() as session:
            self.hill: Site = sites.add_site(session, "Hill Clinic", "UTC", now=clinic.clock())
            self.dora, self.hal = person("dora", "clinician"), person("hal", "administrator")

    def change(self, path: str, by: Account | None = None, **fields: str) -> Browser:
        """The administrator of Hill, or another one, publishes a text."""
        browser = self.clinic.signed_in(by or self.hal)
        browser.open(path)
        browser.press("Publish", **fields)
        assert browser.path == f"{TEXTS}/"
        return browser

    def at_consent(self) -> tuple[Browser, Browser]:
        """A device at the consent page at Harbour, and one at Hill."""
        return self._at(self.clinic.start_visit()), self._at(self.hill_visit())

    def hill_visit(self) -> object:
        """A visit at Hill."""
        return visit_at(self.clinic, self.hill, self.dora)

    def _at(self, visit: object) -> Browser:
        device = self.clinic.browser()
        device.open("/")
        device.press("Start", code=self.clinic.code_for(visit))  # type: ignore[arg-type]
        device.press("Next", day="7", month="2")
        return device

    def stored(self) -> tuple[texts.Text, ...]:
        """What Hill has kept of its own, the newest first."""
        with self.clinic.parts.database.read() as session:
            return texts.history(session, texts.site_key("clinic.en", self.hill.id))


@pytest.fixture
def both(make_clinic: Callable[[Path], Clinic], password_hash: str) -> Both:
    """Both sites ask for consent."""
    clinic = make_clinic(SMALL)
    parts = replace(clinic.parts, settings=replace(clinic.parts.settings, ask_consent=True))
    clinic.app.extensions[EXTENSION] = parts
    return Both(replace(clinic, parts=parts), password_hash)


def whose(browser: Browser, title: str) -> str:
    """What the list says of a text of the site."""
    table = next(t for t in browser.page.root.all("table") if "Texts of Hill" in t.text)
    row = next(row.all("th")[0].text for row in table.all("tr") if title in row.text)
    return OWN if OWN in row else BELOW if BELOW in row else ""


def test_each_sites_patients_read_its_own_crisis_lines_on_the_last_page(both: Both) -> None:
    both.change(HELP, help_lines__0__text=OWN_LINE, help_lines__0__number="311")

    at_harbour, at_hill = both.at_consent()
    for device in (at_harbour, at_hill):
        device.press("I do not agree")
        assert device.path.startswith("/thank-you")

    assert OWN_LINE in at_hill.page.text
    assert "311" in at_hill.page.text
    assert OWN_LINE not in at_harbour.page.text
    assert "911" in at_harbour.page.text
    # The page after the last one too, on a device that no site has enrolled; not for ever.
    assert OWN_LINE in at_hill.open("/thank-you").text
    at_hill.client.delete_cookie(SITE)
    assert OWN_LINE not in at_hill.open("/thank-you").text
    at_hill.client.set_cookie(SITE, "f" * 32)
    assert "911" in at_hill.open("/thank-you").text


def test_an_enrolled_tablet_has_the_crisis_lines_of_its_site_without_a_sitting(both: Both) -> None:
    both.change(HELP, help_lines__0__text=OWN_LINE)
    tablet = both.clinic.signed_in(both.dora)
    tablet.open("/desk/tablets/")
    tablet.press("Enrol this device", tablet="Hill 1")

    assert OWN_LINE in tablet.open("/thank-you").text
    assert OWN_LINE not in both.clinic.enrolled().open("/thank-you").text


def test_a_device_of_no_site_is_told_the_installations_lines(both: Both) -> None:
    both.change(HELP, by=both.clinic.moss, help_lines__0__text="for the harbour")
    enrolled, strange = both.clinic.enrolled(), both.clinic.browser()

    assert "for the harbour" in enrolled.open("/thank-you").text
    assert "911" in strange.open("/thank-you").text
    assert "for the harbour" not in strange.page.text


def test_who_agrees_agrees_to_the_text_of_the_site_and_the_record_keeps_it(both: Both) -> None:
    both.change(CONSENT, consent__title="May the hill ask you?", consent__agree="Yes, hill")
    shelf = both.clinic.parts.shelf
    visit = both.hill_visit()
    at_hill = both._at(visit)
    at_harbour = both._at(both.clinic.start_visit())
    assert at_harbour.page.h1 == "Do you agree to answer on this tablet?"
    assert at_hill.page.h1 == "May the hill ask you?"

    at_hill.press("Yes, hill")
    assert both._at(visit).page.h1 == "Before you begin"
    both.change(CONSENT, consent__title="Asked anew?")

    with both.clinic.parts.database.read() as session:
        given = consents.newest(session, visit.id)  # type: ignore[attr-defined]
        assert given is not None
        document = consents.wording(session, given.text)
    assert document is not None
    assert b"May the hill ask you?" in document
    assert given.text.version == "1.1.0"
    doctor = both.clinic.signed_in(both.dora)
    doctor.open(f"/clinic/visits/{visit.id}/consent")  # type: ignore[attr-defined]
    assert "May the hill ask you?" in doctor.page.text
    assert "Asked anew?" not in doctor.page.text
    assert shelf.clinic["en"].consent.version == "1.0.0"
    # Asked again at the next hand-over of the same visit, by the site's text alone.
    assert both._at(visit).page.h1 == "Asked anew?"


def test_what_a_site_does_not_say_is_what_the_installation_says_whatever_it_becomes(
    both: Both,
) -> None:
    hal = both.change(HELP, help_lines__0__text=OWN_LINE)
    assert whose(hal, "Help lines, English") == OWN
    assert whose(hal, "Messages to patients, English") == BELOW

    both.change(f"{TEXTS}/clinic/en/messages", both.clinic.moss, messages__crisis__title="All")
    both.change(f"{TEXTS}/clinic/en/help_lines", both.clinic.moss, help_lines__0__text="below")

    said = both.clinic.parts.shelf.clinic_of(both.hill.id)["en"]
    assert said.messages.crisis.title == "All"
    assert said.help_lines[0].text == OWN_LINE
    hal.open(f"{TEXTS}/here/en/messages")
    assert BELOW in hal.page.text
    assert "All" in hal.page.html
    hal.open(HELP)
    assert OWN in hal.page.text
    assert hal.page.value("help_lines.0.text") == OWN_LINE


def test_a_site_goes_back_to_the_installations_text_and_keeps_its_history(both: Both) -> None:
    hal = both.change(CONSENT, consent__title="May the hill ask you?")
    both.change(HELP, help_lines__0__text=OWN_LINE)
    hal.open(CONSENT)

    hal.press("Say what the installation says")

    assert BELOW in hal.page.text
    said = both.clinic.parts.shelf.clinic_of(both.hill.id)["en"]
    assert said.consent == both.clinic.parts.shelf.clinic["en"].consent
    assert said.help_lines[0].text == OWN_LINE
    # The same version never stands for two texts: what is begun anew goes on from what there was.
    hal.press("Publish", consent__title="Begun anew?")
    said = both.clinic.parts.shelf.clinic_of(both.hill.id)["en"]
    assert (said.consent.title, said.consent.version) == ("Begun anew?", "1.2.0")

    hal.open(f"{TEXTS}/history/site/clinic.en/1.1")
    assert "This clinic’s own: Consent text." in hal.page.text
    hal.press("Restore as a new version")

    said = both.clinic.parts.shelf.clinic_of(both.hill.id)["en"]
    assert said.consent.title == "May the hill ask you?"
    assert said.help_lines == both.clinic.parts.shelf.clinic["en"].help_lines
    assert [one.version for one in both.stored()] == ["5", "4", "3", "2", "1"]
    with both.clinic.parts.database.read() as session:
        events = session.query(AuditEvent).filter_by(kind="version_published").all()
    assert {(one.account_id, both.hill.id.hex in one.ids) for one in events} == {
        (both.hal.id, True)
    }


def test_an_administrator_reaches_the_texts_of_no_other_site(both: Both) -> None:
    both.change(HELP, help_lines__0__text=OWN_LINE)
    moss = both.clinic.signed_in(both.clinic.moss)

    assert OWN_LINE not in moss.open(f"{TEXTS}/").text
    assert OWN_LINE not in moss.open(HELP).html
    assert OWN_LINE not in moss.open(f"{TEXTS}/history/site/clinic.en").text
    key = texts.site_key("clinic.en", both.hill.id)
    for path in (f"history/site/{key}", f"history/clinic/{key}", f"here/en.{both.hill.id.hex}/x",
                 "history/site/clinic.en/1.1", "here/en/nothing", "here/xx/consent"):  # fmt: skip
        moss.open(f"{TEXTS}/{path}")
        assert moss.status == 404, path
    moss.open(HELP)
    moss.press("Publish", help_lines__0__text="for the harbour")
    shelf = both.clinic.parts.shelf
    assert shelf.clinic_of(both.hill.id)["en"].help_lines[0].text == OWN_LINE
    assert shelf.clinic_of(both.clinic.moss.site_id)["en"].help_lines[0].text == "for the harbour"
    assert both.clinic.signed_in(both.dora).open(HELP).h1 != "Help lines"


def test_two_people_at_one_text_of_a_site_lose_nothing(both: Both) -> None:
    hal, other = both.clinic.signed_in(both.hal), both.clinic.signed_in(both.hal)
    hal.open(HELP)
    other.open(HELP)
    other.press("Publish", help_lines__0__text=OWN_LINE)

    hal.press("Publish", help_lines__0__text="typed meanwhile")

    assert hal.status == 409
    assert hal.page.value("help_lines.0.text") == "typed meanwhile"
    assert OWN_LINE in hal.page.text
    assert len(both.stored()) == 1
    hal.press("Publish")
    assert len(both.stored()) == 2

    # What changes beneath is met as well, as long as the part is not the site's own.
    hal.open(CONSENT)
    both.change(f"{TEXTS}/clinic/en/consent", both.clinic.moss, consent__agree="Yes, below")
    hal.press("Publish", consent__agree="Yes, hill")
    assert hal.status == 409
    assert "Yes, below" in hal.page.text


def test_another_process_sees_it_and_a_patients_page_asks_the_database_nothing_more(
    both: Both, monkeypatch: pytest.MonkeyPatch
) -> None:
    clinic = both.clinic
    app = create_app(clinic.parts.settings, clock=clinic.clock)
    there: Parts = app.extensions[EXTENSION]
    monkeypatch.setattr(shelf_module, "LOOK_EVERY", 3600.0)
    device = both._at(both.hill_visit())
    device.press("I agree")
    both.change(HELP, help_lines__0__text=OWN_LINE)
    asked: list[object] = []
    for name in ("newest_number", "current", "history"):
        monkeypatch.setattr(texts, name, asked.append)
    device.client.set_cookie(SITE, both.hill.id.hex)  # as the end of a sitting leaves it
    for path in ("/sitting/1", "/sitting/review", "/thank-you"):
        device.open(path)
        assert device.status == 200
    assert OWN_LINE in device.page.text
    assert asked == []
    monkeypatch.undo()

    there.shelf.follow(there.database, at_once=True)
    assert there.shelf.clinic_of(both.hill.id)["en"].help_lines[0].text == OWN_LINE
    assert there.shelf.clinic_of(clinic.moss.site_id) == there.shelf.clinic
    there.database.close()


def test_the_first_page_tells_a_sites_own_crisis_wording_to_its_administrator(both: Both) -> None:
    hal = both.change(HELP, help_lines__0__text=OWN_LINE)

    assert "Help lines, English, at Hill Clinic: Hal Hill" in hal.open("/admin/").text
    assert "Hal Hill" not in both.clinic.signed_in(both.clinic.moss).open("/admin/").text


def level_at(both: Both, person: Account) -> str:
    clinic = both.clinic
    with clinic.app.test_request_context("/"), clinic.parts.database.read() as session:
        g.account = person
        check_in = clinic.parts.shelf.current(session)["check_in"]
        return next(one.level for one in check_in.findings if one.id == "quiet_one")


def test_a_site_raises_a_level_for_its_own_and_lowers_none(both: Both) -> None:
    ada, dora, below = both.clinic.ada, both.dora, f"{TEXTS}/clinic/en/findings"
    hal = both.clinic.signed_in(both.hal)
    assert (level_at(both, ada), level_at(both, dora)) == ("before_leaving", "before_leaving")

    hal.open(FINDINGS)
    hal.press("Add a finding", findings__adds="quiet_one")
    hal.press("Publish", findings__0__level="now")
    assert (level_at(both, ada), level_at(both, dora)) == ("before_leaving", "now")

    # The installation raises it too; the site may not go below that, nor take it out.
    moss = both.clinic.signed_in(both.clinic.moss)
    moss.open(below)
    moss.press("Add a finding", findings__adds="quiet_one")
    moss.press("Publish", findings__0__level="now")
    assert (level_at(both, ada), level_at(both, dora)) == ("now", "now")
    hal.open(FINDINGS)
    hal.submit(hal.page.form("Publish"), {"findings.0.level": "before_leaving"}, "Publish")
    assert hal.status == 422
    assert "may only raise a level" in hal.page.text
    hal.press("Remove Finding 1")
    hal.press("Publish")
    assert level_at(both, dora) == "now"


def test_who_reads_across_the_border_sees_a_finding_at_the_level_of_the_patients_clinic(
    both: Both,
) -> None:
    visit = both.hill_visit()
    send(both.clinic, visit, "check_in", {"gate": "no", "nights": "5", "ache": "0", "words": "no"})
    hal = both.clinic.signed_in(both.hal)
    hal.open(FINDINGS)
    hal.press("Add a finding", findings__adds="quiet_one")
    hal.press("Publish", findings__0__level="now")
    ada = both.clinic.signed_in(both.clinic.ada)
    ada.open("/clinic/break-glass/")
    ada.press(
        "Open the record for an hour", clinic=str(both.hill.id), record="H-1", day="7", month="2",
        year="1994", reason="Brought in unconscious",
    )  # fmt: skip

    ada.follow("Visit 1")

    assert "1 safety finding: 1 now" in ada.page.text
