"""Where a patient's page leads: on to the next one, back, and to the review and back from there."""

from __future__ import annotations

from flask import request, url_for

from screening.web.course import Course


def changing() -> int | None:
    """1 while a page was opened from the review, to which it leads back."""
    return 1 if "change" in request.args else None


def onward(course: Course, number: int) -> str:
    """Where a page leads: the next one; from the review to what is open, then back there."""
    if changing():
        place = course.first_open()
        return url_for("patient.question", number=place, change=1) if place else review()
    if number < len(course.stops):
        return url_for("patient.question", number=number + 1)
    return review()


def back_from(number: int) -> str:
    """Where "Back" leads: the page before, or the review."""
    if changing():
        return review()
    if number > 1:
        return url_for("patient.question", number=number - 1)
    return url_for("patient.arriving.welcome")


def review() -> str:
    """The page with all answers."""
    return url_for("patient.review")
