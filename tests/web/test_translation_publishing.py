"""Translations put into use by a second person, and wording packs with their permission."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from screening.core.loading import load_stored_translation
from screening.store import definition_drafts
from screening.store.models import AuditEvent, QuestionnaireVersion
from tests.web.browser import Browser
from tests.web.conftest import Clinic
from tests.web.translating import ES, add_nora, change_original, in_use, publish, translate

PACK = "/admin/translations/second.en-published"
RIGHTS = {
    "given-by": "Society of Scales", "given-on": "2026-10-02", "reference": "letter 12",
    "source-words": "Somebody, Journal 2001",
}  # fmt: skip
PUBLISHED_WORDS = {
    "t.items.tired.text": "Have you been tired?",
    "t.items.tired.options.no": "Not in the least",
    "t.items.tired.options.yes": "Greatly",
}


@pytest.fixture
def moss(clinic: Clinic) -> Browser:
    return clinic.signed_in(clinic.moss)


@pytest.fixture
def ada(clinic: Clinic) -> Browser:
    return clinic.signed_in(clinic.ada)


def write_pack(browser: Browser, **more: str) -> None:
    browser.open(PACK)
    form = browser.page.form("Save")
    browser.submit(form, {**RIGHTS, **PUBLISHED_WORDS, **more}, "Save")


@pytest.mark.parametrize("who", ["ada", "nora"])
def test_a_second_person_publishes_and_is_named_as_the_one_who_compared(
    clinic: Clinic, moss: Browser, password_hash: str, who: str
):
    other = clinic.ada if who == "ada" else add_nora(clinic, password_hash)
    with clinic.parts.database.read() as session:
        before = session.scalar(select(func.count()).select_from(QuestionnaireVersion))
    translate(moss)
    publish(clinic.signed_in(other))

    found = load_stored_translation("x", in_use(clinic).encode())
    assert (found.reviewed_by, found.version) == (other.full_name, "1.0.0")
    assert found.told[("title",)] == "Segunda parte"
    with clinic.parts.database.read() as session:
        held = definition_drafts.list_open(session)
        after = session.scalar(select(func.count()).select_from(QuestionnaireVersion))
        closing = session.scalars(
            select(AuditEvent).where(AuditEvent.kind == "definition_draft_published")
        ).one()
        told = clinic.parts.shelf.told(
            session, clinic.parts.shelf.current(session)["second"].sha256, "es"
        )
    assert held == ()
    assert after == before
    assert closing.account_id == other.id
    assert told.title == "Segunda parte"  # and patients read it at once


def test_who_saved_a_text_may_not_publish_it_and_nothing_is_in_use(clinic: Clinic, moss: Browser):
    translate(moss)
    moss.open(f"{ES}/publish")

    assert "You saved a text of this draft" in moss.page.text
    assert not [b for b in moss.page.root.all("button") if b.text == "Publish"]
    sent = {"shown": "1", "compared": "yes", "form-token": _token(moss)}
    assert moss.post(f"{ES}/publish", sent).status_code == 409
    assert in_use(clinic) == ""


def _token(browser: Browser) -> object:
    """The token of forms about translations."""
    browser.open(f"{ES}/discard")
    return browser.page.form("Discard").data({}, "Discard")["form-token"]


def test_who_saved_an_earlier_text_may_not_publish_either(
    clinic: Clinic, moss: Browser, password_hash: str
):
    nora = clinic.signed_in(add_nora(clinic, password_hash))
    translate(moss)
    nora.open(ES)
    nora.press("Save", t__title="Parte segunda")
    moss.open(f"{ES}/publish")

    assert "You saved a text of this draft" in moss.page.text


def test_publish_is_a_button_beside_save(clinic: Clinic, moss: Browser):
    moss.open(ES)
    assert "Publish" not in [a.text for a in moss.page.root.all("a")]

    translate(moss)
    moss.open(ES)

    (way,) = [a for a in moss.page.root.all("a") if a.text == "Publish"]
    assert "button" in way.attributes["class"].split()
    moss.follow("Publish")
    assert moss.path == f"{ES}/publish"


def test_without_the_tick_nothing_is_published(clinic: Clinic, moss: Browser, ada: Browser):
    translate(moss)
    ada.open(f"{ES}/publish")
    ada.press("Publish")

    assert ada.status == 422
    assert "Tick that you have compared both texts." in ada.page.text
    assert in_use(clinic) == ""


def test_a_text_saved_meanwhile_is_not_published_unseen(
    clinic: Clinic, moss: Browser, ada: Browser
):
    translate(moss)
    ada.open(f"{ES}/publish")
    translate(moss, t__title="Otra cosa")
    ada.press("Publish", compared="yes")

    assert ada.status == 409
    assert in_use(clinic) == ""


def test_gaps_and_faults_hinder(clinic: Clinic, moss: Browser, ada: Browser):
    translate(moss, t__title="", t__items__tired__options__yes="Nada")
    ada.open(f"{ES}/publish")

    assert "Texts that are still missing: 1." in ada.page.text
    assert "Two options of “tired” read “Nada”." in ada.page.text
    assert not [b for b in ada.page.root.all("button") if b.text == "Publish"]


def test_what_stayed_while_the_original_changed_is_shown_to_who_publishes(
    clinic: Clinic, moss: Browser, ada: Browser
):
    translate(moss)
    publish(ada)
    change_original(clinic, ("I am tired", "I am very tired"))
    moss.open(ES)
    moss.press("Save", t__title="Parte segunda")
    ada.open(f"{ES}/publish")

    assert "The original changed, the translation did not: 1" in ada.page.text
    assert "I am very tired It said before I am tired" in ada.page.text
    assert "Changed by this draft: 1" in ada.page.text
    publish(ada)
    assert "for_version: 1.0.1\nversion: 1.0.1\n" in in_use(clinic)


def test_a_draft_for_a_version_that_is_not_in_use_is_not_published(
    clinic: Clinic, moss: Browser, ada: Browser
):
    translate(moss)
    change_original(clinic, ("I am tired", "I am very tired"))
    ada.open(f"{ES}/publish")

    assert "It was written for version 1.0.0, and version 1.0.1 is in use." in ada.page.text


def test_a_wording_pack_holds_permission_source_and_the_fingerprint_of_its_texts(
    clinic: Clinic, moss: Browser, ada: Browser
):
    write_pack(moss)
    publish(ada, PACK)

    found = load_stored_translation("x", in_use(clinic, "second.en-published").encode())
    assert found.permission == "Given by Society of Scales on 2026-10-02, reference letter 12"
    assert found.source is not None
    assert found.source.unverified == "Somebody, Journal 2001"
    assert found.fingerprint == found.told_fingerprint
    moss.open(PACK)
    assert moss.page.value("given-by") == "Society of Scales"
    assert f"Fingerprint of these texts: {found.fingerprint}" in moss.page.text
    write_pack(moss, **{"t.items.tired.text": "Have you been tired"})
    assert f"The version in use has {found.fingerprint}" in moss.page.text


def test_a_wording_pack_without_permission_or_source_is_refused_as_the_loader_does(
    clinic: Clinic, moss: Browser, ada: Browser
):
    write_pack(moss, **dict.fromkeys(RIGHTS, ""))

    assert moss.status == 200
    assert "“permission” is missing: these words are somebody else's." in moss.page.text
    ada.open(f"{PACK}/publish")
    assert "“permission” is missing" in ada.page.text
    assert "“source” is missing" in ada.page.text
    assert not [b for b in ada.page.root.all("button") if b.text == "Publish"]


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("given-by", "", "Enter who gave the permission."),
        ("given-on", "2.10.2026", "year-month-day"),
        ("given-on", "2026-02-30", "year-month-day"),
        ("reference", "", "Enter the number or the place"),
        ("reference", "x" * 201, "within 200 characters"),
    ],
)
def test_half_a_permission_is_refused_at_its_field(
    moss: Browser, field: str, typed: str, words: str
):
    write_pack(moss, **{field: typed})

    assert moss.status == 422
    assert words in moss.page.text
    assert moss.page.value("t.items.tired.text") == "Have you been tired?"


def test_the_desk_does_not_see_what_is_published(clinic: Clinic, moss: Browser):
    translate(moss)
    fay = clinic.signed_in(clinic.fay)

    assert fay._send("GET", f"{ES}/publish").status_code == 403
