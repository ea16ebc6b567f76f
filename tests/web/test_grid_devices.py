"""Rows stand together on the clinic's own tablets alone: the server decides by the sitting."""

from __future__ import annotations

from dataclasses import replace

import pytest

from screening.security import kiosk_tokens
from screening.store import kiosk, kiosk_access, sittings, tablets
from screening.store.encounters import Encounter
from screening.web import sitting
from tests.web.browser import Browser
from tests.web.conftest import Clinic
from tests.web.filling import stored_answers


@pytest.fixture
def clinic(grid_clinic: Clinic) -> Clinic:
    return grid_clinic


def rows_after_the_first(tablet: Browser) -> list[str]:
    """What the page after the first question asks."""
    tablet.press("Next", outside="yes")
    return tablet.page.value("page-item").split()


def go_on(clinic: Clinic, visit: Encounter, device: Browser) -> Browser:
    """The same sitting on another device, with a new code."""
    code = kiosk_tokens.new_code()
    with clinic.parts.database.write() as session:
        (held,) = sittings.for_encounter(session, visit.id)
        kiosk_access.new_code(session, held.id, code=code, by=clinic.fay.id, now=clinic.clock())
    device.open("/")
    device.press("Start", code=code)
    device.press("Next", day="7", month="2")
    return device


TOGETHER, ALONE = ["feel.shaky", "feel.sick", "feel.cold"], ["feel.shaky"]


def test_a_code_typed_on_an_enrolled_tablet_shows_the_grid(clinic: Clinic) -> None:
    assert rows_after_the_first(clinic.tablet(on=clinic.enrolled())) == TOGETHER


def test_a_tablet_that_is_handed_over_shows_the_grid(clinic: Clinic) -> None:
    visit, desk = clinic.start_visit(), clinic.signed_in(clinic.fay)
    desk.open(f"/desk/visits/{visit.id}")
    desk.press("Hand over this tablet")
    desk.press("Hand over this tablet")  # with the name that is proposed
    desk.press("Next", day="7", month="2")
    desk.follow("Begin")

    assert rows_after_the_first(desk) == TOGETHER


def test_a_phone_asks_one_question_at_a_time(clinic: Clinic) -> None:
    phone = clinic.tablet()

    assert rows_after_the_first(phone) == ALONE
    assert phone.page.title == "Question 2 of 5"
    assert phone.page.h1 == "How shaky do you feel?"
    assert 'class="grid"' not in phone.page.html


def on_a_tablet(found: kiosk.Kiosk | None) -> kiosk.Kiosk | None:
    return found and replace(found, on_tablet=True)


def test_the_counter_proof_without_the_look_at_the_device_a_phone_gets_the_grid(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, look = kiosk.read, kiosk.look
    monkeypatch.setattr(kiosk, "read", lambda *asked: on_a_tablet(read(*asked)))
    monkeypatch.setattr(kiosk, "look", lambda *asked: on_a_tablet(look(*asked)))

    assert rows_after_the_first(clinic.tablet()) == TOGETHER


def test_a_phone_that_posts_several_rows_keeps_the_first_alone(clinic: Clinic) -> None:
    phone = clinic.tablet()
    assert rows_after_the_first(phone) == ALONE
    data = phone.page.form("Next").data({"shaky": "none"}, "Next")

    phone.post(
        phone.path, {**data, "page-item": " ".join(TOGETHER), "sick": "lots", "cold": "lots"}
    )

    assert stored_answers(clinic, "feel") == {"outside": "yes", "shaky": "none"}


def test_a_revoked_tablet_is_a_strange_device(clinic: Clinic) -> None:
    visit, device = clinic.start_visit(), clinic.enrolled()
    grid = clinic.tablet(visit, on=device)
    assert rows_after_the_first(grid) == TOGETHER
    with clinic.parts.database.write() as session:
        (known,) = tablets.in_use(session, clinic.parts.site.id)
        tablets.revoke(
            session, known.id, site_id=known.site_id, by=clinic.fay.id, now=clinic.clock()
        )

    grid.open("/sitting/2")
    assert grid.status == 410
    again = go_on(clinic, visit, device)

    assert again.page.value("page-item").split() == ALONE


@pytest.mark.parametrize("first", ["phone", "tablet"])
def test_a_sitting_that_goes_on_elsewhere_follows_the_device_at_once(
    clinic: Clinic, first: str
) -> None:
    visit = clinic.start_visit()
    devices = {"phone": clinic.browser("10.0.0.8"), "tablet": clinic.enrolled()}
    shown = {"phone": ALONE, "tablet": TOGETHER}
    second = {"phone": "tablet", "tablet": "phone"}[first]
    assert rows_after_the_first(clinic.tablet(visit, on=devices[first])) == shown[first]

    other = go_on(clinic, visit, devices[second])

    assert other.page.value("page-item").split() == shown[second]


def test_the_counter_proof_what_was_worked_out_for_a_tablet_would_be_found_by_a_phone(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = sitting._key
    monkeypatch.setattr(
        sitting, "_key", lambda one, saves: key(replace(one, on_tablet=True), saves)
    )
    visit = clinic.start_visit()
    rows_after_the_first(clinic.tablet(visit, on=clinic.enrolled()))

    phone = go_on(clinic, visit, clinic.browser("10.0.0.8"))

    assert phone.page.value("page-item").split() == TOGETHER


def test_rows_answered_on_a_phone_stand_in_the_grid(clinic: Clinic) -> None:
    visit = clinic.start_visit()
    phone = clinic.tablet(visit)
    phone.press("Next", outside="yes")
    phone.press("Next", shaky="some")

    grid = go_on(clinic, visit, clinic.enrolled())

    assert grid.page.title == "Question 2 of 3"
    assert [grid.page.value(name) for name in ("shaky", "sick")] == ["some", ""]


def test_the_desk_counts_as_the_page_does_that_the_patient_has(clinic: Clinic) -> None:
    visit = clinic.start_visit()
    rows_after_the_first(clinic.tablet(visit))
    assert "Question 2 of 5" in clinic.signed_in(clinic.fay).page.text

    rows = go_on(clinic, visit, clinic.enrolled())

    assert rows.page.title == "Question 2 of 3"
    assert "Question 2 of 3" in clinic.signed_in(clinic.fay).page.text
