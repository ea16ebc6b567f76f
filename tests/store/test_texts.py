"""Versions of clinic texts and leaflets: what the folder brings, what a page makes, what is in
use."""

from __future__ import annotations

import json

import pytest

from screening.store import library, texts
from screening.store.db import Database
from screening.store.errors import VersionConflict
from tests.store.builders import NOW, Clinic, later
from tests.trail import events


def in_use(database: Database) -> dict[str, tuple[str, bytes]]:
    with database.read() as session:
        return {one.id: (one.version, one.data) for one in texts.current(session)}


def test_what_the_folder_brought_last_is_not_taken_twice(database: Database) -> None:
    with database.write() as session:
        texts.import_text(session, "clinic", "clinic.en", "", b"one", now=NOW)
        texts.import_text(session, "clinic", "clinic.en", "", b"one", now=later(60))

    assert in_use(database) == {"clinic.en": ("1", b"one")}


def test_a_version_of_a_page_stays_in_use_until_the_folder_brings_another(
    database: Database, clinic: Clinic
) -> None:
    with database.write() as session:
        texts.import_text(session, "clinic", "clinic.en", "", b"one", now=NOW)
        made = texts.publish(
            session, "clinic", "clinic.en", "", b"mine", part="consent", by=clinic.ada.id, now=NOW
        )
    with database.write() as session:
        texts.import_text(session, "clinic", "clinic.en", "", b"one", now=later(60))
    assert in_use(database)["clinic.en"] == ("2", b"mine")
    assert (made.part, made.made_by) == ("consent", clinic.ada.id)

    with database.write() as session:
        texts.import_text(session, "clinic", "clinic.en", "", b"two", now=later(120))
    assert in_use(database)["clinic.en"] == ("3", b"two")

    # A file that is put back is another one than the folder brought last.
    with database.write() as session:
        texts.import_text(session, "clinic", "clinic.en", "", b"one", now=later(180))
    assert in_use(database)["clinic.en"] == ("4", b"one")
    with database.read() as session:
        known = texts.history(session, "clinic.en")
        assert [one.data for one in known] == [b"one", b"two", b"mine", b"one"]
        assert known[2] == made


def test_what_stands_in_for_a_file_gives_way_to_what_somebody_wrote(
    database: Database, clinic: Clinic
) -> None:
    with database.write() as session:
        texts.import_shipped(session, "clinic", "clinic.es", b"shipped", now=NOW)
        texts.import_shipped(session, "clinic", "clinic.es", b"shipped anew", now=NOW)
        assert texts.current(session)[0].data == b"shipped anew"
        texts.publish(
            session, "clinic", "clinic.es", "", b"mine", part="", by=clinic.ada.id, now=NOW
        )
        texts.import_shipped(session, "clinic", "clinic.es", b"shipped once more", now=NOW)

    assert in_use(database)["clinic.es"][1] == b"mine"


def test_a_leaflet_under_a_known_version_with_other_bytes_is_refused(
    database: Database, clinic: Clinic
) -> None:
    with database.write() as session:
        texts.import_text(session, "leaflet", "hair.en", "1.0.0", b"one", now=NOW)
        texts.import_text(session, "leaflet", "hair.en", "1.0.0", b"one", now=NOW)
        with pytest.raises(VersionConflict, match=r"hair\.en 1\.0\.0"):
            texts.import_text(session, "leaflet", "hair.en", "1.0.0", b"two", now=NOW)
        with pytest.raises(VersionConflict):
            texts.publish(
                session, "leaflet", "hair.en", "1.0.0", b"2", part="", by=clinic.ada.id, now=NOW
            )

    assert in_use(database) == {"hair.en": ("1.0.0", b"one")}


def test_a_leaflet_of_the_longest_id_and_a_region_is_taken(database: Database) -> None:
    name = "x" * 60 + ".es-US"
    with database.write() as session:
        texts.import_text(session, "leaflet", name, "1.0.0", b"one", now=NOW)

    assert in_use(database) == {name: ("1.0.0", b"one")}


def test_who_publishes_stands_in_the_trail_and_beside_the_version(
    database: Database, clinic: Clinic
) -> None:
    by = clinic.ada.id
    with database.write() as session:
        made = texts.publish(
            session, "clinic", "clinic.en", "", b"x", part="messages", by=by, now=NOW
        )
        packet = library.publish_packet(session, "intake", "1.1.0", b"p", by=by, now=NOW)
        with pytest.raises(VersionConflict):
            library.publish_packet(session, "intake", "1.1.0", b"p", by=by, now=NOW)

    published = events(database, "version_published")
    assert [event.account_id for event in published] == [by, by]
    assert [json.loads(event.ids)["what"] for event in published] == ["clinic", "packet"]
    with database.read() as session:
        assert [v.made_by for v in library.packet_history(session, "intake")] == [by, None]
        assert library.current_packets(session) == (packet,)
        assert texts.newest_number(session) == made.number
        assert texts.history(session, "clinic.es") == ()


def test_the_version_in_use_is_found_again_by_the_event_of_its_coming(
    database: Database, clinic: Clinic
) -> None:
    by, name = clinic.ada.id, "x" * 60 + ".es-US"
    with database.write() as session:
        assert texts.head_at(session, name) == ""
        texts.import_text(session, "leaflet", name, "1.0.0", b"one", now=NOW)
        heads = [texts.head_at(session, name)]
        texts.publish(session, "leaflet", name, "1.1.0", b"two", part="", by=by, now=NOW)
        packet = library.publish_packet(session, "intake", "1.1.0", b"p", by=by, now=NOW)
        heads += [texts.head_at(session, name), library.head_at(session, {packet.sha256})]

    (imported,) = [one for one in events(database, "version_imported") if name[:60] in one.ids]
    published = events(database, "version_published")
    assert heads == [imported.hash, *(one.hash for one in published)]
