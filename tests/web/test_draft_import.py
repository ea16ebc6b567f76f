"""FHIR Questionnaires handed in: a draft with the list of its losses, or reasons and no draft."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from screening.store import definition_drafts
from screening.store.definition_drafts import DefinitionDraft
from tests.trail import ids_of
from tests.web.browser import Browser
from tests.web.conftest import Clinic

FILES = Path(__file__).resolve().parents[1] / "exchange" / "files"
SCALE = (FILES / "small_scale.json").read_bytes()
RESPONSE = (FILES / "small_scale_response.json").read_bytes()


@pytest.fixture
def moss(clinic: Clinic) -> Browser:
    return clinic.signed_in(clinic.moss)


def hand_in(browser: Browser, questionnaire: bytes, response: bytes = b"", id: str = "") -> None:
    browser.open("/admin/drafts/")
    browser.follow("Import from FHIR")
    form = browser.page.form("Import it")
    sent = form.data({"id": id}, "Import it")
    sent["questionnaire"] = (io.BytesIO(questionnaire), "scale.json")
    if response:
        sent["response"] = (io.BytesIO(response), "response.json")
    browser._show(browser.post(form.action, sent))


def drafts(clinic: Clinic) -> tuple[DefinitionDraft, ...]:
    with clinic.parts.database.read() as session:
        return definition_drafts.list_open(session)


def test_a_questionnaire_becomes_a_draft_and_its_losses_are_listed(clinic: Clinic, moss: Browser):
    hand_in(moss, SCALE)

    (held,) = drafts(clinic)
    assert (held.item_id, held.kind, held.begun_by) == (
        "small_scale",
        "questionnaire",
        clinic.moss.id,
    )
    assert "/7 Items of the type attachment are not known here; it is left out." in moss.page.text
    assert "/1.1 q_1_1" in moss.page.text
    assert "Totals" not in moss.page.text
    moss.follow("Go on with the draft")
    assert moss.page.value("text").startswith("# Imported from a FHIR Questionnaire")
    assert "# - /7: Items of the type attachment" in moss.page.value("text")


def test_a_total_that_differs_from_its_answers_is_told_with_both_numbers_and_not_kept(
    clinic: Clinic, moss: Browser
):
    hand_in(moss, SCALE, RESPONSE)

    assert "1 of 1 differs from the sum of the answers" in moss.page.text
    assert "Total score /1.9 13 10 4 0 differs" in moss.page.text
    (held,) = drafts(clinic)
    assert b"13" not in held.text.data
    told = ids_of(clinic.parts.database, "definition_draft_begun")
    assert [{str(value) for value in ids.values()} & {"13", "10"} for ids in told] == [set()]


def test_a_hostile_file_is_refused_with_every_reason_and_nothing_is_begun(
    clinic: Clinic, moss: Browser
):
    scale = json.loads(SCALE)
    scale["item"][1]["text"] = "<script>alert(1)</script>"
    scale["item"][2]["linkId"] = "/2"
    hand_in(moss, json.dumps(scale).encode(), id="mine")

    assert moss.status == 422
    assert "/2: This linkId stands twice." in moss.page.text
    assert "holds markup" in moss.page.text
    assert "<script>alert" not in moss.page.html
    assert moss.page.value("id") == "mine"
    assert drafts(clinic) == ()


def test_a_response_that_belongs_elsewhere_is_refused_and_nothing_is_begun(
    clinic: Clinic, moss: Browser
):
    other = {**json.loads(RESPONSE), "questionnaire": "http://example.org/other"}
    hand_in(moss, SCALE, json.dumps(other).encode())

    assert moss.status == 422
    assert "answers http://example.org/other" in moss.page.text
    assert drafts(clinic) == ()


@pytest.mark.parametrize(
    ("data", "id", "words"),
    [
        (b"", "", "Choose the JSON file"),
        (b"{", "", "this is not JSON"),
        (b" " * (256 * 1024 + 1), "", "Keep it within"),
        (SCALE, "Small", "small letters"),
        (SCALE, "second", "There is a questionnaire or a draft “second”"),
    ],
)
def test_what_cannot_be_taken_is_said_with_what_to_do(
    clinic: Clinic, moss: Browser, data: bytes, id: str, words: str
):
    hand_in(moss, data, id=id)

    assert moss.status == 422
    assert words in moss.page.text
    assert drafts(clinic) == ()


def test_the_same_file_again_needs_an_id_of_its_own(clinic: Clinic, moss: Browser):
    hand_in(moss, SCALE)
    hand_in(moss, SCALE)
    assert "There is a questionnaire or a draft “small_scale”" in moss.page.text
    hand_in(moss, SCALE, id="small_scale_b")

    assert [draft.item_id for draft in drafts(clinic)] == ["small_scale", "small_scale_b"]


def test_only_administrators_import(clinic: Clinic, moss: Browser):
    ada = clinic.signed_in(clinic.ada)
    moss.open("/admin/drafts/import-fhir")
    sent = moss.page.form("Import it").data({}, "Import it")

    assert ada._send("GET", "/admin/drafts/import-fhir").status_code == 403
    assert moss.post("/admin/drafts/import-fhir", {**sent, "other": "x"}).status_code == 400
    assert moss.post("/admin/drafts/import-fhir", {"id": ""}).status_code == 403
