"""Everything that shows a questionnaire's texts, an account's name or a patient's, once round."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from screening.store import accounts, day_entries, patients
from screening.store.account_value import Account
from screening.store.patients import Identity, Patient
from screening.web import papers
from tests.stored.every_text import Words
from tests.web.browser import Browser
from tests.web.conftest import Clinic
from tests.web.filling import answer_all
from tests.web.pages import Element, Page
from tests.web.route_table import STAFF
from tests.web.ways import NoPrinter, Records, Way, of_staff, some_records

TODAY = date(2026, 11, 18)
# What may lead somewhere: only to a place of ours.
LEADS = ("href", "src", "action", "formaction", "srcset", "poster", "data", "background", "ping",
         "xlink:href")  # fmt: skip
OURS = re.compile(r"(/(?!/)|#|\?|$)")
NO_PAGE = {"day_summaries.pdf"}  # joins PDFs, and of these there are none
Skeleton = tuple[tuple[str, tuple[str, ...]], ...]


class Cast:
    """A patient who has answered everything, others on the lists, and somebody of each role."""

    def __init__(self, clinic: Clinic, words: Words, password_hash: str, others: int) -> None:
        self.clinic, self._number = clinic, itertools.count()
        clinic.app.extensions[papers.EXTENSION] = NoPrinter()
        self.staff = {role: self._account(role, words(), password_hash) for role in STAFF}
        for number in range(others):
            self._account(STAFF[number % len(STAFF)], words(), password_hash, f".{number}")
        site, by = clinic.parts.site.id, self.staff["clinician"].id
        self.records = some_records(clinic, site, by, self._identity(words))
        self.patient = self._patient(words)
        self.others = [self._patient(words) for _ in range(others)]
        self.pages: list[tuple[str, str]] = []  # of the patient, as they came

    def _account(self, role: str, full_name: str, password_hash: str, more: str = "") -> Account:
        clinic = self.clinic
        with clinic.parts.database.write() as session:
            return accounts.add(
                session, clinic.parts.site.id, role + more, full_name=full_name, role=role,
                password_hash=password_hash, must_change=False, by=None, now=clinic.clock(),
            )  # fmt: skip

    def _identity(self, words: Words) -> Identity:
        born = date(1994, 2, 7)  # the day that the tablet is told
        # Several payloads are one record number to the search, hence a number of its own.
        record = f"{words()} {next(self._number)}"
        return Identity(family=words(), given=words(), born=born, record=record)

    def _patient(self, words: Words) -> Patient:
        clinic, by = self.clinic, self.clinic.fay.id
        site, now = clinic.parts.site.id, clinic.clock()
        with clinic.parts.database.write() as session:
            found = patients.add(session, site, self._identity(words), by=by, now=now)
            day_entries.expect(
                session, site, found.id, TODAY, time="", packet_id="", by=by, now=now
            )
        return found

    def answer(self) -> Records:
        """The patient's visit, answered and sent; what it left behind."""
        clinic = self.clinic
        visit = clinic.start_visit(of=self.patient)
        tablet = clinic.browser()
        self._keep(tablet)
        clinic.tablet(visit, on=tablet)
        answer_all(tablet)
        tablet.press("Send my answers")
        return self.records | {
            "visit": visit.id, "patient": self.patient.id, "response": self._response(),
            "account": self.staff["clinician"].id,
        }  # fmt: skip

    def _response(self) -> Any:
        from screening.store.models import Response

        with self.clinic.parts.database.read() as session:
            return session.query(Response).order_by(Response.started_at).first().id  # type: ignore[union-attr]

    def _keep(self, tablet: Browser) -> None:
        """Remember each page that the tablet shows."""
        show, number = tablet._show, itertools.count()

        def kept(response: Any) -> Page:
            page = show(response)
            self.pages.append((f"patient {next(number)}", page.html))
            return page

        tablet._show = kept  # type: ignore[method-assign]

    def ways(self, records: Records) -> Iterator[tuple[str, Way, str]]:
        """Role, route and address of every page of the staff."""
        for way in of_staff(self.clinic):
            for role in STAFF:
                page = way.method == "GET" and way.endpoint not in NO_PAGE
                if page and role in way.row.who:
                    yield role, way, way.path(records)


def walk(cast: Cast) -> Iterator[tuple[str, str, str]]:
    """Name, address and HTML of every page, the patient's first."""
    records = cast.answer()
    yield from ((name, "", html) for name, html in cast.pages)
    signed_in = {role: cast.clinic.signed_in(who) for role, who in cast.staff.items()}
    for role, way, path in cast.ways(records):
        reply = signed_in[role]._send("GET", path)
        if reply.mimetype == "text/html":
            yield f"{role} {way.endpoint} {reply.status_code}", path, reply.get_data(as_text=True)


@functools.lru_cache(maxsize=1)
def _read(html: str) -> Page:
    """The page in hand, which is looked at in more ways than one."""
    return Page(html)


def skeleton(html: str) -> Skeleton:
    """Every element with the names of its attributes: words change nothing of it.

    Sorted: forms that were begun at one moment stand in the order of their random ids.
    """
    return tuple(sorted(_bones(_read(html).root)))


def _bones(root: Element) -> Iterator[tuple[str, tuple[str, ...]]]:
    for element in root.inside():
        yield element.tag, tuple(sorted(element.attributes))
        if "srcdoc" in element.attributes:  # a page of ours inside a page
            yield from _bones(Page(element.attributes["srcdoc"]).root)


def leads_away(html: str) -> list[str]:
    """Attributes that would lead elsewhere, and those that would be code."""
    found = []
    for element in _read(html).root.inside():
        for name, value in element.attributes.items():
            if name.startswith("on") or name == "style":
                found.append(f"<{element.tag} {name}>")
            if name == "srcdoc":
                found += leads_away(value)
            if name in LEADS and not OURS.match(value) and not value.startswith("mailto:"):
                found.append(f"<{element.tag} {name}={value[:40]!r}>")
    return found
