"""A translation's draft: every text kept and brought back, and its file taken out and in."""

from __future__ import annotations

import io

import pytest

from screening.store import definition_drafts, definition_texts
from tests.web.browser import Browser
from tests.web.conftest import Clinic
from tests.web.translating import ES, WORDS, add_nora, in_use, publish, translate


@pytest.fixture
def moss(clinic: Clinic) -> Browser:
    return clinic.signed_in(clinic.moss)


@pytest.fixture
def nora(clinic: Clinic, password_hash: str) -> Browser:
    return clinic.signed_in(add_nora(clinic, password_hash))


def texts(clinic: Clinic, name: str = "second.es") -> list[tuple[int, int | None]]:
    """Number of each text, and of which it is once more."""
    with clinic.parts.database.read() as session:
        draft = definition_drafts.find_open(session, name)
        assert draft is not None
        found = definition_texts.history(session, draft.id)
    return [(one.number, one.again) for one in found]


def title(browser: Browser) -> str:
    return browser.page.value("t.title").strip()


def hand_in(browser: Browser, data: bytes) -> None:
    browser.open("/admin/drafts/import")
    form = browser.page.form("Import it")
    sent = {**form.data({}, "Import it"), "file": (io.BytesIO(data), "mine.yaml")}
    browser._show(browser.post(form.action, sent))


def test_undo_and_redo_bring_back_texts_and_keep_what_was_typed(
    clinic: Clinic, moss: Browser
) -> None:
    translate(moss)
    assert "Undo the last save" not in moss.page.text
    moss.press("Save", t__title="Dos")

    moss.press("Undo the last save", t__title="Tres")
    assert title(moss) == "Dos"
    moss.press("Undo the last save")
    assert title(moss) == WORDS["t__title"]
    assert "Undo the last save" not in moss.page.text
    moss.press("Redo")
    moss.press("Redo")

    assert title(moss) == "Tres"
    assert "Redo" not in moss.page.text
    assert texts(clinic) == [(1, None), (2, None), (3, None), (4, 2), (5, 1), (6, 2), (7, 3)]


def test_the_history_tells_who_changed_what_and_any_text_comes_back(
    clinic: Clinic, moss: Browser, nora: Browser
) -> None:
    translate(moss)
    nora.open(ES)
    nora.press("Save", t__title="Dos")

    moss.open(ES)
    moss.follow("History")
    assert "Text 2 18 Nov 2026, 09:30 Nora Second +1 −1" in moss.page.text
    moss.follow("Text 2")
    assert "title: Dos" in moss.page.text
    moss.follow("History")
    moss.follow("Text 1")
    moss.press("Bring this text back")

    assert title(moss) == WORDS["t__title"]
    assert texts(clinic)[-1] == (3, 1)


def test_a_clinician_reads_the_history_and_brings_nothing_back(
    clinic: Clinic, moss: Browser
) -> None:
    translate(moss)
    moss.press("Save", t__title="Dos")
    ada = clinic.signed_in(clinic.ada)

    ada.open(f"{ES}/history/1")

    assert "Bring this text back" not in ada.page.text
    form = moss.open(f"{ES}/history/1").form("Bring")
    assert ada.post(f"{ES}/history/1", form.data({}, "Bring")).status_code == 403


def test_without_a_draft_there_is_no_history(moss: Browser) -> None:
    for page in ("history", "history/1", "file"):
        assert moss.client.get(f"{ES}/{page}").status_code == 404


def test_a_file_that_was_taken_out_comes_back_as_the_newest_text_of_the_draft(
    clinic: Clinic, moss: Browser
) -> None:
    translate(moss)
    moss.follow("Export")
    data = moss.response.get_data()
    assert moss.response.headers["Content-Disposition"].endswith('"second.es.draft.yaml"')

    hand_in(moss, data.replace(b"Segunda parte", b"Otra parte"))

    assert moss.path == ES
    assert title(moss) == "Otra parte"
    assert texts(clinic) == [(1, None), (2, None)]


def test_a_file_begins_a_draft_where_there_is_none_and_somebody_else_publishes_it(
    clinic: Clinic, moss: Browser, nora: Browser
) -> None:
    translate(moss)
    publish(nora)
    data = moss.client.get(f"{ES}/file").data
    assert data.decode() == in_use(clinic)

    hand_in(moss, data.replace(b"Segunda parte", b"Otra parte"))
    moss.open(f"{ES}/publish")
    assert "You saved a text of this draft" in moss.page.text
    assert "Otra parte" not in in_use(clinic)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ((b"translates: second", b"translates: nothing"), "neither in use nor a draft"),
        ((b"title:", b"titel:"), "It has a fault"),
        ((b"language: es", b"language: spanish"), "It has a fault"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_with_what_to_do(
    clinic: Clinic, moss: Browser, change: tuple[bytes, bytes], words: str
) -> None:
    translate(moss)
    data = moss.client.get(f"{ES}/file").data
    assert change[0] in data

    hand_in(moss, data.replace(*change))

    assert moss.status == 422
    assert words in moss.page.text
    assert texts(clinic) == [(1, None)]
