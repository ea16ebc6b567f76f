"""Whose language a tablet speaks: the clinic's when locked, and never the last patient's."""

from __future__ import annotations

from screening.store import sittings
from screening.web.cookies import PICKED
from tests.web.browser import Browser
from tests.web.conftest import Clinic


def language_of(clinic: Clinic) -> str:
    """Of the only visit's newest sitting."""
    with clinic.parts.database.read() as session:
        from screening.store.models import Sitting

        (row,) = session.query(Sitting).all()
        return sittings.value_of(row).language


def put_down(clinic: Clinic) -> Browser:
    """A tablet whose patient read Spanish, locked because nobody touched it."""
    tablet = clinic.tablet()
    tablet.open("/sitting/review")
    tablet.press("Español")
    clinic.clock.forward(minutes=7)
    tablet.open("/sitting/1")
    return tablet


def test_a_tablet_left_alone_locks_in_the_patients_language(clinic: Clinic) -> None:
    tablet = clinic.tablet()
    tablet.open("/sitting/review")
    tablet.press("Español")
    clinic.clock.forward(minutes=7)

    tablet.open("/sitting/1")

    assert (tablet.status, tablet.page.lang) == (410, "es")
    assert "Esta tableta está cerrada." in tablet.page.text


def test_the_next_patient_begins_in_the_language_that_the_desk_has_set(clinic: Clinic) -> None:
    tablet = put_down(clinic)
    code = clinic.code_for(clinic.start_visit(of=clinic.add_noah()))

    tablet.press("Empezar", code=code)

    assert (tablet.page.lang, tablet.page.h1) == ("en", "When is your birthday?")
    assert tablet.cookie(PICKED) == ""


def test_what_is_picked_on_the_locked_page_itself_counts_for_the_next_code(clinic: Clinic) -> None:
    tablet = put_down(clinic)
    tablet.press("English")
    tablet.press("Español")
    code = clinic.code_for(clinic.start_visit(of=clinic.add_noah()))

    tablet.press("Empezar", code=code)

    assert (tablet.page.lang, tablet.page.h1) == ("es", "¿Cuándo es su cumpleaños?")


def test_the_desk_picks_the_language_that_the_tablet_begins_in(clinic: Clinic) -> None:
    visit = clinic.start_visit()
    desk = clinic.signed_in(clinic.fay)
    desk.open(f"/desk/visits/{visit.id}")

    desk.press("Make a code", language="es")

    assert language_of(clinic) == "es"
    assert desk.page.lang == "en"
    desk.open(f"/desk/visits/{visit.id}")
    assert desk.page.form("Make a new code").data({}, "Make a new code")["language"] == ["es"]


def test_a_tablet_handed_over_in_spanish_begins_in_spanish(clinic: Clinic) -> None:
    visit = clinic.start_visit()
    device = clinic.signed_in(clinic.fay)
    device.open(f"/desk/visits/{visit.id}")

    device.press("Hand over this tablet", language="es")
    if "tablet" in device.page.html and device.page.h1 == "Name this tablet":
        device.press("Hand over this tablet", tablet="Blue one")

    assert (device.page.lang, device.page.h1) == ("es", "¿Cuándo es su cumpleaños?")
