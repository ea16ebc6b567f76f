"""Corrections: a visit changes hands or counts no more, and no answer of it is ever lost."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from screening.store import (
    answered,
    audit,
    correction_log,
    corrections,
    encounters,
    findings,
    kiosk,
    kiosk_access,
    models,
    patients,
    responses,
    revisions,
    sittings,
    summaries,
)
from screening.store.correction_log import Correction
from screening.store.db import Database
from screening.store.encounters import EncounterState
from screening.store.errors import EncounterEnded, NotThere, OneAndTheSame, Unseen
from screening.store.hand_over import SittingState
from tests.store.builders import CLEO, NOW, Clinic, a_key, an_encounter, an_identity, later

WHY = "Typed under the neighbour, Ms Lind"
ANSWERS = {"pulse": "104"}


def send_answers(database: Database, response_id: UUID) -> None:
    with database.write() as session:
        page = {"form_key": a_key(), "now": NOW}
        responses.save_answers(session, response_id, ANSWERS, shown_save_number=0, **page)
        responses.send(session, response_id, shown_save_number=1, **page)


def move(database: Database, clinic: Clinic, visit: UUID, to: UUID) -> None:
    with database.write() as session:
        corrections.move(
            session, visit, to, site_id=clinic.site.id, reason=WHY, by=clinic.ben.id, now=later(60)
        )


def merge(database: Database, clinic: Clinic, gone: UUID, into: UUID) -> None:
    with database.write() as session:
        corrections.merge(
            session, gone, into, site_id=clinic.site.id, reason=WHY, by=clinic.ben.id, now=later(60)
        )


def void(database: Database, clinic: Clinic, visit: UUID) -> None:
    with database.write() as session:
        corrections.void(
            session, visit, site_id=clinic.site.id, reason=WHY, by=clinic.ben.id, now=later(60)
        )


def numbers(database: Database, patient: UUID) -> list[tuple[UUID, int]]:
    with database.read() as session:
        return [(v.id, v.number) for v in encounters.of_patient(session, patient, void=True)]


def rows_of(database: Database) -> dict[str, int]:
    """How many rows each table has whose loss would be a lost answer."""
    kept = (models.Response, models.Draft, models.Revision, models.RaisedFinding, models.Encounter)
    with database.read() as session:
        return {
            table.__tablename__: session.scalar(select(func.count()).select_from(table)) or 0
            for table in kept
        }


def test_a_moved_visit_takes_its_answers_and_findings_to_the_right_patient(
    database: Database, clinic: Clinic
) -> None:
    send_answers(database, clinic.response.id)
    with database.write() as session:
        findings.raise_finding(
            session, clinic.response.id, "f", level="now", text="F", because="Yes", now=NOW
        )
    before = rows_of(database)

    move(database, clinic, clinic.encounter.id, clinic.noah.id)

    assert rows_of(database) == before
    assert numbers(database, clinic.cleo.id) == []
    with database.read() as session:
        newest = revisions.latest(session, clinic.response.id)
        assert newest is not None
        assert newest.document == ANSWERS
        (found,) = findings.for_encounter(session, clinic.encounter.id)
        assert (found.text, found.seen_by) == ("F", None)
        (kept,) = correction_log.of_encounter(session, clinic.encounter.id)
        assert kept == Correction(
            "move", clinic.cleo.id, clinic.noah.id, clinic.encounter.id, WHY, clinic.ben.id,
            later(60),
        )  # fmt: skip
        assert correction_log.of_patient(session, clinic.noah.id) == (kept,)
        assert audit.verify(session) == []


def test_visits_are_numbered_anew_in_the_order_in_which_they_began(
    database: Database, clinic: Clinic
) -> None:
    with database.write() as session:
        sha256, by = clinic.encounter.packet_sha256, clinic.ada.id
        early = encounters.start(
            session, clinic.cleo.id, sha256, time_zone="UTC", by=by, now=later(-900)
        )
        late = encounters.start(
            session, clinic.cleo.id, sha256, time_zone="UTC", by=by, now=later(900)
        )

    move(database, clinic, early.id, clinic.noah.id)

    assert numbers(database, clinic.noah.id) == [(early.id, 1), (clinic.other_encounter.id, 2)]
    assert numbers(database, clinic.cleo.id) == [(clinic.encounter.id, 1), (late.id, 2)]


def test_moving_a_visit_to_where_it_is_changes_nothing(database: Database, clinic: Clinic) -> None:
    move(database, clinic, clinic.encounter.id, clinic.cleo.id)

    with database.read() as session:
        assert correction_log.of_encounter(session, clinic.encounter.id) == ()


def test_a_tablet_in_the_moved_visit_is_paused_with_its_draft(
    database: Database, clinic: Clinic
) -> None:
    with database.write() as session:
        kiosk_access.hand_over(
            session, clinic.encounter.id, token="t" * 43, language="en", by=clinic.ada.id, now=NOW
        )
        responses.save_answers(
            session, clinic.response.id, ANSWERS, shown_save_number=0, form_key=a_key(), now=NOW
        )

    move(database, clinic, clinic.encounter.id, clinic.noah.id)

    with database.read() as session:
        assert kiosk.read(session, "t" * 43) is None
        (held,) = sittings.for_encounter(session, clinic.encounter.id)
        assert held.state == SittingState.PAUSED
        draft = responses.load_draft(session, clinic.response.id)
    assert draft is not None
    assert draft.document == ANSWERS


def test_a_pdf_with_the_wrong_name_is_not_kept(database: Database, clinic: Clinic) -> None:
    paper = {"paper": "a4", "language": "en"}
    with database.write() as session:
        for visit in (clinic.encounter, clinic.other_encounter):
            summaries.keep(session, visit.id, "a" * 64, data=b"%PDF", now=NOW, **paper)

    move(database, clinic, clinic.encounter.id, clinic.noah.id)

    with database.read() as session:
        assert summaries.fetch(session, clinic.encounter.id, "a" * 64, **paper) is None


def test_a_merged_entry_brings_its_visits_and_its_number_leads_to_the_other(
    database: Database, clinic: Clinic
) -> None:
    send_answers(database, clinic.other_response.id)
    before = rows_of(database)

    merge(database, clinic, clinic.noah.id, clinic.cleo.id)

    assert rows_of(database) == before
    assert [n for _, n in numbers(database, clinic.cleo.id)] == [1, 2]
    with database.read() as session:
        site = clinic.site.id
        for record in ("N-2", CLEO.record):
            found = patients.find_by_record(session, site, record)
            assert found is not None
            assert found.id == clinic.cleo.id
        born = an_identity().born
        assert [p.id for p in patients.near_duplicates(session, site, born)] == [clinic.cleo.id]
        assert [p.id for p in patients.recent(session, site)] == [clinic.cleo.id]
        assert patients.get(session, clinic.noah.id).identity.family == "Lind"
        newest = revisions.latest(session, clinic.other_response.id)
    assert newest is not None
    assert newest.document == ANSWERS


def test_entries_are_merged_once_and_not_into_themselves(
    database: Database, clinic: Clinic
) -> None:
    with pytest.raises(OneAndTheSame):
        merge(database, clinic, clinic.cleo.id, clinic.cleo.id)
    merge(database, clinic, clinic.noah.id, clinic.cleo.id)

    for gone, into in ((clinic.noah, clinic.cleo), (clinic.cleo, clinic.noah)):
        with pytest.raises(OneAndTheSame):
            merge(database, clinic, gone.id, into.id)


def test_a_void_visit_counts_in_nothing_and_is_kept(database: Database, clinic: Clinic) -> None:
    send_answers(database, clinic.response.id)
    with database.write() as session:
        later_visit = an_encounter(
            session, clinic.cleo.id, clinic.encounter.packet_sha256, clinic.ada.id
        )
        kiosk_access.open_sitting(
            session, clinic.encounter.id, code="ABCD2345", language="en", by=clinic.ada.id, now=NOW
        )
    before = rows_of(database)

    void(database, clinic, clinic.encounter.id)
    void(database, clinic, clinic.encounter.id)

    assert rows_of(database) == before
    with database.write() as session:
        assert kiosk_access.redeem(
            session, "ABCD2345", token="t" * 43, tablet="t", now=NOW
        ) is None  # fmt: skip
        with pytest.raises(EncounterEnded):
            responses.start(
                session, clinic.encounter.id, clinic.response.questionnaire_sha256,
                role="clinician", author_id=clinic.ada.id, now=NOW, again=True,
            )  # fmt: skip
    with database.read() as session:
        site = clinic.site.id
        visit = encounters.get(session, clinic.encounter.id)
        assert (visit.state, visit.ended_at) == (EncounterState.VOID, later(60))
        assert encounters.of_patient(session, clinic.cleo.id) == (later_visit,)
        assert visit not in encounters.list_open(session, site)
        day = NOW.date()
        assert visit not in encounters.day_list(session, site, day, time_zone="UTC")
        assert not answered.sent_before(session, later_visit.id, {"cows"}, since=later(-9999))
        assert len(correction_log.of_encounter(session, visit.id)) == 1


def test_a_visit_that_calls_for_somebody_is_not_made_void(
    database: Database, clinic: Clinic
) -> None:
    with database.write() as session:
        found = findings.raise_finding(
            session, clinic.response.id, "f", level="before_leaving", text="F", because="Y", now=NOW
        )
    with pytest.raises(Unseen):
        void(database, clinic, clinic.encounter.id)

    with database.write() as session:
        findings.mark_seen(session, found.id, by=clinic.ada.id, now=NOW)
    void(database, clinic, clinic.encounter.id)


def test_another_sites_records_are_not_there(database: Database, clinic: Clinic) -> None:
    elsewhere = uuid4()
    more = {"site_id": elsewhere, "reason": WHY, "by": clinic.ada.id, "now": NOW}
    with database.write() as session:
        with pytest.raises(NotThere):
            corrections.void(session, clinic.encounter.id, **more)
        with pytest.raises(NotThere):
            corrections.move(session, clinic.encounter.id, clinic.noah.id, **more)
        with pytest.raises(NotThere):
            corrections.merge(session, clinic.cleo.id, clinic.noah.id, **more)
        with pytest.raises(NotThere):
            encounters.make_void(session, elsewhere, now=NOW)


def test_a_reason_is_sealed(database: Database, clinic: Clinic) -> None:
    move(database, clinic, clinic.encounter.id, clinic.noah.id)

    with database.read() as session:
        stored = session.scalar(select(models.Correction.reason))
    assert stored is not None
    assert b"Lind" not in stored
