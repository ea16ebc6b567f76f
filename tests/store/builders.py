"""Made-up rows: only what matters is written, the rest is sensible."""

import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from screening.core.disclosure import Agreed
from screening.store import accounts, encounters, library, patients, responses, sites
from screening.store.account_value import Account
from screening.store.encounters import Encounter
from screening.store.patients import Identity, Patient
from screening.store.responses import Response
from screening.store.sites import Site

NOW = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)
ZONE = "America/New_York"
COWS = b"id: cows\nversion: 1.0.0\n"
INTAKE = b"id: intake\nversion: 1.0.0\n"
CLEO = Identity(family="Okonkwo", given="Cleo", born=date(1994, 2, 7), record="MRN-00417")


@dataclass(frozen=True, slots=True)
class Clinic:
    """The cast: Dr Ada sees Cleo; Dr Ben and Noah are there so that a missing filter shows."""

    site: Site
    ada: Account
    ben: Account
    cleo: Patient
    noah: Patient
    encounter: Encounter
    response: Response
    other_encounter: Encounter
    other_response: Response


def later(seconds: float) -> datetime:
    """A moment after NOW."""
    return NOW + timedelta(seconds=seconds)


def a_key() -> str:
    """A form key that no other page has."""
    return secrets.token_urlsafe(16)


def a_clinic(session: Session) -> Clinic:
    """The cast with one visit and one response each."""
    site = sites.open_site(session, "Harbour Clinic", ZONE, now=NOW)
    ada = an_account(session, site.id, "ada")
    ben = an_account(session, site.id, "ben")
    packet = library.import_packet(session, "intake", "1.0.0", INTAKE, now=NOW)
    cows = library.import_version(session, "cows", "1.0.0", COWS, now=NOW)
    cleo = patients.add(session, site.id, CLEO, by=ada.id, now=NOW)
    noah = patients.add(session, site.id, an_identity("Lind", "N-2"), by=ada.id, now=NOW)
    visits = [an_encounter(session, who.id, packet.sha256, ada.id) for who in (cleo, noah)]
    answers = [a_response(session, visit.id, cows.sha256) for visit in visits]
    return Clinic(site, ada, ben, cleo, noah, visits[0], answers[0], visits[1], answers[1])


def an_account(
    session: Session,
    site_id: UUID,
    name: str,
    *,
    password_hash: str | None = None,
    role: str = "clinician",
) -> Account:
    """An account; the hash of a password only where one signs in."""
    return accounts.add(
        session,
        site_id,
        name,
        full_name=f"Dr {name.title()}",
        role=role,
        password_hash=password_hash or "nobody signs in with this",
        must_change=False,
        by=None,
        now=NOW,
    )


def an_identity(
    family: str = "Lind",
    record: str = "N-2",
    *,
    given: str = "Noah",
    born: date = date(1988, 7, 30),
) -> Identity:
    """Somebody."""
    return Identity(family=family, given=given, born=born, record=record)


def an_agreed(
    recipient: str = "Dr Osei, Hill Clinic",
    *,
    signed_on: date = date(2026, 11, 18),
    until: date = date(2027, 5, 18),
) -> Agreed:
    """A consent to pass a record on."""
    return Agreed(
        recipient=recipient,
        scope="summary of the visit",
        purpose="going on with care",
        signed_by="Cleo Okonkwo",
        signed_on=signed_on,
        until=until,
        revoking="in writing or by word of mouth to any of the staff",
    )


def an_encounter(session: Session, patient_id: UUID, packet: str, by: UUID) -> Encounter:
    """A visit that starts now."""
    return encounters.start(session, patient_id, packet, time_zone=ZONE, by=by, now=NOW)


def a_response(session: Session, encounter_id: UUID, questionnaire: str) -> Response:
    """The patient's response, with an empty draft."""
    return responses.start(
        session, encounter_id, questionnaire, role="patient", author_id=None, now=NOW
    )
