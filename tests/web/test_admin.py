"""The administrator's lists: what is in use, what could not be taken, accounts."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from screening.store import accounts
from tests.web.conftest import SMALL, Clinic


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
