"""The audit trail's head stands at the foot of every page that leaves the machine on paper."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from pypdf import PdfReader
from sqlalchemy import delete

from screening.report.renderer import missing_packages
from screening.store import audit_heads
from screening.store.encounters import Encounter
from screening.store.models import AuditEvent
from screening.web import papers
from tests.web.browser import Browser
from tests.web.conftest import Clinic
from tests.web.test_visits import record_of

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(missing_packages()), reason="PDFs cannot be made here"),
]


def sent_visits(clinic: Clinic, ada: Browser) -> tuple[Encounter, ...]:
    """A visit of each of two patients, in which a clinician sent something."""
    found = []
    for patient in (clinic.cleo, clinic.add_noah()):
        visit = clinic.start_visit(of=patient)
        ada.open(f"/clinic/visits/{visit.id}/rating")
        ada.press("Send the rating", check_in__pulse="80")
        found.append(visit)
    return tuple(found)


def head_of(clinic: Clinic, visit: Encounter) -> str:
    with clinic.parts.database.read() as session:
        return record_of(clinic, visit, session).audit_head[:12]


def texts(data: bytes) -> Sequence[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]


def fits(clinic: Clinic, digits: str) -> bool:
    with clinic.parts.database.read() as session:
        return audit_heads.compare(session, digits).fits


def test_every_page_that_leaves_names_a_head_of_the_trail(
    clinic: Clinic,
) -> None:
    ada = clinic.signed_in(clinic.ada)
    visits = sent_visits(clinic, ada)
    heads = [head_of(clinic, visit) for visit in visits]

    one = texts(ada.client.get(f"/clinic/visits/{visits[0].id}/summary/a4").data)
    day = texts(ada.client.get("/clinic/days/2026-11-18/a4").data)
    blank = texts(ada.client.get("/paper-forms/packets/small/en/a4").data)
    single = texts(ada.client.get("/paper-forms/questionnaires/check_in/en/letter").data)
    leaflet = texts(ada.client.get("/leaflets/waiting.en/a4").data)
    clinic.app.extensions[papers.EXTENSION].close()

    assert all(f"audit head {heads[0]}" in page for page in one)
    assert [sum(f"audit head {head}" in page for page in day) for head in heads] == [
        len(one), len(day) - len(one),
    ]  # fmt: skip
    printed = {page.partition("audit head ")[2][:12] for page in (*blank, *single, *leaflet)}
    assert printed
    assert all(fits(clinic, digits) for digits in (*heads, *printed))


def test_the_head_on_paper_shows_a_tail_that_was_cut(clinic: Clinic) -> None:
    ada = clinic.signed_in(clinic.ada)
    visits = sent_visits(clinic, ada)
    kept = [head_of(clinic, visit) for visit in visits]
    with clinic.parts.database.read() as session:
        number = audit_heads.compare(session, kept[1]).number

    with clinic.parts.database.write() as session:
        session.execute(delete(AuditEvent).where(AuditEvent.number >= number))

    assert [fits(clinic, digits) for digits in kept] == [True, False]
