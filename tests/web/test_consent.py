"""The consent page: in the clinic's words, kept as a record, and a no is a no."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from screening.store import consents
from screening.web.parts import EXTENSION
from tests.web.browser import Browser
from tests.web.conftest import SMALL, Clinic

TITLE = "Do you agree to answer on this tablet?"


@pytest.fixture
def asking(make_clinic: Callable[[Path], Clinic]) -> Clinic:
    """A clinic that asks for consent."""
    clinic = make_clinic(SMALL)
    parts = replace(clinic.parts, settings=replace(clinic.parts.settings, ask_consent=True))
    clinic.app.extensions[EXTENSION] = parts
    return replace(clinic, parts=parts)


def at_consent(clinic: Clinic) -> tuple[Browser, object]:
    """A tablet at the consent page, and its visit."""
    visit = clinic.start_visit()
    tablet = clinic.browser()
    tablet.open("/")
    tablet.press("Start", code=clinic.code_for(visit))
    tablet.press("Next", day="7", month="2")
    return tablet, visit


def kept(clinic: Clinic, visit: object) -> consents.Consent | None:
    with clinic.parts.database.read() as session:
        return consents.newest(session, visit.id)  # type: ignore[attr-defined]


def test_who_agrees_goes_on_and_it_is_kept_with_the_text(asking: Clinic) -> None:
    tablet, visit = at_consent(asking)
    assert tablet.page.h1 == TITLE

    tablet.press("I agree")

    assert tablet.page.h1 == "Before you begin"
    found = kept(asking, visit)
    assert found is not None
    assert found.agreed
    assert (found.text.version, found.text.language) == ("1.0.0", "en")
    assert found.text.sha256 == asking.parts.shelf.clinic["en"].sha256
    assert found.at == asking.clock()


def test_no_question_opens_before_the_answer(asking: Clinic) -> None:
    tablet, _ = at_consent(asking)

    for path in ("/sitting/1", "/sitting/review", "/sitting/welcome", "/sitting"):
        tablet.open(path)
        assert tablet.page.h1 == TITLE


def test_who_does_not_agree_is_asked_nothing_and_leaves_nothing(asking: Clinic) -> None:
    tablet, visit = at_consent(asking)

    tablet.press("I do not agree")

    assert tablet.page.h1 == "Thank you. Please hand the tablet back."
    assert "You sent no answers." in tablet.page.text
    assert "911" in tablet.page.text
    found = kept(asking, visit)
    assert found is not None
    assert not found.agreed
    tablet.open("/sitting/1")
    assert tablet.status == 410
    desk = asking.signed_in(asking.fay)
    assert "Did not agree to answer on a tablet" in desk.page.text
    doctor = asking.signed_in(asking.ada)
    doctor.follow("Okonkwo")
    assert "Did not agree to answer on the tablet: text 1.0.0 in English" in doctor.page.text


def test_a_text_that_changed_meanwhile_is_shown_again(asking: Clinic) -> None:
    tablet, visit = at_consent(asking)
    form = tablet.page.form("I agree")

    tablet.submit(form, {"shown": "0" * 64}, "I agree")

    assert tablet.status == 422
    assert tablet.page.h1 == TITLE
    assert kept(asking, visit) is None


def test_the_page_and_the_record_follow_the_language(asking: Clinic) -> None:
    tablet, visit = at_consent(asking)

    tablet.press("Español")
    assert tablet.page.h1 == "¿Está de acuerdo en contestar en esta tableta?"
    tablet.press("Estoy de acuerdo")

    found = kept(asking, visit)
    assert found is not None
    assert found.text.language == "es"


def test_a_clinic_that_does_not_ask_shows_no_such_page(clinic: Clinic) -> None:
    tablet = clinic.tablet()

    assert tablet.page.title.startswith("Question 1")
