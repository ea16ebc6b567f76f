"""The consent page: in the clinic's words, kept as a record, and a no is a no."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import delete

from screening.core.loading import load_clinic_texts
from screening.store import consents
from screening.store.models import ConsentWording
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


def resumed(clinic: Clinic, visit: object) -> Browser:
    """On another tablet after a pause, the birthday confirmed."""
    desk = clinic.signed_in(clinic.fay)
    desk.open(f"/desk/visits/{visit.id}")  # type: ignore[attr-defined]
    if "The patient has:" in desk.page.text:
        desk.press("Pause")
    desk.press("Make a new code")
    other = clinic.browser("10.0.0.8")
    other.open("/")
    other.press("Start", code=desk.page.text.split("The code is ")[1].split()[0])
    other.press("Next", day="7", month="2")
    return other


def change_text(clinic: Clinic, language: str = "en") -> None:
    """The clinic's file of this language becomes another one."""
    shelf = clinic.parts.shelf
    source = shelf.clinic[language].source
    data = source.replace(b"  agree: ", b"  agree: OK. ")
    assert data != source
    shelf.clinic[language] = load_clinic_texts(f"{language}.yaml", data)


def test_who_agreed_is_not_asked_again_in_the_same_visit(asking: Clinic) -> None:
    tablet, visit = at_consent(asking)
    tablet.press("I agree")
    tablet.follow("Begin")
    tablet.press("Next", gate="no")

    other = resumed(asking, visit)

    assert other.page.title == "Question 2 of 8"


def test_another_language_is_not_another_text(asking: Clinic) -> None:
    tablet, visit = at_consent(asking)
    tablet.press("Español")
    tablet.press("Estoy de acuerdo")
    tablet.press("English")

    assert resumed(asking, visit).page.h1 == "Before you begin"


def test_a_text_that_changed_is_asked_again(asking: Clinic) -> None:
    tablet, visit = at_consent(asking)
    tablet.press("I agree")
    change_text(asking)

    assert resumed(asking, visit).page.h1 == TITLE


def test_who_did_not_agree_is_asked_when_the_tablet_comes_again(asking: Clinic) -> None:
    tablet, visit = at_consent(asking)
    tablet.press("I do not agree")

    assert resumed(asking, visit).page.h1 == TITLE


def test_the_next_visit_asks_anew(asking: Clinic) -> None:
    tablet, _ = at_consent(asking)
    tablet.press("I agree")

    again, _ = at_consent(asking)

    assert again.page.h1 == TITLE


def test_the_text_agreed_to_is_shown_though_the_clinic_has_another_today(asking: Clinic) -> None:
    tablet, visit = at_consent(asking)
    tablet.press("Español")
    tablet.press("Estoy de acuerdo")
    change_text(asking, "es")
    doctor = asking.signed_in(asking.ada)
    doctor.open(f"/clinic/visits/{visit.id}")  # type: ignore[attr-defined]

    doctor.follow("What was agreed to")

    assert "¿Está de acuerdo en contestar en esta tableta?" in doctor.page.text
    assert "Estoy de acuerdo" in doctor.page.text
    assert "text 1.0.0 in Español" in doctor.page.text
    assert "MRN-00417" in doctor.page.text


def test_a_text_of_before_it_was_kept_says_so(asking: Clinic) -> None:
    tablet, visit = at_consent(asking)
    tablet.press("I agree")
    with asking.parts.database.write() as session:
        session.execute(delete(ConsentWording))
    doctor = asking.signed_in(asking.ada)

    doctor.open(f"/clinic/visits/{visit.id}/consent")  # type: ignore[attr-defined]

    assert "The words of this text were not kept" in doctor.page.text


def test_a_visit_without_an_answer_has_no_such_page(asking: Clinic) -> None:
    visit = asking.start_visit()
    doctor = asking.signed_in(asking.ada)

    doctor.open(f"/clinic/visits/{visit.id}/consent")

    assert doctor.status == 404
