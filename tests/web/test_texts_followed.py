"""A text that was published is what patients read, in every process; the old one stays kept."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from screening.app import create_app
from screening.store import texts
from screening.web import shelf as shelf_module
from screening.web.folder import import_folder
from screening.web.parts import EXTENSION, Parts
from tests.web.browser import Browser
from tests.web.conftest import SHIPPED, SMALL, Clinic
from tests.web.test_consent import asking as asking
from tests.web.test_consent import at_consent, resumed

CONSENT = "/admin/texts/clinic/en/consent"
HELP = "/admin/texts/clinic/en/help_lines"


def change(clinic: Clinic, path: str, **fields: str) -> Browser:
    moss = clinic.signed_in(clinic.moss)
    moss.open(path)
    moss.press("Publish", **fields)
    assert moss.path == "/admin/texts/"
    return moss


def test_a_new_help_line_is_on_the_patients_page_at_once(clinic: Clinic) -> None:
    tablet = clinic.browser()
    assert "for the city" not in tablet.open("/thank-you").text

    change(clinic, HELP, help_lines__0__text="for the city")

    assert "for the city" in tablet.open("/thank-you").text


def test_an_old_consent_record_opens_with_its_old_text(asking: Clinic) -> None:
    tablet, visit = at_consent(asking)
    tablet.press("I agree")

    change(asking, CONSENT, consent__title="May we ask you?", consent__agree="Yes, I agree")

    doctor = asking.signed_in(asking.ada)
    doctor.open(f"/clinic/visits/{visit.id}/consent")  # type: ignore[attr-defined]
    assert "Do you agree to answer on this tablet?" in doctor.page.text
    assert "May we ask you?" not in doctor.page.text
    again = resumed(asking, visit)
    assert again.page.h1 == "May we ask you?"
    again.press("Yes, I agree")
    doctor.open(f"/clinic/visits/{visit.id}/consent")  # type: ignore[attr-defined]
    assert "text 1.1.0 in English" in doctor.page.text
    assert "text 1.0.0 in English" in doctor.page.text


def test_a_text_that_changed_while_it_was_read_is_shown_before_it_is_agreed_to(
    asking: Clinic,
) -> None:
    tablet, _ = at_consent(asking)
    change(asking, CONSENT, consent__title="May we ask you?")

    tablet.press("I agree")

    assert (tablet.status, tablet.page.h1) == (422, "May we ask you?")


def test_another_help_line_asks_nobody_for_consent_again(asking: Clinic) -> None:
    tablet, visit = at_consent(asking)
    tablet.press("I agree")
    change(asking, HELP, help_lines__0__text="for the city")

    assert resumed(asking, visit).page.h1 == "Before you begin"


@pytest.fixture
def other(clinic: Clinic) -> Clinic:
    """A second process of the same installation."""
    settings = clinic.parts.settings
    app = create_app(settings, clock=clinic.clock)
    parts: Parts = app.extensions[EXTENSION]
    return replace(clinic, app=app, parts=parts)


def test_the_other_process_sees_it_at_its_next_look(
    clinic: Clinic, other: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    tablet = other.browser()
    tablet.open("/thank-you")
    change(clinic, HELP, help_lines__0__text="for the city")

    monkeypatch.setattr(shelf_module, "LOOK_EVERY", 3600.0)
    assert "for the city" not in tablet.open("/thank-you").text  # looked a moment ago
    monkeypatch.setattr(shelf_module, "LOOK_EVERY", 0.0)
    assert "for the city" in tablet.open("/thank-you").text
    other.parts.database.close()


def test_between_two_looks_nothing_is_asked_of_the_database(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[object] = []
    monkeypatch.setattr(shelf_module, "LOOK_EVERY", 3600.0)
    monkeypatch.setattr(texts, "newest_number", lambda session: looks.append(session) or 0)
    tablet = clinic.browser()

    for _ in range(3):
        tablet.open("/thank-you")

    assert looks == []


def test_a_raised_level_reaches_questionnaires_that_were_read_before(
    shipped_clinic: Clinic,
) -> None:
    clinic = shipped_clinic

    def level() -> str:
        with clinic.parts.database.read() as session:
            phq9 = clinic.parts.shelf.current(session)["phq9"]
            told = clinic.parts.shelf.told(session, phq9.sha256, "es")
        assert told.language == "es"
        return next(one.level for one in phq9.findings if one.id == "si_item9")

    assert level() == "before_leaving"
    moss = clinic.signed_in(clinic.moss)
    moss.open("/admin/texts/clinic/en/findings")
    moss.press("Add a finding", findings__adds="si_item9")
    moss.press("Publish", findings__0__level="now")

    assert level() == "now"


def test_a_start_takes_the_folders_change_and_leaves_what_was_made_on_a_page(
    clinic: Clinic, tmp_path: Path
) -> None:
    change(clinic, HELP, help_lines__0__text="for the city")

    def started(folder: Path) -> str:
        found = import_folder(clinic.parts.database, folder, now=clinic.clock())
        assert found.faults == ()
        return found.clinic["en"].help_lines[0].text

    # No words of its own: what is shipped stands in, and gives way.
    assert started(SMALL) == "for the city"
    folder = tmp_path / "clinics"
    (folder / "clinic").mkdir(parents=True)
    text = (SHIPPED / "clinic" / "en.yaml").read_text(encoding="utf-8")
    changed = text.replace("if someone is in danger right now", "from the folder")
    (folder / "clinic" / "en.yaml").write_text(changed, encoding="utf-8")
    assert started(folder) == "from the folder"


def test_a_file_at_fault_is_not_taken_and_the_version_before_stays(
    clinic: Clinic, tmp_path: Path
) -> None:
    folder = tmp_path / "clinics"
    (folder / "clinic").mkdir(parents=True)
    text = (SHIPPED / "clinic" / "en.yaml").read_text(encoding="utf-8")
    wrong = text.replace("if someone is in danger right now", "take 20 mg")
    (folder / "clinic" / "en.yaml").write_text(wrong, encoding="utf-8")

    found = import_folder(clinic.parts.database, folder, now=clinic.clock())

    assert [fault.code for fault in found.faults] == ["never_said"]
    assert found.clinic["en"].help_lines[0].text == "if someone is in danger right now"


def test_a_file_with_the_wording_of_a_finding_that_is_not_there_is_not_taken(
    clinic: Clinic, tmp_path: Path
) -> None:
    folder = tmp_path / "clinics"
    shutil.copytree(SMALL, folder)
    (folder / "clinic").mkdir()
    text = (SHIPPED / "clinic" / "en.yaml").read_text(encoding="utf-8")
    wrong = f"{text}\nfindings:\n  - {{id: no_such_finding, text: Ask today}}\n"
    (folder / "clinic" / "en.yaml").write_text(wrong, encoding="utf-8")

    found = import_folder(clinic.parts.database, folder, now=clinic.clock())

    assert [fault.code for fault in found.faults] == ["finding_not_there"]
    assert found.clinic["en"].findings == ()
