"""When the server cannot keep an answer, a tablet without script loses nothing and leads on."""

from __future__ import annotations

import pytest

from screening.store.errors import NotSaved
from screening.web import arriving, patient
from tests.web.browser import Browser
from tests.web.conftest import Clinic
from tests.web.filling import stored_answers

STORY = 'Two lines,\nand "signs" & more'


def fails(*_: object, **__: object) -> None:
    raise NotSaved


def at_words(clinic: Clinic) -> Browser:
    tablet = clinic.tablet()
    tablet.open("/sitting/8")
    return tablet


def test_what_was_typed_is_sent_again_from_the_page_that_says_so(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    tablet = at_words(clinic)
    key = tablet.page.value("form-key")
    with monkeypatch.context() as patched:
        patched.setattr(patient, "commit", fails)
        tablet.press("Next", words=STORY)
        first = tablet.status
        tablet.press("Try again")

    assert (first, tablet.status) == (503, 503)
    assert tablet.page.h1 == "Not saved"
    assert tablet.page.value("form-key") == key
    assert stored_answers(clinic) == {}
    tablet.press("Try again")
    assert tablet.page.h1 == "Check your answers"
    assert stored_answers(clinic) == {"words": STORY}


def test_whoever_wants_goes_on_without_it(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    tablet = at_words(clinic)
    with monkeypatch.context() as patched:
        patched.setattr(patient, "commit", fails)
        tablet.press("Next", words=STORY)

    tablet.follow("Go on without it")

    assert tablet.status == 200
    assert STORY not in tablet.page.html


def test_the_page_says_so_in_the_patients_language(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    tablet = clinic.tablet()
    tablet.open("/sitting/welcome")
    tablet.press("Español")
    tablet.open("/sitting/8")
    monkeypatch.setattr(patient, "commit", fails)

    tablet.press("Siguiente", words=STORY)

    assert '<html lang="es"' in tablet.page.html
    assert "Intentar otra vez" in tablet.page.text


def test_a_failure_before_the_questions_leads_on_too(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    tablet = clinic.browser()
    tablet.open("/")
    code = clinic.code_for(clinic.start_visit())
    with monkeypatch.context() as patched:
        patched.setattr(patient, "commit", fails)
        tablet.press("Start", code=code)
        assert tablet.status == 503
        assert code not in tablet.page.html
        tablet.follow("Try again")
    tablet.press("Start", code=code)
    with monkeypatch.context() as patched:
        patched.setattr(arriving, "commit", fails)
        tablet.press("Next", day="7", month="2")

    tablet.press("Try again")

    assert tablet.page.h1 == "Before you begin"


def test_a_page_that_fails_can_be_asked_for_again(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    tablet = clinic.tablet()
    with monkeypatch.context() as patched:
        patched.setattr(patient, "question_page", fails)
        tablet.open("/sitting/2?change=1")

    tablet.follow("Try again")

    assert tablet.path == "/sitting/2?change=1"
    assert tablet.status == 200
