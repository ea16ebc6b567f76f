"""Which version a moment has: a visit keeps those with which it began, retired ones included."""

import pytest

from screening.store import in_use, library, publications
from screening.store.db import Database
from screening.store.errors import NotThere
from tests.store.builders import NOW, Clinic, later

NEXT = b"id: cows\nversion: 1.1.0\n"


def publish_next(database: Database, seconds: int) -> str:
    with database.write() as session:
        return library.import_version(session, "cows", "1.1.0", NEXT, now=later(seconds)).sha256


def test_a_moment_has_the_version_that_was_imported_last_before_it(
    database: Database, clinic: Clinic
) -> None:
    first, second = clinic.response.questionnaire_sha256, publish_next(database, 60)

    with database.read() as session:
        held = in_use.timeline(session)

    assert held.at(later(59)) == {"cows": first}
    assert held.at(later(60)) == {"cows": second}
    assert held.at(later(-1)) == {"cows": first}  # nothing was there before it


def test_a_retired_questionnaire_stays_with_the_visits_that_began_before(
    database: Database, clinic: Clinic
) -> None:
    first = clinic.response.questionnaire_sha256
    for second in (60, 90):  # twice changes nothing
        with database.write() as session:
            in_use.retire(session, first, by=clinic.ada.id, now=later(second))

    with database.read() as session:
        held = in_use.timeline(session)
        assert library.current(session) == ()
        newest = library.newest(session, "cows")
        (told,) = publications.history(session, "cows")
    assert held.at(later(59)) == {"cows": first}
    assert held.at(later(60)) == {}
    assert [span.item_id for span in held.retired()] == ["cows"]
    assert newest is not None
    assert newest.sha256 == first
    assert (told.retired_by, told.retired_at) == ("Dr Ada", later(60))


def test_a_further_version_brings_it_back(database: Database, clinic: Clinic) -> None:
    with database.write() as session:
        in_use.retire(
            session, clinic.response.questionnaire_sha256, by=clinic.ada.id, now=later(60)
        )
    second = publish_next(database, 120)

    with database.read() as session:
        held = in_use.timeline(session)
        assert [version.sha256 for version in library.current(session)] == [second]
    assert held.at(later(120)) == {"cows": second}
    assert held.retired() == ()


def test_only_the_newest_version_can_be_retired(database: Database, clinic: Clinic) -> None:
    publish_next(database, 60)

    for sha256 in (clinic.response.questionnaire_sha256, "e" * 64):
        with database.write() as session, pytest.raises(NotThere):
            in_use.retire(session, sha256, by=clinic.ada.id, now=NOW)
