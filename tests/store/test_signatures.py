"""Signatures: of exactly what was shown, never over an unseen finding, readable when overtaken."""

from uuid import UUID

import pytest
from sqlalchemy import event, select

from screening.store import (
    audit,
    corrections,
    encounters,
    findings,
    models,
    notes,
    patients,
    signatures,
    work_order,
)
from screening.store.db import Database
from screening.store.errors import (
    EncounterEnded,
    NothingToSign,
    NotSeen,
    NotThere,
    SealBroken,
    StaleVisit,
)
from screening.store.findings import RaisedFinding
from screening.store.models import AuditEvent
from screening.store.signatures import Signature
from screening.store.visit_states import State, state_of
from screening.store.work_order import Show
from tests.store.builders import NOW, ZONE, Clinic, a_key, an_identity, later
from tests.store.filling import ANSWERS, amend, save, send
from tests.store.together import run_together


@pytest.fixture
def sent(database: Database, clinic: Clinic) -> Clinic:
    """The clinic, with Cleo's answers sent."""
    save(database, clinic.response.id, ANSWERS, 0, a_key())
    send(database, clinic.response.id, 1, a_key())
    return clinic


def state(database: Database, clinic: Clinic) -> State:
    with database.read() as session:
        found = state_of(session, clinic.encounter.id)
    assert found is not None
    return found


def sign(
    database: Database,
    clinic: Clinic,
    shown: State | None = None,
    number: int = 0,
    *,
    by: UUID | None = None,
) -> Signature:
    shown = shown or state(database, clinic)
    with database.write() as session:
        return signatures.sign(
            session,
            clinic.encounter.id,
            shown=shown,
            shown_number=number,
            by=by or clinic.ada.id,
            name="Dr Ada",
            now=later(300),
        )


def raise_it(database: Database, clinic: Clinic, level: str) -> RaisedFinding:
    with database.write() as session:
        return findings.raise_finding(
            session, clinic.response.id, f"a_{level}", level=level, text="A", because="b", now=NOW
        )


def stands(database: Database, clinic: Clinic) -> bool:
    with database.read() as session:
        newest = signatures.newest(session, clinic.encounter.id)
    assert newest is not None
    return newest.stands


def test_a_signature_says_who_when_and_exactly_what(database: Database, sent: Clinic) -> None:
    signed = sign(database, sent)

    assert (signed.name, signed.account_id, signed.signed_at) == ("Dr Ada", sent.ada.id, later(300))
    assert signed.revisions == ((sent.response.id, 1),)
    assert (signed.findings, signed.note, signed.stands) == ((), 0, True)
    with database.read() as session:
        assert signatures.newest(session, sent.encounter.id) == signed
        assert signatures.newest(session, sent.other_encounter.id) is None
        kept = session.scalars(select(AuditEvent).where(AuditEvent.kind == "visit_signed")).one()
        assert signed.mark in kept.ids
        assert audit.verify(session) == []


@pytest.mark.parametrize("level", ["now", "before_leaving"])
def test_a_visit_with_an_unseen_finding_is_not_signed(
    database: Database, sent: Clinic, level: str
) -> None:
    raised = raise_it(database, sent, level)

    with pytest.raises(NotSeen):
        sign(database, sent)

    with database.write() as session:
        assert findings.for_encounter(session, sent.encounter.id)[0].seen_by is None
        findings.mark_seen(session, raised.id, by=sent.ben.id, now=later(1))
    assert sign(database, sent).findings == ((raised.id, 0),)


def test_a_finding_of_a_lower_level_neither_bars_nor_overtakes_a_signature(
    database: Database, sent: Clinic
) -> None:
    raise_it(database, sent, "within_7_days")
    sign(database, sent)
    other = raise_it(database, sent, "note")

    with database.write() as session:
        findings.mark_seen(session, other.id, by=sent.ada.id, now=later(400))

    assert stands(database, sent)


def test_what_comes_after_a_signature_overtakes_it_and_it_stays_readable(
    database: Database, sent: Clinic
) -> None:
    first = sign(database, sent)

    amend(database, sent, {**ANSWERS, "pulse": "80"}, 1, a_key())
    assert not stands(database, sent)
    second = sign(database, sent, number=1)

    with database.read() as session:
        kept = signatures.history(session, sent.encounter.id)
    assert [(one.number, one.stands) for one in kept] == [(1, False), (2, True)]
    assert kept[0].revisions == first.revisions == ((sent.response.id, 1),)
    assert second.revisions == ((sent.response.id, 2),)
    assert first.mark != second.mark


def test_a_note_or_an_urgent_finding_overtakes_a_signature(
    database: Database, sent: Clinic
) -> None:
    sign(database, sent)
    with database.write() as session:
        notes.write(session, sent.encounter.id, "More.", shown=0, by=sent.ada.id, now=later(310))
    assert not stands(database, sent)

    sign(database, sent, number=1)
    raised = raise_it(database, sent, "now")
    assert not stands(database, sent)
    with database.write() as session:
        findings.mark_seen(session, raised.id, by=sent.ada.id, now=later(320))
    assert not stands(database, sent)


def test_a_stale_page_signs_nothing(database: Database, sent: Clinic) -> None:
    shown = state(database, sent)
    amend(database, sent, {**ANSWERS, "pulse": "80"}, 1, a_key())

    with pytest.raises(StaleVisit):
        sign(database, sent, shown)

    with database.read() as session:
        assert signatures.newest(session, sent.encounter.id) is None


def test_the_same_page_twice_or_many_times_at_once_is_one_signature(
    database: Database, sent: Clinic
) -> None:
    shown = state(database, sent)
    made: list[Signature] = []

    run_together(*[lambda: made.append(sign(database, sent, shown))] * 5)

    assert len({one.id for one in made}) == 1


def test_what_somebody_else_signed_meanwhile_is_not_signed_over(
    database: Database, sent: Clinic
) -> None:
    sign(database, sent)

    with pytest.raises(StaleVisit):
        sign(database, sent, number=0, by=sent.ben.id)
    assert sign(database, sent, number=1, by=sent.ben.id).number == 2


def test_a_visit_without_answers_void_or_unknown_is_not_signed(
    database: Database, clinic: Clinic
) -> None:
    with pytest.raises(NothingToSign):
        sign(database, clinic)
    shown = state(database, clinic)
    with database.write() as session:
        encounters.make_void(session, clinic.encounter.id, now=later(0))

    with pytest.raises(EncounterEnded):
        sign(database, clinic, shown)
    with database.write() as session, pytest.raises(NotThere):
        signatures.sign(
            session, clinic.ada.id, shown=shown, shown_number=0, by=clinic.ada.id, name="A", now=NOW
        )


def test_a_visit_that_goes_to_another_patient_needs_signing_anew(
    database: Database, sent: Clinic
) -> None:
    sign(database, sent)

    with database.write() as session:
        corrections.move(
            session, sent.encounter.id, sent.noah.id,
            site_id=sent.site.id, reason="wrong line", by=sent.ada.id, now=later(400),
        )  # fmt: skip

    assert not stands(database, sent)


def test_two_entries_of_one_person_keep_their_signatures(database: Database, sent: Clinic) -> None:
    sign(database, sent)

    with database.write() as session:
        corrections.merge(
            session, sent.cleo.id, sent.noah.id,
            site_id=sent.site.id, reason="typed twice", by=sent.ada.id, now=later(400),
        )  # fmt: skip

    assert stands(database, sent)


def test_a_signature_put_beside_another_visit_stays_shut(database: Database, sent: Clinic) -> None:
    sign(database, sent)

    with database.write() as session:
        session.scalars(select(models.Signature)).one().encounter_id = sent.other_encounter.id

    with database.read() as session, pytest.raises(SealBroken):
        signatures.newest(session, sent.other_encounter.id)


def test_many_visits_are_asked_for_in_as_many_queries_as_one(
    database: Database, sent: Clinic
) -> None:
    signed = sign(database, sent)

    with database.read() as session:
        asked: list[str] = []
        event.listen(session.get_bind(), "before_cursor_execute", lambda *a: asked.append(a[2]))
        one = signatures.newest_of(session, [sent.encounter.id])
        queries = len(asked)
        both = signatures.newest_of(session, [sent.encounter.id, sent.other_encounter.id])

    assert one == both == {sent.encounter.id: signed}
    assert len(asked) == 2 * queries
    assert queries == 5


def test_a_signature_stands_and_the_worklist_knows_it_after_two_merges(
    database: Database, sent: Clinic
) -> None:
    sign(database, sent)
    with database.write() as session:
        last = patients.add(
            session, sent.site.id, an_identity("Hill", "H-1"), by=sent.ada.id, now=NOW
        ).id
        for gone, into in ((sent.cleo.id, sent.noah.id), (sent.noah.id, last)):
            corrections.merge(
                session, gone, into,
                site_id=sent.site.id, reason="one person", by=sent.ada.id, now=later(400),
            )  # fmt: skip

    assert stands(database, sent)
    with database.read() as session:
        reviewed = work_order.page(
            session, sent.site.id, Show.REVIEWED, NOW.date(), time_zone=ZONE, skip=0, at_most=9
        )
    assert reviewed == (sent.encounter.id,)
