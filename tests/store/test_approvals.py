"""Approvals: bound to the bytes and to what they were held against; nobody has to take one back."""

from uuid import UUID

from sqlalchemy import select

from screening.store import approvals, publications
from screening.store import definition_drafts as drafts
from screening.store.approvals import Approval
from screening.store.db import Database
from screening.store.models import AuditEvent
from tests.store.builders import COWS, Clinic, later

TEXT, OTHER = "a" * 64, "b" * 64
BEFORE, AFTER = "c" * 64, "d" * 64


def approve(
    database: Database, clinic: Clinic, *, against: str | None = BEFORE, seconds: int = 1
) -> Approval:
    by = clinic.ada.id if seconds == 1 else clinic.ben.id
    with database.write() as session:
        return approvals.approve(session, "cows", TEXT, against=against, by=by, now=later(seconds))


def test_an_approval_names_the_clinician_and_the_day(database: Database, clinic: Clinic) -> None:
    approve(database, clinic)

    with database.read() as session:
        found = approvals.find(session, TEXT, against=BEFORE)

    assert found == Approval(TEXT, BEFORE, clinic.ada.id, "Dr Ada", later(1))


def test_there_is_none_for_another_text_nor_beside_another_version(
    database: Database, clinic: Clinic
) -> None:
    approve(database, clinic)

    with database.read() as session:
        assert approvals.find(session, OTHER, against=BEFORE) is None
        assert approvals.find(session, TEXT, against=AFTER) is None
        assert approvals.find(session, TEXT, against=None) is None


def test_a_second_approval_of_the_same_leaves_the_first_as_it_is(
    database: Database, clinic: Clinic
) -> None:
    approve(database, clinic)
    again = approve(database, clinic, seconds=2)

    assert again.name == "Dr Ada"
    with database.read() as session:
        kinds = list(session.scalars(select(AuditEvent.kind)))
    assert kinds.count("definition_approved") == 1


def test_of_a_version_the_first_approval_counts_whatever_it_was_held_against(
    database: Database, clinic: Clinic
) -> None:
    approve(database, clinic)
    approve(database, clinic, against=None, seconds=2)

    with database.read() as session:
        found = approvals.of_versions(session, [TEXT, OTHER])

    assert {sha256: one.name for sha256, one in found.items()} == {TEXT: "Dr Ada"}


def begin(database: Database, clinic: Clinic) -> UUID:
    with database.write() as session:
        return drafts.begin(
            session, drafts.QUESTIONNAIRE, "cows", COWS, based_on=None, by=clinic.ada.id,
            now=later(1),
        ).id  # fmt: skip


def ask(database: Database, clinic: Clinic, draft_id: UUID, seconds: int = 2) -> None:
    with database.write() as session:
        approvals.ask(session, draft_id, 1, TEXT, by=clinic.ada.id, now=later(seconds))


def test_what_was_asked_for_is_listed_while_its_draft_is_open(
    database: Database, clinic: Clinic
) -> None:
    draft_id = begin(database, clinic)
    for second in (2, 3):
        ask(database, clinic, draft_id, second)
    with database.read() as session:
        (asked,) = approvals.asked(session)
    with database.write() as session:
        drafts.close(session, draft_id, drafts.DISCARDED, by=clinic.ada.id, now=later(4))

    assert (asked.sha256, asked.name, asked.at) == (TEXT, "Dr Ada", later(2))
    with database.read() as session:
        assert approvals.asked(session) == ()


def test_what_was_asked_for_of_an_older_text_is_asked_no_more(
    database: Database, clinic: Clinic
) -> None:
    draft_id = begin(database, clinic)
    ask(database, clinic, draft_id)
    with database.write() as session:
        drafts.save(session, draft_id, b"other", shown=1, by=clinic.ada.id, now=later(3))

    with database.read() as session:
        assert approvals.asked(session) == ()


def test_something_awaits_while_a_text_or_a_version_in_use_is_not_approved(
    database: Database, clinic: Clinic
) -> None:
    in_use = clinic.response.questionnaire_sha256

    def awaits() -> bool:
        with database.read() as session:
            return approvals.anything_awaits(session)

    def approve_in(sha256: str, against: str | None) -> None:
        with database.write() as session:
            approvals.approve(
                session, "cows", sha256, against=against, by=clinic.ada.id, now=later(5)
            )

    assert awaits()
    with database.read() as session:
        assert approvals.unapproved(session) == {in_use}
    approve_in(in_use, None)
    assert not awaits()
    ask(database, clinic, begin(database, clinic))
    assert awaits()
    approve_in(TEXT, OTHER)  # held against another version than the one in use
    assert awaits()
    approve_in(TEXT, in_use)
    assert not awaits()


def test_the_history_names_who_put_a_version_into_use(database: Database, clinic: Clinic) -> None:
    sha256 = clinic.response.questionnaire_sha256
    with database.read() as session:
        (before,) = publications.history(session, "cows")
    with database.write() as session:
        draft = drafts.begin(
            session, drafts.QUESTIONNAIRE, "cows", COWS, based_on=None, by=clinic.ada.id,
            now=later(1),
        )  # fmt: skip
        publications.note(session, sha256, draft.id, by=clinic.ben.id, now=later(2))
    with database.read() as session:
        (after,) = publications.history(session, "cows")
        assert publications.history(session, "intake") == ()

    assert (before.version, before.published_by) == ("1.0.0", "")
    assert (after.sha256, after.published_by, after.retired_by) == (sha256, "Dr Ben", "")
