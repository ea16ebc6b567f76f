"""The patient picks a language: the page stays, and so does every answer."""

from __future__ import annotations

import pytest

from screening.store import sittings
from screening.web.cookies import PICKED
from tests.web.conftest import Clinic
from tests.web.filling import stored_answers
from tests.web.pages import Page


def language_of(clinic: Clinic) -> str:
    """Of the only visit's newest sitting."""
    with clinic.parts.database.read() as session:
        from screening.store.models import Sitting

        (row,) = session.query(Sitting).all()
        return sittings.value_of(row).language


def test_the_locked_tablet_offers_each_language_in_its_own_name(clinic: Clinic) -> None:
    tablet = clinic.browser()
    tablet.open("/")
    assert (tablet.page.lang, tablet.page.h1) == ("en", "Enter your code")

    tablet.press("Español")
    assert (tablet.path, tablet.page.lang, tablet.page.h1) == ("/", "es", "Escriba su código")
    tablet.press("Empezar", code="ZZZZ-ZZZZ")
    assert "Este código no sirve" in tablet.page.text
    tablet.press("English")

    assert (tablet.page.lang, tablet.page.h1) == ("en", "Enter your code")


def test_what_was_picked_on_the_locked_tablet_goes_on_in_the_sitting(clinic: Clinic) -> None:
    tablet = clinic.browser()
    tablet.open("/")
    tablet.press("Español")

    tablet.press("Empezar", code=clinic.code_for(clinic.start_visit()))

    assert tablet.page.h1 == "¿Cuándo es su cumpleaños?"
    assert "febrero" in tablet.page.text
    assert language_of(clinic) == "es"
    assert tablet.cookie(PICKED) == ""


def test_a_question_keeps_what_was_typed_and_not_yet_saved(clinic: Clinic) -> None:
    tablet = clinic.tablet()
    tablet.press("Next", gate="no")
    form = tablet.page.form("Next")
    data = form.data({"nights": "3"}, "Next") | {"page-act": "language.es"}

    shown = tablet.post(form.action, data)

    page = Page(shown.get_data(as_text=True))
    assert shown.status_code == 200
    assert (page.lang, page.title) == ("es", "Pregunta 2 de 8")
    assert page.value("nights") == "3"
    assert stored_answers(clinic) == {"gate": "no"}
    tablet._show(shown)
    tablet.press("Siguiente")
    assert stored_answers(clinic) == {"gate": "no", "nights": "3"}
    assert tablet.page.title == "Pregunta 3 de 8"


def test_the_language_cannot_be_changed_with_another_tablets_form(clinic: Clinic) -> None:
    tablet = clinic.tablet()
    data = tablet.page.form("Next").data({}, "Next")
    wrong = {**data, "page-act": "language.es", "form-token": "0" * 64}

    assert tablet.post(tablet.path, wrong).status_code == 403
    assert tablet.post("/language", {"language": "es", "form-token": "0" * 64}).status_code == 403
    assert language_of(clinic) == "en"


@pytest.mark.parametrize(
    "page", ["//evil.example", "https://evil.example/", "/clinic/", "http://[", ""]
)
def test_a_choice_leads_to_no_page_but_the_patients_own(clinic: Clinic, page: str) -> None:
    tablet = clinic.tablet()
    tablet.open("/sitting/review")
    data = tablet.page.form("Español").data({"page": page}, "Español")

    response = tablet.post("/language", data)

    assert (response.status_code, response.headers["Location"]) == (303, "/sitting")


def test_an_unknown_language_is_refused(clinic: Clinic) -> None:
    tablet = clinic.browser()
    tablet.open("/")
    data = tablet.page.form("Español").data({}, "Español") | {"language": "xx"}

    assert tablet.post("/language", data).status_code == 400


def test_enter_in_a_typed_field_does_not_change_the_language(clinic: Clinic) -> None:
    """A browser presses the first button of a form: here it stands before the languages."""
    tablet = clinic.tablet()
    tablet.press("Next", gate="no")

    buttons = [
        button
        for button in tablet.page.root.all("button")
        if button.attributes.get("form") == "question-form"
    ]

    assert "name" not in buttons[0].attributes
    assert [button.text for button in buttons] == ["Next", "Español"]
