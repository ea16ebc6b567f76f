"""A visit out of the store: what counts, who saw it, and what stays the same."""

from __future__ import annotations

from sqlalchemy.orm import Session

from screening.core.answers import Role
from screening.core.visit import VisitRecord
from screening.store.audit import head
from screening.store.encounters import Encounter
from screening.web.raising import mark_seen
from screening.web.visits import load_record
from tests.web.conftest import CLEO, Clinic
from tests.web.filling import answer_all


def record_of(
    clinic: Clinic, visit: Encounter, session: Session, drafts: tuple[Role, ...] = ()
) -> VisitRecord:
    """The visit as the clinician's page reads it."""
    return load_record(
        session,
        visit,
        clinic.parts.shelf,
        site_name="Harbour Clinic",
        drafts=drafts,
    )


def test_what_was_not_sent_counts_only_where_it_is_asked_for(clinic: Clinic) -> None:
    visit = clinic.start_visit()
    clinic.tablet(visit).press("Next", gate="no")

    with clinic.parts.database.read() as session:
        assert record_of(clinic, visit, session).responses == ()
        (filled,) = record_of(clinic, visit, session, ("patient",)).responses
        assert record_of(clinic, visit, session, ("clinician",)).responses == ()

    assert filled.revision == 0
    assert set(filled.answers) == {"gate"}


def test_a_sent_visit_carries_identity_answers_and_the_head_of_its_sending(clinic: Clinic) -> None:
    visit = clinic.start_visit()
    tablet = clinic.tablet(visit)
    answer_all(tablet)
    tablet.press("Send my answers")

    with clinic.parts.database.read() as session:
        record = record_of(clinic, visit, session)

    assert (record.patient.family, record.patient.record) == (CLEO.family, CLEO.record)
    assert {filled.questionnaire.id for filled in record.responses} == {"check_in", "second"}
    assert all(len(filled.sha256) == 64 for filled in record.responses)
    assert len(record.audit_head) == 64


def test_looking_at_a_visit_does_not_move_its_head(clinic: Clinic) -> None:
    visit = clinic.start_visit()
    tablet = clinic.tablet(visit)
    answer_all(tablet)
    tablet.press("Send my answers")
    with clinic.parts.database.read() as session:
        before, chain = record_of(clinic, visit, session), head(session)

    clinic.signed_in(clinic.ada).open(f"/clinic/visits/{visit.id}")

    with clinic.parts.database.read() as session:
        assert record_of(clinic, visit, session) == before
        assert head(session) != chain


def test_a_recorded_finding_comes_with_who_saw_it(clinic: Clinic) -> None:
    visit = clinic.start_visit()
    tablet = clinic.tablet(visit)
    tablet.press("Next", gate="no")
    tablet.press("Next", nights="5")
    with clinic.parts.database.write() as session:
        mark_seen(
            session,
            visit,
            clinic.parts.shelf,
            ("check_in", "quiet_one"),
            by=clinic.ada.id,
            now=clinic.clock(),
        )

    with clinic.parts.database.read() as session:
        (recorded,) = record_of(clinic, visit, session).recorded or ()

    assert (recorded.code, recorded.seen_by) == ("quiet_one", "Dr Ada Byron")
    assert recorded.changed_at is None


def test_an_answer_given_after_the_visit_began_is_read_back(clinic: Clinic) -> None:
    visit = clinic.start_visit()
    clinic.clock.forward(minutes=20)
    tablet = clinic.tablet(visit)
    for answers in ({"gate": "no"}, {"nights": "1"}, {"ache": "1"}):
        tablet.press("Next", **answers)
    tablet.press("Next", amount="1", amount__unit="g")
    tablet.press("Next", since__month="11", since__year="2026")
    tablet.press("Next", last__day="18", last__month="11", last__year="2026", last__time="09:45")

    with clinic.parts.database.read() as session:
        (filled,) = record_of(clinic, visit, session, ("patient",)).responses

    assert "last" in filled.answers


def test_earlier_visits_come_oldest_first_and_later_ones_do_not(clinic: Clinic) -> None:
    visits = []
    for _ in range(3):
        visits.append(clinic.start_visit())
        clinic.clock.forward(days=7)

    with clinic.parts.database.read() as session:
        record = record_of(clinic, visits[1], session)
        newest = record_of(clinic, visits[2], session)

    assert [one.visit.number for one in record.earlier] == [1]
    assert [one.visit.number for one in newest.earlier] == [1, 2]
