"""Findings: recorded once when raised, kept through every change, seen by name."""

from uuid import uuid4

import pytest

from screening.store import encounters, findings
from screening.store.db import Database
from screening.store.errors import NotThere
from screening.store.findings import RaisedFinding
from tests.store.builders import NOW, Clinic, later
from tests.store.together import run_together


def raise_it(
    database: Database, clinic: Clinic, because: str = "answered Yes", seconds: float = 0
) -> RaisedFinding:
    with database.write() as session:
        return findings.raise_finding(
            session,
            clinic.response.id,
            "chest_pain",
            level="now",
            text="Chest pain",
            because=because,
            now=later(seconds),
        )


def change_it(database: Database, clinic: Clinic, seconds: float) -> RaisedFinding | None:
    with database.write() as session:
        return findings.mark_changed(
            session, clinic.response.id, "chest_pain", because="answered No", now=later(seconds)
        )


def test_a_finding_keeps_what_it_was_when_it_was_raised(database: Database, clinic: Clinic) -> None:
    raised = raise_it(database, clinic)

    with database.read() as session:
        assert findings.for_encounter(session, clinic.encounter.id) == (raised,)
        assert findings.for_encounter(session, clinic.other_encounter.id) == ()
    assert (raised.text, raised.because, raised.level) == ("Chest pain", "answered Yes", "now")
    assert (raised.questionnaire_id, raised.questionnaire_version) == ("cows", "1.0.0")
    assert raised.stands
    assert "hest" not in repr(raised).replace("chest_pain", "")


def test_raised_again_it_stays_the_one_that_it_was(database: Database, clinic: Clinic) -> None:
    first = raise_it(database, clinic)

    assert raise_it(database, clinic, "something else", 60) == first


def test_raised_by_many_at_once_it_is_recorded_once(database: Database, clinic: Clinic) -> None:
    raised: list[RaisedFinding] = []

    run_together(*[lambda: raised.append(raise_it(database, clinic))] * 5)

    assert len({finding.id for finding in raised}) == 1


def test_a_changed_answer_is_noted_and_the_finding_survives(
    database: Database, clinic: Clinic
) -> None:
    raise_it(database, clinic)

    changed = change_it(database, clinic, 60)
    again = change_it(database, clinic, 90)

    assert changed == again
    assert changed is not None
    assert not changed.stands
    assert [(c.at, c.because, c.raised) for c in changed.changes] == [
        (later(60), "answered No", False)
    ]
    with database.read() as session:
        assert findings.for_encounter(session, clinic.encounter.id) == (changed,)


def test_an_answer_that_goes_to_and_fro_leaves_its_whole_way(
    database: Database, clinic: Clinic
) -> None:
    raise_it(database, clinic)
    change_it(database, clinic, 60)

    back = raise_it(database, clinic, "answered Yes again", 120)
    last = change_it(database, clinic, 180)

    assert back.stands
    assert last is not None
    assert [change.raised for change in last.changes] == [False, True, False]
    assert (last.raised_at, last.because) == (NOW, "answered Yes")


def test_a_finding_that_was_never_raised_cannot_change(database: Database, clinic: Clinic) -> None:
    assert change_it(database, clinic, 60) is None


def test_who_saw_it_first_is_kept(database: Database, clinic: Clinic) -> None:
    raised = raise_it(database, clinic)

    with database.write() as session:
        seen = findings.mark_seen(session, raised.id, by=clinic.ada.id, now=later(30))
        again = findings.mark_seen(session, raised.id, by=clinic.ben.id, now=later(60))

    assert seen == again
    assert (seen.seen_by, seen.seen_at) == (clinic.ada.id, later(30))


def test_unseen_findings_of_open_visits_are_listed_without_content(
    database: Database, clinic: Clinic
) -> None:
    raised = raise_it(database, clinic)

    def unseen(*levels: str) -> list[object]:
        with database.read() as session:
            return [f.id for f in findings.unseen(session, clinic.site.id, levels)]

    assert unseen("now", "before_leaving") == [raised.id]
    assert unseen("before_leaving") == []
    with database.write() as session:
        assert findings.unseen(session, uuid4(), ["now"]) == ()
        findings.mark_seen(session, raised.id, by=clinic.ada.id, now=NOW)
    assert unseen("now") == []


def test_a_visit_that_ended_asks_for_nobody(database: Database, clinic: Clinic) -> None:
    raise_it(database, clinic)

    with database.write() as session:
        encounters.end(session, clinic.encounter.id, by=clinic.ada.id, now=NOW)

    with database.read() as session:
        assert findings.unseen(session, clinic.site.id, ["now"]) == ()
        assert len(findings.for_encounter(session, clinic.encounter.id)) == 1


def test_a_finding_of_nothing_is_not_there(database: Database, clinic: Clinic) -> None:
    with database.write() as session:
        with pytest.raises(NotThere):
            findings.mark_seen(session, uuid4(), by=clinic.ada.id, now=NOW)
        with pytest.raises(NotThere):
            findings.mark_changed(session, uuid4(), "chest_pain", because="No", now=NOW)
