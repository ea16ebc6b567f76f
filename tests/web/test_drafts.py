"""Drafts: begun from what is in use, a starter or a file; listed, exported, discarded."""

from __future__ import annotations

import io

import pytest

from screening.core.loading import load_questionnaire
from screening.store import definition_drafts, definition_texts, library
from tests.web.browser import Browser
from tests.web.conftest import SMALL, Clinic

SECOND = (SMALL / "second.yaml").read_text()


@pytest.fixture
def moss(clinic: Clinic) -> Browser:
    """The administrator, on the list of questionnaires."""
    return clinic.signed_in(clinic.moss)


def edit(moss: Browser, item_id: str = "second") -> None:
    """Press “Edit” beside a questionnaire."""
    moss.open("/admin/")
    moss.press(f"Edit {item_id}")


def hand_in(moss: Browser, data: bytes) -> None:
    moss.open("/admin/drafts/import")
    form = moss.page.form("Import it")
    sent = {**form.data({}, "Import it"), "file": (io.BytesIO(data), "mine.yaml")}
    moss._show(moss.post(form.action, sent))


def test_edit_begins_a_draft_that_looks_like_the_next_version_and_goes_on_with_it(
    clinic: Clinic, moss: Browser
) -> None:
    edit(moss)
    address = moss.path

    assert moss.page.h1 == "second 1.0.1"
    assert "Draft, based on 1.0.0. All versions of second" in moss.page.text
    assert moss.page.value("text").strip() == SECOND.replace("1.0.0", "1.0.1", 1).strip()
    edit(moss)
    assert moss.path == address
    with clinic.parts.database.read() as session:
        (held,) = definition_drafts.list_open(session)
        (before,) = [v for v in library.current(session) if v.id == "second"]
    assert (held.based_on, held.begun_by) == (before.sha256, clinic.moss.id)
    moss.open("/admin/")
    assert "1.0.1" in moss.page.text


def test_a_new_questionnaire_begins_with_the_starter_under_its_title(moss: Browser) -> None:
    moss.follow("New questionnaire")
    moss.press("Begin the draft", id="sleep", title='Sleep: "deep" #1')

    text = moss.page.value("text")
    found = load_questionnaire("sleep.yaml", text.encode(), {})
    assert (found.id, found.title) == ("sleep", 'Sleep: "deep" #1')
    assert "Draft of a new questionnaire" in moss.page.text
    address = moss.path
    moss.open("/admin/")
    moss.follow("sleep 1.0.0, draft")
    assert moss.path == address
    assert "./run" not in text


@pytest.mark.parametrize(
    ("item_id", "title", "words"),
    [
        ("Sleep", "Sleep", "small letters"),
        ("second", "Sleep", "There is a questionnaire with this id"),
        ("sleep", "", "Enter the title"),
        ("sleep", "a\u202eb", "Enter the title"),
    ],
)
def test_a_new_questionnaire_needs_an_id_of_its_own_and_a_title(
    moss: Browser, item_id: str, title: str, words: str
) -> None:
    moss.open("/admin/drafts/new")
    moss.press("Begin the draft", id=item_id, title=title)

    assert moss.status == 422
    assert words in moss.page.text
    assert moss.page.value("id") == item_id


def test_an_imported_file_becomes_a_draft_and_the_next_one_its_newest_text(
    clinic: Clinic, moss: Browser
) -> None:
    hand_in(moss, SECOND.replace("1.0.0", "2.0.0", 1).replace("\n", "\r\n").encode())
    address = moss.path
    hand_in(moss, b"id: second\nversion: 3.0.0\n")

    assert moss.path == address
    assert moss.page.h1 == "second 3.0.0"
    with clinic.parts.database.read() as session:
        (held,) = definition_drafts.list_open(session)
        texts = definition_texts.history(session, held.id)
    assert [text.data for text in texts] == [
        SECOND.replace("1.0.0", "2.0.0", 1).encode(), b"id: second\nversion: 3.0.0\n",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "Choose the YAML file"),
        (b"\xff\xfe", "no text in UTF-8"),
        (b"title: Nameless\n", "does not say which questionnaire"),
    ],
)
def test_a_file_that_cannot_become_a_draft_is_refused_with_what_to_do(
    moss: Browser, data: bytes, words: str
) -> None:
    hand_in(moss, data)

    assert moss.status == 422
    assert words in moss.page.text


def test_a_file_beyond_the_limit_is_refused(moss: Browser) -> None:
    hand_in(moss, b"id: second\n" + b"#" * 450_000)

    assert moss.status == 413


def test_the_version_in_use_and_the_draft_are_exported_byte_for_byte(moss: Browser) -> None:
    in_use = moss.client.get(moss.page.link("Export second"))
    edit(moss)
    moss.press("Save", text="id: second\nnot sound: [")
    moss.open("/admin/drafts/")
    draft = moss.client.get(moss.page.link("Export second"))

    assert in_use.get_data() == (SMALL / "second.yaml").read_bytes()
    assert draft.get_data() == b"id: second\nnot sound: ["
    assert draft.headers["Content-Disposition"] == 'attachment; filename="second.draft.yaml"'


def test_a_draft_is_discarded_only_after_a_second_look(clinic: Clinic, moss: Browser) -> None:
    edit(moss)
    moss.follow("Discard the draft")
    assert "Version 1.0.0 stays in use as it is." in moss.page.text
    moss.press("Discard the draft")

    assert "No draft is open." in moss.page.text
    with clinic.parts.database.read() as session:
        assert definition_drafts.list_open(session) == ()
    edit(moss)
    assert moss.page.h1 == "second 1.0.1"


def test_a_clinician_reads_drafts_and_cannot_change_one(clinic: Clinic, moss: Browser) -> None:
    edit(moss)
    address = moss.path
    ada = clinic.signed_in(clinic.ada)

    ada.follow("Questionnaires")
    ada.follow("second 1.0.1")

    assert ada.path == address
    assert [b.text for b in ada.page.root.all("main")[0].all("button")] == []
    assert ada.post(address, {"text": "x", "shown": "1"}).status_code == 403


def test_a_draft_of_a_translation_is_none_of_these(clinic: Clinic, moss: Browser) -> None:
    with clinic.parts.database.write() as session:
        held = definition_drafts.begin(
            session,
            definition_drafts.TRANSLATION,
            "second.es",
            b"id: second.es\n",
            based_on="0" * 64,
            by=clinic.moss.id,
            now=clinic.clock(),
        )

    moss.open("/admin/")
    assert moss.status == 200
    moss.open("/admin/drafts/")
    assert "No draft is open." in moss.page.text
    moss.open(f"/admin/drafts/{held.id}")
    assert moss.status == 404
