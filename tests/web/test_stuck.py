"""Who is stuck: no answer kept for some minutes, however often the tablet is touched."""

from __future__ import annotations

from tests.web.conftest import Clinic


def test_touching_without_getting_on_is_stuck(clinic: Clinic) -> None:
    tablet = clinic.tablet()
    tablet.press("Next", gate="no")
    desk = clinic.signed_in(clinic.fay)
    for _ in range(4):
        clinic.clock.forward(minutes=1)
        assert tablet.client.get("/sitting/here").status_code == 204

    assert "Question 2 of 8, nothing for 4 min" in desk.open("/desk/").text
    tablet.press("Next", nights="2")
    assert "nothing for" not in desk.open("/desk/").text


def test_a_break_before_going_on_elsewhere_does_not_count(clinic: Clinic) -> None:
    visit = clinic.start_visit()
    tablet = clinic.tablet(visit)
    tablet.press("Next", gate="no")
    desk = clinic.signed_in(clinic.fay)
    desk.open(f"/desk/visits/{visit.id}")
    desk.press("Pause")
    clinic.clock.forward(minutes=8)
    desk.press("Make a new code")
    other = clinic.browser()
    other.open("/")
    other.press("Start", code=desk.page.text.split("The code is ")[1].split()[0])
    other.press("Next", day="7", month="2")

    text = desk.open("/desk/").text

    assert "Question 2 of 8" in text
    assert "nothing for" not in text
