"""Imported versions: the same bytes again are nothing new, other bytes are refused."""

import hashlib

import pytest

from screening.store import audit, library
from screening.store.db import Database
from screening.store.errors import NotThere, VersionConflict
from tests.store.builders import NOW, later
from tests.trail import ids_of


def test_an_imported_file_comes_back_byte_for_byte(database: Database) -> None:
    data = "id: vitals\r\n# über\n".encode()

    with database.write() as session:
        made = library.import_version(session, "vitals", "1.0.0", data, now=NOW)

    with database.read() as session:
        assert library.get(session, made.sha256) == made
        assert library.find(session, "vitals", "1.0.0") == made
        assert library.find(session, "vitals", "1.0.1") is None
    assert made.data == data
    assert made.sha256 == hashlib.sha256(data).hexdigest()


def test_the_same_bytes_again_change_nothing(database: Database) -> None:
    with database.write() as session:
        first = library.import_version(session, "vitals", "1.0.0", b"one", now=NOW)
    with database.write() as session:
        again = library.import_version(session, "vitals", "1.0.0", b"one", now=later(60))

    assert first == again


def test_the_same_version_with_other_bytes_is_refused_and_the_first_stays(
    database: Database,
) -> None:
    with database.write() as session:
        first = library.import_version(session, "vitals", "1.0.0", b"one", now=NOW)

    with database.write() as session, pytest.raises(VersionConflict, match="vitals 1.0.0"):
        library.import_version(session, "vitals", "1.0.0", b"two", now=NOW)

    with database.read() as session:
        assert library.find(session, "vitals", "1.0.0") == first


def test_the_current_version_is_the_one_imported_last(database: Database) -> None:
    with database.write() as session:
        for item, version in [("vitals", "9.0.0"), ("cows", "1.0.0"), ("vitals", "10.0.0")]:
            library.import_version(session, item, version, f"{item} {version}".encode(), now=NOW)
        library.import_version(session, "vitals", "9.0.0", b"vitals 9.0.0", now=later(60))

    with database.read() as session:
        current = [(v.id, v.version) for v in library.current(session)]
        assert library.current_packets(session) == ()
    assert current == [("cows", "1.0.0"), ("vitals", "10.0.0")]


def test_packets_and_questionnaires_do_not_mix(database: Database) -> None:
    with database.write() as session:
        packet = library.import_packet(session, "intake", "1.0.0", b"p", now=NOW)
        questionnaire = library.import_version(session, "intake", "1.0.0", b"q", now=NOW)

    with database.read() as session:
        assert library.get_packet(session, packet.sha256) == packet
        assert library.current_packets(session) == (packet,)
        with pytest.raises(NotThere):
            library.get(session, packet.sha256)
        with pytest.raises(NotThere):
            library.get_packet(session, questionnaire.sha256)


def test_a_translation_is_found_by_the_version_that_it_tells_and_the_newest_counts(
    database: Database,
) -> None:
    name = "x" * 64  # as long as a name can be; the audit must take it too
    with database.write() as session:
        for version, told in [("1.0.0", "1.2.0"), ("1.0.1", "1.2.0"), ("1.1.0", "1.3.0")]:
            data = f"{version} tells {told}".encode()
            library.import_translation(session, name, version, data, for_version=told, now=NOW)

    with database.read() as session:
        old = library.find_translation(session, name, "1.2.0")
        assert old is not None
        assert (old.version, old.data) == ("1.0.1", b"1.0.1 tells 1.2.0")
        assert library.find_translation(session, name, "1.4.0") is None
        assert library.find_translation(session, "other.es", "1.2.0") is None
        assert [v.version for v in library.current_translations(session)] == ["1.1.0"]
        assert library.current(session) == ()
        assert library.current_packets(session) == ()


def test_a_translation_under_a_known_version_with_other_bytes_is_refused(
    database: Database,
) -> None:
    told = {"for_version": "1.2.0", "now": NOW}
    with database.write() as session:
        first = library.import_translation(session, "hair.es", "1.0.0", b"one", **told)
        assert library.import_translation(session, "hair.es", "1.0.0", b"one", **told) == first
        with pytest.raises(VersionConflict, match="hair.es 1.0.0"):
            library.import_translation(session, "hair.es", "1.0.0", b"two", **told)


def test_the_audit_says_what_was_imported(database: Database) -> None:
    with database.write() as session:
        made = library.import_translation(
            session, "hair.es", "1.0.0", b"one", for_version="1.2.0", now=NOW
        )

    assert ids_of(database, audit.Kind.VERSION_IMPORTED) == [
        {"what": "translation", "item": "hair.es", "version": "1.0.0", "sha256": made.sha256}
    ]
