"""Translations beside their originals: written without YAML, two at once, discarded."""

from __future__ import annotations

import pytest

from screening.core.loading import load_stored, load_translation
from screening.store import definition_drafts
from screening.store.definition_drafts import DefinitionDraft
from tests.web.browser import Browser
from tests.web.conftest import Clinic
from tests.web.translating import (
    ES,
    SECOND,
    WORDS,
    add_nora,
    change_original,
    in_use,
    publish,
    translate,
)


@pytest.fixture
def moss(clinic: Clinic) -> Browser:
    return clinic.signed_in(clinic.moss)


@pytest.fixture
def nora(clinic: Clinic, password_hash: str) -> Browser:
    return clinic.signed_in(add_nora(clinic, password_hash))


def draft(clinic: Clinic, name: str = "second.es") -> DefinitionDraft | None:
    with clinic.parts.database.read() as session:
        return definition_drafts.find_open(session, name)


def test_a_language_is_added_and_each_text_stands_beside_its_original(moss: Browser):
    moss.open("/admin/")
    moss.follow("Translations")
    moss.follow("Add a language to second")
    moss.press("Go on", language="es")

    assert moss.page.h1 == "Made-up second part in “es”"
    assert "Item tired missing I am tired" in moss.page.text
    assert "Option no of tired missing Not at all" in moss.page.text
    assert "Missing (5)" in moss.page.text
    assert "May be told (2)" in moss.page.text  # label and hint of the item


@pytest.mark.parametrize(
    ("language", "words"),
    [("spanish", "two letters"), ("", "two letters"), ("en", "Choose another")],
)
def test_a_language_is_refused_with_what_to_type(moss: Browser, language: str, words: str):
    moss.open("/admin/translations/second/new")
    moss.press("Go on", language=language)

    assert moss.status == 422
    assert words in moss.page.text
    assert moss.page.value("language") == language


def test_what_is_typed_becomes_a_draft_that_the_loader_takes(clinic: Clinic, moss: Browser):
    translate(moss, t__items__tired__text="¿Cansancio: #1?\r\nOtra línea")

    held = draft(clinic)
    assert held is not None
    assert (held.kind, held.based_on, held.begun_by) == ("translation", None, clinic.moss.id)
    original = load_stored("second", SECOND)
    found = load_translation("second.es.yaml", held.text.data, {"second": original})
    assert found.told[("items", "tired", "text")] == "¿Cansancio: #1?\nOtra línea"
    assert (found.version, found.for_version, found.reviewed_by) == ("1.0.0", "1.0.0", None)
    assert moss.page.value("t.title") == "Segunda parte"
    assert "Missing (0)" in moss.page.text
    assert in_use(clinic) == ""


def test_a_filter_shows_its_texts_alone_and_saving_them_keeps_the_others(
    clinic: Clinic, moss: Browser
):
    moss.open(ES)
    moss.press("Save", t__title="Segunda parte")
    moss.follow("Missing (4)")

    assert "t.title" not in moss.page.html
    moss.press("Save", t__pages__end="El final")

    held = draft(clinic)
    assert held is not None
    assert held.text.data.count(b"Segunda parte") == held.text.data.count(b"El final") == 1
    assert "show=missing" in moss.path


def test_what_is_to_do_stands_on_top(moss: Browser):
    translate(moss, t__items__tired__options__yes="")

    fields = [e.attributes["name"] for e in moss.page.root.all("textarea")]

    assert fields[0] == "t.items.tired.options.yes"


def test_a_fault_of_the_loader_stands_at_its_fields_and_what_was_typed_stays(moss: Browser):
    translate(moss, t__items__tired__options__yes="Nada")

    assert "With a fault (2)" in moss.page.text
    assert moss.page.html.count("Two options of “tired” read “Nada”.") == 2
    assert moss.page.value("t.items.tired.options.yes") == "Nada"


@pytest.mark.parametrize(("text", "words"), [("x" * 2001, "within 2000"), ("a\u202eb", "be seen")])
def test_a_text_that_cannot_be_kept_is_refused_and_stays_in_its_field(
    clinic: Clinic, moss: Browser, text: str, words: str
):
    translate(moss, t__title=text)

    assert moss.status == 422
    assert words in moss.page.text
    assert moss.page.value("t.title") == text
    assert moss.page.value("t.pages.end") == "El final"
    assert draft(clinic) is None


def test_a_field_that_the_page_does_not_have_is_refused(moss: Browser):
    moss.open(ES)
    form = moss.page.form("Save")
    sent = form.data({}, "Save")

    assert moss.post(form.action, {**sent, "t.items.other.text": "x"}).status_code == 400
    assert moss.post(form.action, {**sent, "form-token": "x"}).status_code == 403


def test_two_at_once_see_both_texts_and_nothing_that_was_typed_is_lost(
    clinic: Clinic, moss: Browser, nora: Browser
):
    translate(moss)
    nora.open(ES)
    moss.open(ES)
    moss.press("Save", t__title="Uno de Moss", t__pages__end="Fin")
    nora.press("Save", t__title="Uno de Nora", t__items__tired__text="¿Cansada?")

    assert nora.status == 409
    assert "Moss Keeper saved this draft meanwhile" in nora.page.text
    assert "Saved meanwhile by Moss Keeper: Uno de Moss" in nora.page.text
    assert nora.page.value("t.title") == "Uno de Nora"
    assert nora.page.value("t.items.tired.text") == "¿Cansada?"
    assert nora.page.value("t.pages.end") == "Fin"  # Nora left it alone
    nora.press("Save")
    held = draft(clinic)
    assert held is not None
    text = held.text.data.decode()
    assert all(words in text for words in ("Uno de Nora", "¿Cansada?", "Fin"))


def test_two_who_begin_at_once_see_both_texts(clinic: Clinic, moss: Browser, nora: Browser):
    moss.open(ES)
    nora.open(ES)
    moss.press("Save", **WORDS)
    nora.press("Save", t__title="Otro título")

    assert nora.status == 409
    assert nora.page.value("t.title") == "Otro título"
    assert "Saved meanwhile by Moss Keeper: Segunda parte" in nora.page.text
    assert nora.page.value("t.pages.end") == "El final"


def test_a_draft_that_was_closed_meanwhile_loses_nothing_that_was_typed(
    clinic: Clinic, moss: Browser, nora: Browser
):
    translate(moss)
    moss.open(ES)
    publish(nora)
    moss.press("Save", t__title="Otro título")

    assert moss.status == 409
    assert "published or discarded the draft meanwhile" in moss.page.text
    assert "In use now: Segunda parte" in moss.page.text
    assert moss.page.value("t.title") == "Otro título"
    assert draft(clinic) is None
    moss.press("Save")
    held = draft(clinic)
    assert held is not None
    assert "Otro título" in held.text.data.decode()
    assert b"\nversion: 1.0.1\n" in held.text.data


def test_a_text_is_behind_when_its_original_changed_and_the_next_version_is_a_patch(
    clinic: Clinic, moss: Browser, nora: Browser
):
    translate(moss)
    publish(nora)
    change_original(clinic, ("I am tired", "I am very tired"))

    moss.open("/admin/translations/")
    assert "tells 1.0.0" in moss.page.text
    moss.open(ES)
    assert "Original changed (1)" in moss.page.text
    assert "I am very tired When this was written: I am tired" in moss.page.text
    moss.press("Save", t__title="Parte segunda")
    assert "Original changed (1)" in moss.page.text  # saved, and not rewritten
    moss.press("Save", t__items__tired__text="Tengo mucho cansancio")

    assert "Original changed (0)" in moss.page.text
    held = draft(clinic)
    assert held is not None
    assert b"for_version: 1.0.1\nversion: 1.0.1\n" in held.text.data


def test_a_draft_of_the_questionnaire_has_its_translations_set_beside_it(
    clinic: Clinic, moss: Browser, nora: Browser
):
    translate(moss)
    publish(nora)
    moss.open("/admin/")
    moss.press("Edit second")
    text = moss.page.value("text").replace("I am tired", "I am very tired")
    moss.press("Save", text=text)
    moss.follow("Translations")

    assert moss.page.h1 == "Translations of second 1.0.1"
    moss.follow("second.es")
    assert "second 1.0.1, which is a draft" in moss.page.text
    assert "Original changed (1)" in moss.page.text
    moss.press("Save", t__items__tired__text="Mucho cansancio")
    moss.open(ES)
    assert "which is a draft" in moss.page.text  # the draft was written for it
    nora.open(f"{ES}/publish")
    assert "version 1.0.0 is in use" in nora.page.text


def test_a_draft_of_the_questionnaire_that_is_not_sound_hides_no_translation(
    clinic: Clinic, moss: Browser, nora: Browser
):
    translate(moss)
    publish(nora)
    moss.open("/admin/")
    moss.press("Edit second")
    moss.press("Save", text="id: second\nversion: 1.0.1\npages: [")
    moss.follow("Translations")

    assert "not known" in moss.page.text
    moss.open(f"{ES}?of=draft")
    assert moss.status == 404


def test_a_draft_is_discarded_and_the_version_in_use_stays(
    clinic: Clinic, moss: Browser, nora: Browser
):
    translate(moss)
    publish(nora)
    before = in_use(clinic)
    moss.open(ES)
    moss.press("Save", t__title="Nada")
    moss.follow("Discard the draft")
    moss.press("Discard the draft")

    assert draft(clinic) is None
    assert in_use(clinic) == before
    moss.open(ES)
    assert moss.page.value("t.title") == "Segunda parte"


@pytest.mark.parametrize(
    "path",
    ["gone.es", "second", "second.ES", "second.es.yaml", f"{'x' * 60}.es", "second.es/discard"],
)
def test_what_is_not_there_is_said_to_be_not_there(moss: Browser, path: str):
    moss.open(f"/admin/translations/{path}")

    assert moss.status == 404


def test_a_clinician_reads_and_cannot_write_and_the_desk_does_neither(
    clinic: Clinic, moss: Browser
):
    translate(moss)
    ada, fay = clinic.signed_in(clinic.ada), clinic.signed_in(clinic.fay)
    ada.open(ES)

    assert "readonly" in ada.page.html
    assert not [b for b in ada.page.root.all("button") if b.text == "Save"]
    assert fay._send("GET", ES).status_code == 403


def test_hostile_texts_are_words_on_every_page(clinic: Clinic, moss: Browser, nora: Browser):
    hostile = '"><script>alert(1)</script>{{7*7}}'
    translate(moss, t__title=hostile)
    assert moss.page.value("t.title") == hostile
    nora.open(f"{ES}/publish")

    for browser in (moss, nora):
        assert "<script>alert" not in browser.page.html
        assert "{{7*7}}" in browser.page.html
