"""Every way into the app as a test goes it: its address for some records, and what it sends."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

import pikepdf

from screening.report.renderer import Rendered
from screening.security.kiosk_tokens import new_token
from screening.store import (
    accounts,
    break_glass,
    day_entries,
    definition_drafts,
    disclosures,
    encounters,
    erasures,
    identities,
    library,
    passkeys,
    patients,
    sign_ins,
    workstations,
)
from screening.store import responses as store_responses
from screening.store import tablets as store_tablets
from screening.store.account_value import Account
from screening.store.erasures import Ground, Scope
from screening.store.patients import Identity
from tests.store.builders import an_agreed
from tests.web.browser import SAME_ORIGIN, Browser
from tests.web.conftest import Clinic
from tests.web.route_table import A_TABLET, ANYBODY, ROUTES, STAFF, Row

# What the other parts of an address are, where they have to be something that is known.
KNOWN = {
    "name": "patient", "filename": "css/base.css", "paper": "a4", "language": "en",
    "packet_id": "small", "questionnaire_id": "check_in", "page_id": "one", "key": "waiting",
    "on": "2026-11-18", "finding_id": "made_up", "number": "1",
    "item_id": "check_in", "version": "1.0.0",
    "part": "consent", "kind": "clinic", "item": "clinic.en",
}  # fmt: skip
IDS = {"encounter_id": "visit", "patient_id": "patient", "response_id": "response",
       "tablet_id": "tablet", "entry_id": "entry", "account_id": "account",
       "sign_in_id": "sign_in", "passkey_id": "passkey", "workstation_id": "workstation",
       "identity_id": "identity", "access_id": "access", "draft_id": "draft",
       "site_id": "site", "erasure_id": "erasure",
       "consent_id": "agreement", "restriction_id": "restriction"}  # fmt: skip
Records = dict[str, UUID]


@dataclass(frozen=True, slots=True)
class Way:
    """One method of one route."""

    endpoint: str
    method: str
    rule: str

    @property
    def row(self) -> Row:
        return ROUTES[self.endpoint]

    def path(self, records: Records) -> str:
        """Its address for these records."""
        return re.sub(
            r"<(?:\w+:)?(\w+)>",
            lambda part: str(records[IDS[part[1]]]) if part[1] in IDS else KNOWN[part[1]],
            self.rule,
        )

    def data(self, records: Records) -> dict[str, str]:
        """What its form sends of these records."""
        return {name: str(records[kind]) for name, kind in self.row.sends.items()}


def ways(clinic: Clinic) -> list[Way]:
    return [
        Way(rule.endpoint, method, rule.rule)
        for rule in sorted(clinic.app.url_map.iter_rules(), key=lambda rule: rule.endpoint)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]


def a_staff(clinic: Clinic, site_id: UUID, password_hash: str, where: str) -> dict[str, Account]:
    """Somebody of each role."""
    with clinic.parts.database.write() as session:
        return {
            role: accounts.add(
                session, site_id, f"{role}.{where}", full_name=f"{role} of {where}", role=role,
                password_hash=password_hash, must_change=False, by=None, now=clinic.clock(),
            )
            for role in STAFF
        }  # fmt: skip


def some_records(clinic: Clinic, site_id: UUID, by: UUID, who: Identity) -> Records:
    """A patient who is expected and has a visit with a form begun, and a tablet."""
    now = clinic.clock()
    with clinic.parts.database.write() as session:
        person = patients.add(session, site_id, who, by=by, now=now)
        packet = library.current_packets(session)[0]
        visit = encounters.start(
            session, person.id, packet.sha256, time_zone="America/New_York", by=by, now=now
        )
        of = clinic.parts.shelf.current(session)["check_in"]
        held = store_responses.start(
            session, visit.id, of.sha256, role="patient", author_id=None, now=now
        )
        tablet = store_tablets.enrol(
            session, site_id, "Tablet 1", token=new_token(), by=by, now=now
        )
        day_entries.expect(
            session, site_id, person.id, date(2026, 11, 18), time="", packet_id="", by=by, now=now
        )
        desk = workstations.enrol(session, site_id, "Desk", token=new_token(), by=by, now=now)
        identity = identities.link(session, by, "https://id.example", who.record, now=now)
        access = break_glass.open_access(session, person, "a test", by=by, now=now)
        (entry,) = day_entries.of_day(session, site_id, date(2026, 11, 18))
        gone = encounters.start(
            session, patients.add(session, site_id, _another(who), by=by, now=now).id,
            packet.sha256, time_zone="UTC", by=by, now=now,
        )  # fmt: skip
        asked = erasures.ask(
            session, site_id, Scope.VISIT, [gone.id], Ground.WRONG_ENTRY, by=by, now=now
        )
        colleague = accounts.add(
            session, site_id, f"colleague.{site_id}", full_name="Colleague", role="front_desk",
            password_hash="x", must_change=False, by=by, now=now,
        )  # fmt: skip
        opened = sign_ins.open_for(
            session, colleague.id, proved_by="password", place="p", token=new_token(), now=now
        )
        given = disclosures.agree(session, person.id, an_agreed(), by=by, now=now)
        kept = disclosures.keep_back(session, person.id, "all of it", by=by, now=now)
        key = passkeys.add(
            session, colleague.id, "phone", host="localhost", credential_id=new_token(),
            public_key=b"", sign_count=0, keep=opened.id, now=now,
        )  # fmt: skip
    return {
        "patient": person.id, "visit": visit.id, "response": held.id, "tablet": tablet.id,
        "entry": entry.id, "account": colleague.id, "sign_in": opened.id, "passkey": key.id,
        "workstation": desk.id, "identity": identity.id, "access": access.id,
        "site": site_id, "draft": a_draft(clinic, by), "erasure": asked.id,
        "agreement": given.id, "restriction": kept.id,
    }  # fmt: skip


def _another(who: Identity) -> Identity:
    """Somebody whose visit may go, while others ask for that of the one above."""
    return replace(who, born=date(1955, 5, 5), record=f"{who.record}-B")


def a_draft(clinic: Clinic, by: UUID) -> UUID:
    """The open draft of a questionnaire in use; it is of no site."""
    with clinic.parts.database.write() as session:
        known = definition_drafts.find_open(session, "check_in")
        (before,) = [v for v in library.current(session) if v.id == "check_in"]
        return known.id if known else definition_drafts.begin(
            session, definition_drafts.QUESTIONNAIRE, before.id, before.data + b"# once more\n",
            based_on=before.sha256, by=by, now=clinic.clock(),
        ).id  # fmt: skip


def send(browser: Browser, way: Way, records: Records) -> tuple[int, str]:
    reply = browser._send(
        way.method, way.path(records), data=way.data(records), headers=SAME_ORIGIN
    )
    return reply.status_code, reply.get_data().decode(errors="replace")  # some are PDFs


def of_staff(clinic: Clinic) -> Iterator[Way]:
    """The ways that somebody has to be signed in for."""
    yield from (way for way in ways(clinic) if way.row.who not in (ANYBODY, A_TABLET))


class NoPrinter:
    """In the place of the renderer: what is asked here is who gets a PDF, not what is in it."""

    def render(self, *given: object) -> bytes:
        """No page of anybody's."""
        made, pdf = io.BytesIO(), pikepdf.new()
        pdf.add_blank_page()
        pdf.save(made)
        return made.getvalue()

    def render_page(self, *given: object) -> Rendered:
        """The same, with what is known of it."""
        return Rendered(self.render(), 1, "0", 0)

    def ensure_running(self) -> None:
        """It does not run at all."""
