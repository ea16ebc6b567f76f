"""What a patient sent at other visits, for intervals that are kept."""

from datetime import datetime, timedelta

from screening.store import encounters, responses, revisions
from screening.store.answered import SentBefore, sent_before
from screening.store.db import Database
from screening.store.encounters import Encounter
from screening.store.responses import Response
from tests.store.builders import NOW, ZONE, Clinic, a_key

DAY = timedelta(days=1)


def send(database: Database, response: Response, at: datetime) -> None:
    with database.write() as session:
        responses.send(session, response.id, shown_save_number=0, form_key=a_key(), now=at)


def next_visit(database: Database, clinic: Clinic, after: timedelta) -> Encounter:
    """Cleo's second visit."""
    with database.write() as session:
        return encounters.start(
            session,
            clinic.cleo.id,
            clinic.encounter.packet_sha256,
            time_zone=ZONE,
            by=clinic.ada.id,
            now=NOW + after,
        )


def found(database: Database, visit: Encounter, since: datetime) -> tuple[SentBefore, ...]:
    with database.read() as session:
        return sent_before(session, visit.id, {"cows", "sows16"}, since=since)


def test_what_the_same_patient_sent_at_another_visit_is_found(
    database: Database, clinic: Clinic
) -> None:
    send(database, clinic.response, NOW)
    send(database, clinic.other_response, NOW)  # Noah's

    visit = next_visit(database, clinic, DAY)

    assert found(database, visit, NOW - DAY) == (
        SentBefore(clinic.encounter.id, 1, "cows", "patient", NOW),
    )


def test_drafts_older_answers_and_those_of_this_very_visit_are_not(
    database: Database, clinic: Clinic
) -> None:
    visit = next_visit(database, clinic, DAY)
    assert found(database, visit, NOW - DAY) == ()  # a draft

    send(database, clinic.response, NOW)

    assert found(database, clinic.encounter, NOW - DAY) == ()
    assert found(database, visit, NOW + timedelta(seconds=1)) == ()
    with database.read() as session:
        assert sent_before(session, visit.id, {"sows16"}, since=NOW - DAY) == ()


def test_what_is_sent_after_the_visit_began_changes_nothing_in_it(
    database: Database, clinic: Clinic
) -> None:
    visit = next_visit(database, clinic, DAY)

    send(database, clinic.response, NOW + 2 * DAY)

    assert found(database, visit, NOW - DAY) == ()


def test_an_amendment_is_no_new_answer(database: Database, clinic: Clinic) -> None:
    send(database, clinic.response, NOW)
    with database.write() as session:
        revisions.amend(
            session,
            clinic.response.id,
            {},
            reason="typed in the wrong row",
            shown_revision=1,
            form_key=a_key(),
            by=clinic.ada.id,
            now=NOW + DAY,
        )

    visit = next_visit(database, clinic, 3 * DAY)

    assert [one.sent_at for one in found(database, visit, NOW - DAY)] == [NOW]
