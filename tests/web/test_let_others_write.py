"""What a POST works out or draws for long is done without the writer's turn: a tablet can save."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

import pytest

from screening.store import durability
from screening.web import (
    audit_chain_pages,
    draft_import,
    draft_preview,
    draft_texts,
    exports,
    preview_cases,
    text_form_page,
)
from tests.web.browser import Browser
from tests.web.conftest import Clinic
from tests.web.previewing import begin, choose, press

TRAIL = "/admin/audit/"


def is_free(clinic: Clinic) -> bool:
    """Whether somebody else may write at this moment, without waiting."""
    module = durability.sqlite_module
    file = clinic.parts.database.engine.url.database
    other = module.connect(file, timeout=0, isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
    except module.OperationalError:
        return False
    finally:
        other.close()
    return True


def the_doctor_exports(clinic: Clinic) -> None:
    ada = clinic.signed_in(clinic.ada)
    ada.follow("Export")
    ada.press("Export", first="2026-11-18", last="2026-11-18", format="csv")


def the_auditor_checks_the_chain(clinic: Clinic) -> None:
    at(clinic, f"{TRAIL}chain/").press("Check")


def a_pause_in_typing(clinic: Clinic) -> None:
    moss = at(clinic, "/admin/")
    moss.press("Edit second")
    form = moss.page.form("Save")
    moss.post(f"{moss.path}/pause", form.data({"text": "id: second"}, "Save"))


def an_answer_in_a_preview(clinic: Clinic) -> None:
    press(at(clinic, begin(clinic)), "Next", gate="no")


def a_case_made_of_a_preview(clinic: Clinic) -> None:
    moss = at(clinic, begin(clinic))
    choose(moss, "All on one page")
    form = moss.page.form("Make a case")
    (button,) = [b for b in form.element.all("button") if b.text.startswith("Make a case")]
    moss.post(button.attributes["formaction"], form.data({}, "Make a case"))


def a_file_to_import(clinic: Clinic) -> None:
    moss = at(clinic, "/admin/drafts/import-fhir")
    moss.post("/admin/drafts/import-fhir", moss.page.form("Import").data({}, "Import"))


def a_text_to_preview(clinic: Clinic) -> None:
    at(clinic, "/admin/texts/clinic/en/consent").press("Preview")


def at(clinic: Clinic, path: str) -> Browser:
    moss = clinic.signed_in(clinic.moss)
    moss.open(path)
    return moss


LONG: dict[str, tuple[ModuleType, str, Callable[[Clinic], None]]] = {
    "export": (exports, "collect", the_doctor_exports),
    "chain": (audit_chain_pages.audit_chain, "check", the_auditor_checks_the_chain),
    "faults of a draft": (draft_texts, "check", a_pause_in_typing),
    "preview": (draft_preview, "load_previewed", an_answer_in_a_preview),
    "case": (preview_cases, "load_previewed", a_case_made_of_a_preview),
    "import": (draft_import, "_file", a_file_to_import),
    "text": (text_form_page, "check", a_text_to_preview),
}


@pytest.mark.parametrize("what", LONG)
def test_nobody_waits_for_it(clinic: Clinic, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    module, name, do = LONG[what]
    long, free = getattr(module, name), []

    def watched(*given: object, **more: object) -> object:
        free.append(is_free(clinic))
        return long(*given, **more)

    monkeypatch.setattr(module, name, watched)

    do(clinic)

    assert free
    assert all(free)


def test_the_watch_sees_a_writer(clinic: Clinic) -> None:
    assert is_free(clinic)
    with clinic.parts.database.write() as session:
        session.connection()
        assert not is_free(clinic)
