"""Erasing: two people, nothing left, a tombstone, and a chain that holds."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from screening.store import (
    audit,
    audit_search,
    corrections,
    encounters,
    erasing,
    erasures,
    legal_holds,
    models,
    notes,
    patients,
    responses,
)
from screening.store.audit import Kind
from screening.store.audit_search import Wanted
from screening.store.db import Database
from screening.store.erasures import Erasure, Ground, Scope, State
from screening.store.errors import (
    EncounterEnded,
    NotThere,
    SecondPerson,
    UnderHold,
    UnseenHere,
)
from tests.store.builders import CLEO, NOW, Clinic, later
from tests.store.erasable import fill, linked, see_and_sign


@pytest.fixture
def full(database: Database, clinic: Clinic) -> Clinic:
    """Cleo's visit with everything, seen and signed; no hold."""
    with database.write() as session:
        fill(session, clinic)
        see_and_sign(session, clinic)
        legal_holds.lift(session, clinic.cleo.id, by=clinic.ada.id, now=NOW)
    return clinic


def ask(
    database: Database, clinic: Clinic, scope: Scope = Scope.VISIT, target: UUID | None = None
) -> Erasure:
    target = target or (clinic.cleo.id if scope == Scope.PATIENT else clinic.encounter.id)
    with database.write() as session:
        return erasures.ask(
            session, clinic.site.id, scope, [target], Ground.ASKED_BY_PATIENT,
            by=clinic.ada.id, now=later(100),
        )  # fmt: skip


def carry_out(database: Database, clinic: Clinic, erasure: Erasure) -> Erasure:
    with database.write() as session:
        return erasures.carry_out(
            session, erasure.id, site_id=clinic.site.id, by=clinic.ben.id, now=later(200)
        )


def rows(database: Database) -> dict[str, int]:
    """How many rows each table has."""
    with database.read() as session:
        return {
            table.name: session.scalar(select(func.count()).select_from(table)) or 0
            for table in models.Patient.metadata.sorted_tables
        }


def test_of_a_visit_nothing_is_left_but_that_it_was(database: Database, full: Clinic) -> None:
    done = carry_out(database, full, ask(database, full))

    with database.read() as session:
        left = [
            session.scalar(select(func.count()).where(table.encounter_id == full.encounter.id))
            for table in (models.Response, models.RaisedFinding, models.Note, models.Signature,
                          models.SummaryDocument, models.PaperEntry, models.Correction)
        ]  # fmt: skip
        visit = encounters.get(session, full.encounter.id)
        assert audit.verify(session) == []
    assert set(left) == {0}
    assert (visit.state, visit.number) == ("erased", 1)
    assert done.state == State.DONE
    assert (done.asked_by, done.decided_by) == (full.ada.id, full.ben.id)
    # Worked by hand from what `fill` does: two responses; a draft, two revisions, five form keys,
    # a page and a finding; a paper, a PDF, a note and a signature; no correction of this visit.
    assert done.counts["visits"] == 1
    assert done.counts["responses"] == 2
    assert done.counts["notes, signatures and papers"] == 4
    assert set(done.counts) <= set(erasing.KINDS)


def test_another_patients_rows_stay_as_they_were(database: Database, full: Clinic) -> None:
    with database.read() as session:
        before = responses.for_encounter(session, full.other_encounter.id)

    carry_out(database, full, ask(database, full, Scope.PATIENT))

    with database.read() as session:
        assert responses.for_encounter(session, full.other_encounter.id) == before
        assert patients.get(session, full.noah.id).identity == full.noah.identity


def test_of_a_patient_no_row_is_left(database: Database, full: Clinic) -> None:
    carry_out(database, full, ask(database, full, Scope.PATIENT))

    left = rows(database)
    assert {name: left[name] for name in ("patient", "encounter", "response", "draft")} == {
        "patient": 1, "encounter": 1, "response": 1, "draft": 1,  # Noah's
    }  # fmt: skip
    emptied = linked({"patient"}) - {"patient", "encounter", "response", "draft"}
    assert {name: left[name] for name in emptied if left[name]} == {}
    with database.read() as session:
        assert patients.find_by_record(session, full.site.id, CLEO.record) is None
        assert patients.find_by_record(session, full.site.id, CLEO.record + "-X") is None
        assert audit.verify(session) == []


def test_whoever_asked_does_not_carry_it_out(database: Database, full: Clinic) -> None:
    asked = ask(database, full)

    with database.write() as session, pytest.raises(SecondPerson):
        erasures.carry_out(session, asked.id, site_id=full.site.id, by=full.ada.id, now=later(200))

    with database.read() as session:
        assert responses.for_encounter(session, full.encounter.id)


def test_under_a_legal_hold_nothing_is_asked_for_or_carried_out(
    database: Database, full: Clinic
) -> None:
    asked = ask(database, full)
    with database.write() as session:
        legal_holds.place(session, full.cleo.id, "a case", by=full.ben.id, now=NOW)

    with pytest.raises(UnderHold):
        carry_out(database, full, asked)
    with pytest.raises(UnderHold):
        ask(database, full, Scope.PATIENT)
    with database.write() as session:
        legal_holds.lift(session, full.cleo.id, by=full.ben.id, now=NOW)

    assert carry_out(database, full, asked).state == State.DONE


def test_a_hold_on_an_entry_that_was_merged_holds_the_one_that_stays(
    database: Database, full: Clinic
) -> None:
    with database.write() as session:
        asked_of = erasing.entries_of(session, full.cleo.id)
        legal_holds.place(session, asked_of[0], "a case", by=full.ben.id, now=NOW)

    assert len(asked_of) == 2
    with pytest.raises(UnderHold):
        ask(database, full)


def test_what_nobody_has_seen_is_not_erased(database: Database, clinic: Clinic) -> None:
    with database.write() as session:
        fill(session, clinic)
        legal_holds.lift(session, clinic.cleo.id, by=clinic.ada.id, now=NOW)

    for scope in (Scope.VISIT, Scope.PATIENT):
        with pytest.raises(UnseenHere):
            ask(database, clinic, scope)


def test_asked_for_twice_it_is_one_and_withdrawn_it_is_over(
    database: Database, full: Clinic
) -> None:
    asked = ask(database, full)
    assert ask(database, full) == asked
    with database.write() as session:
        erasures.withdraw(session, asked.id, site_id=full.site.id, by=full.ben.id, now=later(150))

    assert carry_out(database, full, asked).state == State.WITHDRAWN
    assert ask(database, full).id != asked.id


def test_another_sites_records_are_not_there(database: Database, full: Clinic) -> None:
    asked = ask(database, full)
    elsewhere = uuid4()

    with database.write() as session:
        for scope, target in (
            (Scope.VISIT, full.encounter.id), (Scope.PATIENT, full.cleo.id)
        ):  # fmt: skip
            with pytest.raises(NotThere):
                erasures.ask(
                    session, elsewhere, scope, [target], Ground.ORDERED, by=full.ben.id, now=NOW
                )
        with pytest.raises(NotThere):
            erasures.carry_out(session, asked.id, site_id=elsewhere, by=full.ben.id, now=later(200))


def test_an_erased_visit_takes_nothing_in_and_counts_in_nothing(
    database: Database, full: Clinic
) -> None:
    carry_out(database, full, ask(database, full))
    visit, by = full.encounter.id, full.ada.id

    with database.write() as session:
        with pytest.raises(EncounterEnded):
            responses.start(
                session, visit, full.response.questionnaire_sha256,
                role="clinician", author_id=by, now=later(300),
            )  # fmt: skip
        with pytest.raises(EncounterEnded):
            notes.write(session, visit, "again", shown=0, by=by, now=later(300))
        moved = corrections.move(
            session, visit, full.noah.id, site_id=full.site.id, reason="x", by=by, now=later(300)
        )
        assert moved.patient_id == full.cleo.id
        assert visit not in {one.id for one in encounters.of_patient(session, full.cleo.id)}
        assert visit in {one.id for one in encounters.of_patient(session, full.cleo.id, void=True)}


@pytest.mark.parametrize("scope", [Scope.VISIT, Scope.PATIENT])
def test_the_trail_is_still_found_by_what_was_erased(
    database: Database, full: Clinic, scope: Scope
) -> None:
    def kinds(about: UUID, site: UUID) -> set[str]:
        with database.read() as session:
            found = audit_search.page(session, Wanted(site, about=about), before=None, at_most=500)
        return {one.kind for one in found}

    before = {one: kinds(one, full.site.id) for one in (full.encounter.id, full.cleo.id)}
    carry_out(database, full, ask(database, full, scope))

    for one, known in before.items():
        assert known <= kinds(one, full.site.id)
        assert Kind.VISIT_ERASED in kinds(one, full.site.id)
    with database.read() as session:
        assert audit_search.what_is(session, full.encounter.id, full.site.id) == "encounter"
        assert audit_search.what_is(session, full.cleo.id, full.site.id) == "patient"
        assert audit_search.what_is(session, full.cleo.id, uuid4()) == ""
        # What a patient did at an erased visit is told to no other site.
        sent = audit_search.page(
            session, Wanted(uuid4(), kind=Kind.RESPONSE_SENT), before=None, at_most=9
        )
        assert sent == ()
