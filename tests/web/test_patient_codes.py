"""The door to a sitting: the code from the staff, and the birthday."""

from __future__ import annotations

import pytest

from tests.web.conftest import Clinic


@pytest.mark.parametrize("why", ["wrong", "used", "expired", "no code at all"])
def test_every_code_that_does_not_work_gives_the_same_page(clinic: Clinic, why: str) -> None:
    code = clinic.code_for(clinic.start_visit())
    if why == "used":
        first = clinic.browser("10.0.0.8")
        first.open("/")
        first.press("Start", code=code)
    if why == "expired":
        clinic.clock.forward(hours=25)
    typed = {"wrong": "2345-6789", "no code at all": ""}.get(why, code)
    tablet = clinic.browser()
    tablet.open("/")

    tablet.press("Start", code=typed)

    assert tablet.status == 422
    assert tablet.page.text == (
        "There is a problem This code does not work. Check it, or ask the staff for a new one. "
        "Enter your code Code from the staff 8 letters and numbers, such as ABCD-2345 Error: "
        "This code does not work. Check it, or ask the staff for a new one. Start"
    )


def test_a_code_is_read_with_small_letters_and_spaces(clinic: Clinic) -> None:
    code = clinic.code_for(clinic.start_visit())
    tablet = clinic.browser()
    tablet.open("/")

    tablet.press("Start", code=f" {code[:4].lower()} {code[4:].lower()}")

    assert tablet.page.h1 == "When is your birthday?"


def test_a_tablet_that_guesses_is_locked_out_even_with_the_right_code(clinic: Clinic) -> None:
    code = clinic.code_for(clinic.start_visit())
    tablet = clinic.browser()
    tablet.open("/")
    for _ in range(10):
        tablet.press("Start", code="2345-6789")

    tablet.press("Start", code=code)
    locked = tablet.page.h1
    clinic.clock.forward(minutes=2)
    tablet.press("Start", code=code)

    assert locked == "Enter your code"
    assert tablet.page.h1 == "When is your birthday?"


def test_three_wrong_birthdays_lock_the_tablet(clinic: Clinic) -> None:
    tablet = clinic.browser()
    tablet.open("/")
    tablet.press("Start", code=clinic.code_for(clinic.start_visit()))

    tablet.press("Next", day="7", month="3")
    assert "You have 2 more tries." in tablet.page.text
    tablet.press("Next", day="x", month="2")
    assert "This is the last try." in tablet.page.text
    tablet.press("Next", day="8", month="2")

    assert tablet.status == 410
    assert tablet.page.h1 == "Enter your code"
    tablet.open("/sitting/1")
    assert tablet.status == 410


def test_no_question_is_shown_before_the_birthday_was_confirmed(clinic: Clinic) -> None:
    tablet = clinic.browser()
    tablet.open("/")
    tablet.press("Start", code=clinic.code_for(clinic.start_visit()))

    for path in ("/sitting/1", "/sitting/welcome", "/sitting/review", "/sitting"):
        tablet.open(path)
        assert tablet.page.h1 == "When is your birthday?"
