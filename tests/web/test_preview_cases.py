"""A case from the preview: shown, added to the text, refused where somebody else was first."""

from __future__ import annotations

from uuid import UUID

import pytest

from screening.core.loading import load_questionnaire
from screening.store import definition_drafts
from screening.store.definition_drafts import DISCARDED
from tests.web.browser import Browser
from tests.web.conftest import Clinic
from tests.web.previewing import TEXT, begin, choose, press

NOTED = TEXT + "\n# the last word of this file\n"


@pytest.fixture
def moss(clinic: Clinic) -> Browser:
    """The administrator, with five bad nights filled in."""
    moss = clinic.signed_in(clinic.moss)
    moss.open(begin(clinic, NOTED))
    choose(moss, "All on one page")
    press(moss, "Update", gate="no", nights="5", ache="3", words="a dog: barks # at 'night'")
    return moss


def draft_id(browser: Browser) -> UUID:
    return UUID(browser.path.split("/")[3])


def make(moss: Browser) -> None:
    """Press “Make a case from this”."""
    form = moss.page.form("Make a case")
    (button,) = [b for b in form.element.all("button") if b.text.startswith("Make a case")]
    moss._show(moss.post(button.attributes["formaction"], form.data({}, "Make a case")))


def add(moss: Browser, name: str) -> None:
    moss.submit(moss.page.form("Add it"), {"case-id": name}, "Add it")


def newest(clinic: Clinic, held: UUID) -> bytes:
    with clinic.parts.database.read() as session:
        return definition_drafts.get(session, held).text.data


def save(clinic: Clinic, held: UUID, text: str) -> None:
    """Somebody else saves meanwhile."""
    with clinic.parts.database.write() as session:
        shown = definition_drafts.get(session, held).text.number
        definition_drafts.save(
            session, held, text.encode(), shown=shown, by=clinic.ada.id, now=clinic.clock()
        )


def test_a_case_is_shown_first_then_added_and_everything_else_stays(
    clinic: Clinic, moss: Browser
) -> None:
    held = draft_id(moss)

    make(moss)

    assert "by itself it proves nothing" in moss.page.text
    assert newest(clinic, held) == NOTED.encode()
    add(moss, "five_bad_nights")
    text = newest(clinic, held).decode()
    head, tail = text.split("  - id: five_bad_nights\n")
    assert NOTED.startswith(head)
    assert tail.endswith("\n# the last word of this file\n")
    found = load_questionnaire("check_in.yaml", text.encode())  # all cases run
    assert found.cases[-1].answers["words"] == "a dog: barks # at 'night'"
    assert found.cases[-1].expect.findings == {"quiet_one": "before_leaving"}
    assert found.cases[-1].source == (
        "worked in the preview by Moss Keeper, 2026-11-18; not yet worked by hand"
    )
    assert moss.path == f"/admin/drafts/{held}"


def test_a_name_that_cannot_stand_is_said_and_nothing_is_lost(
    clinic: Clinic, moss: Browser
) -> None:
    held = draft_id(moss)
    make(moss)

    for wrong in ("Bad nights", "", "calm", "a" * 61):
        add(moss, wrong)
        assert moss.status == 422
        assert moss.page.value("case-id") == wrong

    assert "Another case has this name" not in moss.page.text
    assert newest(clinic, held) == NOTED.encode()
    add(moss, "mine")
    assert b"barks" in newest(clinic, held)


def test_what_somebody_saved_meanwhile_is_never_overwritten(clinic: Clinic, moss: Browser) -> None:
    held = draft_id(moss)
    make(moss)
    save(clinic, held, NOTED.replace("Made-up check-in", "Another title"))

    add(moss, "mine")

    assert moss.status == 409
    assert "Dr Ada Byron saved another text of this draft meanwhile." in moss.page.text
    assert b"mine" not in newest(clinic, held)
    add(moss, "mine")
    text = newest(clinic, held)
    assert b"Another title" in text
    assert b"- id: mine" in text


def test_a_text_whose_cases_cannot_be_told_apart_takes_none(clinic: Clinic, moss: Browser) -> None:
    held = draft_id(moss)
    flow = "\n\ncases: [{id: calm, answers: {gate: no}, expect: {findings: []}}]\n"
    save(clinic, held, TEXT.partition("\n\ncases:")[0] + flow)

    make(moss)

    assert "The case cannot be put in by itself." in moss.page.text
    assert not [b for b in moss.page.root.all("button") if b.text.startswith("Add it")]
    assert "Back to the preview" in moss.page.text


def test_a_faulty_or_closed_draft_takes_no_case(clinic: Clinic, moss: Browser) -> None:
    held, page = draft_id(moss), moss.page
    save(clinic, held, NOTED.replace("type: integer", "type: intger"))
    make(moss)
    assert moss.status == 409
    assert "has faults" in moss.page.text

    save(clinic, held, NOTED)
    with clinic.parts.database.write() as session:
        definition_drafts.close(session, held, DISCARDED, by=clinic.moss.id, now=clinic.clock())
    moss.page = page
    make(moss)
    assert moss.status == 409
    moss.open(f"/admin/drafts/{held}/preview")
    assert "Make a case" not in moss.page.text


def test_a_clinician_adds_none(clinic: Clinic, moss: Browser) -> None:
    address = f"/admin/drafts/{draft_id(moss)}/preview/case"
    ada = clinic.signed_in(clinic.ada)

    assert ada.post(address, {}).status_code == 403
    assert ada.post(f"{address}/add", {}).status_code == 403
    assert moss.post(address, {"nobody": "1"}).status_code == 400
