"""Who opens the database file, its journal or a log line reads no name and no answer."""

import logging
from pathlib import Path

import pytest

from screening.store import findings, kiosk_access, notes, responses, revisions, summaries
from screening.store.db import Database, open_database
from screening.store.sealing import Keys
from tests.store.builders import CLEO, NOW, a_clinic, a_key

SECRETS = [
    *(CLEO.family, CLEO.given, CLEO.record, CLEO.born.isoformat()),
    *("very restless", "since my brother died", "typed for the wrong day", "answered Yes"),
    "lives with a sister",
    *("QRST2345", "t" * 43, "%PDF-1.7"),
]


def one_visit(database: Database) -> None:
    with database.write() as session:
        clinic = a_clinic(session)
        visit, response, by = clinic.encounter.id, clinic.response.id, clinic.ada.id
        kiosk_access.open_sitting(session, visit, code="QRST2345", language="en", by=by, now=NOW)
        kiosk_access.redeem(session, "QRST2345", token="t" * 43, tablet="tablet", now=NOW)
        answers = {"restless": "very restless", "words": "since my brother died"}
        page = {"form_key": a_key(), "now": NOW}
        responses.save_answers(session, response, answers, shown_save_number=0, **page)
        responses.send(session, response, shown_save_number=1, **page)
        revisions.amend(
            session,
            response,
            answers,
            reason="typed for the wrong day",
            shown_revision=1,
            by=by,
            **page,
        )
        findings.raise_finding(
            session, response, "x", level="now", text="X", because="answered Yes", now=NOW
        )
        notes.write(session, visit, "lives with a sister", shown=0, by=by, now=NOW)
        summaries.keep(
            session, visit, "a" * 64, paper="a4", language="en", data=b"%PDF-1.7", now=NOW
        )


def test_no_name_answer_code_or_token_stands_in_the_files(
    sqlite_url: str, keys: Keys, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    opened = open_database(sqlite_url, keys)
    one_visit(opened)

    files = [path for path in tmp_path.iterdir() if path.is_file()]
    stored = b"".join(path.read_bytes() for path in files)

    assert b"Harbour Clinic" in stored  # The search itself works: this may be read.
    assert len(files) >= 2  # The journal beside the file as well.
    assert [secret for secret in SECRETS if secret.encode() in stored] == []
    assert [secret for secret in SECRETS if secret in caplog.text] == []
    opened.close()
