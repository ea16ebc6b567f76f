"""What a form of texts refuses, and what it asks for before it publishes."""

from __future__ import annotations

from tests.web.browser import Browser
from tests.web.conftest import PASSWORD, Clinic
from tests.web.text_forms.told import CONSENT, HERE, stored


def test_a_preview_shows_the_patients_page_and_publishes_nothing(
    clinic: Clinic, moss: Browser
) -> None:
    moss.open(CONSENT)

    moss.press("Preview", consent__title="May we “ask” you & yours?")

    assert moss.status == 200
    preview = next(e for e in moss.page.root.all("section") if e.attributes.get("id") == "preview")
    assert "May we “ask” you & yours?" in preview.text
    assert "I do not agree" in preview.text
    assert moss.page.value("consent.title") == "May we “ask” you & yours?"
    assert len(stored(clinic)) == 1
    moss.press("Preview", consent__title="")
    assert moss.status == 422
    assert "As the patient sees it" not in moss.page.text


def test_an_unknown_field_part_language_or_version_is_refused(
    clinic: Clinic, moss: Browser
) -> None:
    moss.open(CONSENT)
    data = moss.page.form("Publish").data({}, "Publish")

    assert moss.post(CONSENT, {**data, "consent.version": "9.0.0"}).status_code == 400
    assert moss.post(CONSENT, {**data, "base": "77"}).status_code == 400
    for path in ("clinic/en/other", "clinic/fr/consent", "leaflets/none.en", "packets/none",
                 "history/clinic/clinic.fr", "history/other/clinic.en",
                 "history/clinic/clinic.en/77"):  # fmt: skip
        assert moss.open(f"{HERE}/{path}").root is not None
        assert moss.status == 404, path


def test_markup_that_no_check_refuses_is_published_as_text(clinic: Clinic, moss: Browser) -> None:
    hostile = "</p><script>alert(1)</script>{{ 7*7 }} ${x} \N{RIGHT-TO-LEFT OVERRIDE}'\"&"
    moss.open(f"{HERE}/clinic/en/outside_copy")
    moss.press("Preview", outside_copy__text=hostile)
    assert "<script>alert" not in moss.page.html

    moss.press("Publish")

    notice = clinic.parts.shelf.clinic["en"].outside_copy
    assert notice is not None
    assert notice.text == (hostile,)
    for path in (f"{HERE}/clinic/en/outside_copy", f"{HERE}/history/clinic/clinic.en/2"):
        assert "<script>alert" not in moss.open(path).root.tag + moss.page.html
        assert "{{ 7*7 }}" in moss.page.html


def test_publishing_takes_a_fresh_proof_and_a_preview_none(clinic: Clinic, moss: Browser) -> None:
    moss.open(CONSENT)
    clinic.clock.forward(minutes=6)
    moss.press("Preview", consent__agree="Yes, I agree")
    assert moss.status == 200

    moss.press("Publish")
    assert (moss.status, moss.page.h1) == (403, "Show that it is you")
    assert len(stored(clinic)) == 1
    moss.press("Go on", **{"proof-password": PASSWORD})

    assert moss.path == f"{HERE}/"
    assert clinic.parts.shelf.clinic["en"].consent.agree == "Yes, I agree"
    clinic.clock.forward(minutes=6)
    moss.open(f"{HERE}/history/clinic/clinic.en/1")
    moss.press("Restore as a new version")
    assert moss.page.h1 == "Show that it is you"
    assert len(stored(clinic)) == 2
