"""The administrator's lists: what is in use, what could not be taken, accounts, the trail."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from screening.store import accounts
from screening.store.models import AuditEvent
from tests.web.browser import Browser
from tests.web.conftest import PASSWORD, SMALL, Clinic


def auditor(clinic: Clinic, password_hash: str) -> Browser:
    """A browser signed in as somebody who may read the trail and nothing else."""
    with clinic.parts.database.write() as session:
        added = accounts.add(
            session,
            clinic.parts.site.id,
            "olga",
            full_name="Olga Trail",
            role="auditor",
            password_hash=password_hash,
            must_change=False,
            by=None,
            now=clinic.clock(),
        )
    return clinic.signed_in(added)


def test_versions_and_checksums_of_what_is_in_use_are_shown(clinic: Clinic) -> None:
    moss = clinic.signed_in(clinic.moss)

    with clinic.parts.database.read() as session:
        held = clinic.parts.shelf.current(session)
    for questionnaire in held.values():
        assert questionnaire.title in moss.page.text
        assert questionnaire.sha256 in moss.page.text
    assert "nobody yet" in moss.page.text
    assert "Every file of the folder “definitions” was taken." in moss.page.text


def test_a_file_that_could_not_be_taken_is_shown_with_its_place(
    make_clinic: Callable[[Path], Clinic], tmp_path: Path
) -> None:
    folder = tmp_path / "files"
    shutil.copytree(SMALL, folder)
    text = (folder / "second.yaml").read_text()
    (folder / "broken.yaml").write_text(
        text.replace("id: second", "id: broken", 1).replace("type: choice", "type: choise")
    )

    clinic = make_clinic(folder)
    moss = clinic.signed_in(clinic.moss)

    assert "could not be taken" in moss.page.text
    assert "broken.yaml:" in moss.page.text
    assert "choise" in moss.page.text
    assert "Made-up check-in" in moss.page.text


def test_accounts_are_listed_with_role_and_state(clinic: Clinic) -> None:
    with clinic.parts.database.write() as session:
        accounts.disable(session, clinic.fay.id, by=clinic.moss.id, now=clinic.clock())
    moss = clinic.signed_in(clinic.moss)

    moss.follow("Accounts")

    rows = {row.text.split()[0]: row.text for row in moss.page.root.all("tr")[1:]}
    assert rows["fay"] == "fay Fay Desk Front desk disabled none never"
    assert rows["ada"] == "ada Dr Ada Byron Clinician in use none never"
    assert rows["moss"].startswith("moss Moss Keeper Administrator in use none 18 Nov 2026")


def test_the_trail_names_ids_and_times_and_holds(clinic: Clinic, password_hash: str) -> None:
    clinic.start_visit()

    olga = auditor(clinic, password_hash)

    assert "The chain holds" in olga.page.text
    assert "encounter started" in olga.page.text
    assert "Okonkwo" not in olga.page.html
    assert PASSWORD not in olga.page.html


def test_a_changed_event_is_located(clinic: Clinic, password_hash: str) -> None:
    with clinic.parts.database.write() as session:
        session.get_one(AuditEvent, 3).kind = "signed_in"

    olga = auditor(clinic, password_hash)

    assert "The chain does not hold" in olga.page.text
    assert "Event 3: its content was changed." in olga.page.text


def test_the_trail_is_read_page_by_page(clinic: Clinic, password_hash: str) -> None:
    for _ in range(70):
        clinic.start_visit()
        clinic.code_for(clinic.start_visit())

    olga = auditor(clinic, password_hash)
    newest = olga.page.root.all("tr")[1].text
    olga.follow("Older events")

    oldest_of_it = int(olga.page.root.all("tr")[-1].text.split()[0])
    assert int(newest.split()[0]) - oldest_of_it == 199
    assert olga.page.link("Newest events") == "/admin/audit"


def test_an_event_number_without_end_shows_the_newest_events(
    clinic: Clinic, password_hash: str
) -> None:
    olga = auditor(clinic, password_hash)

    response = olga.client.get("/admin/audit?before=" + "9" * 30)

    assert response.status_code == 200


def test_reading_the_trail_is_on_the_trail(clinic: Clinic, password_hash: str) -> None:
    olga = auditor(clinic, password_hash)
    olga.open("/admin/audit")

    assert "audit read" in olga.page.text
